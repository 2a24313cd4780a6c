import { Fault } from './fault.ts'

/** What somebody says of an anomaly: it is one, it is none, or it cannot be said. */
export const labelVerdicts = ['true', 'false', 'unsure'] as const
export type LabelVerdict = (typeof labelVerdicts)[number]

/** What was said of those that one speaker found or missed, counted. */
export interface LabelCounts {
  /** Anomalies that are called true. */
  readonly confirmed: number
  /** Anomalies that are called false. */
  readonly refuted: number
  /** Spans that are called anomalous, in which it found nothing. */
  readonly missed: number
  /** Of either, those that nobody can tell of: they count for nothing. */
  readonly unsure: number
  /** Values between the first and the last that somebody labelled, these two included. */
  readonly values: number
}

export const nothingLabelled: LabelCounts = { confirmed: 0, refuted: 0, missed: 0, unsure: 0, values: 0 }

/** The same of somebody who may not have spoken then: by what it would have raised, among so many values. */
export function countLabels<L extends { readonly verdict: LabelVerdict }>(
  labels: readonly L[],
  raised: (label: L) => boolean,
  values: number,
): LabelCounts {
  const counts = { ...nothingLabelled, values }
  for (const label of labels) {
    if (label.verdict === 'unsure') counts.unsure++
    else if (label.verdict === 'true') counts[raised(label) ? 'confirmed' : 'missed']++
    else if (raised(label)) counts.refuted++
  }
  return counts
}

/** How good a speaker is by what people say, in [0, 1]; null where too little was said for a figure. */
export interface LabelFigures {
  /** Of what it found, the share that is called true. */
  readonly precision: number | null
  /** Of what is called anomalous, the share that it found. */
  readonly recall: number | null
  /** Harmonic mean of the two. */
  readonly f1: number | null
  /** Of the values that nobody calls anomalous, the share that it raised falsely. */
  readonly falsePositiveRate: number | null
}

export function labelFigures({ confirmed, refuted, missed, values }: LabelCounts): LabelFigures {
  const normal = Math.max(refuted, values - confirmed - missed)
  const judged = confirmed + refuted + missed
  return {
    precision: share(confirmed, confirmed + refuted),
    recall: share(confirmed, confirmed + missed),
    f1: share(2 * confirmed, 2 * confirmed + refuted + missed),
    falsePositiveRate: judged === 0 ? null : share(refuted, normal),
  }
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/** A stretch in which one was missed: `from` inclusive, `to` exclusive (epoch milliseconds). */
export interface MissedSpan {
  readonly from: number
  readonly to: number
  readonly verdict: Exclude<LabelVerdict, 'false'>
}

/** Throws INVALID_INPUT for a stretch that is empty, and for one that is called false: nothing was raised there. */
export function defineMissedSpan(from: number, to: number, verdict: LabelVerdict | null | undefined): MissedSpan {
  if (!(from < to)) throw new Fault('INVALID_INPUT', 'from must be before to: the span would be empty')
  if (verdict === 'false')
    throw new Fault('INVALID_INPUT', 'nothing was raised in this span, so it is no false alarm: call it true or unsure')
  return { from, to, verdict: verdict ?? 'true' }
}
