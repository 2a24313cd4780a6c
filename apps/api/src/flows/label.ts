import { Fault } from '@seriema/domain/fault'
import type { LabelVerdict } from '@seriema/domain/label'
import { defineMissedSpan } from '@seriema/domain/label'
import { text } from '@seriema/domain/series'
import type { Core } from '../core.ts'
import { labelChanged } from '../events/kinds/label.ts'
import { announce } from '../events/log.ts'
import type { Serving } from '../serving/serving.ts'
import { findAnomalies, type StoredAnomaly } from '../store/anomaly.ts'
import { type Db, transaction } from '../store/database.ts'
import { countRaised, deleteLabel, findLabels, type Label, type NewLabel, saveLabel } from '../store/label.ts'
import { requireSeries } from '../store/series.ts'

type LabelApp = Pick<Core, 'db' | 'clock'>

export interface AnomalyLabelDraft {
  readonly anomalyId: number
  readonly verdict: LabelVerdict
  readonly note?: string | null | undefined
  /** Who says it [nobody known]. */
  readonly by?: string | null
}

/** Says what an anomaly is, in place of what was said of it before. Throws ANOMALY_NOT_FOUND, INVALID_INPUT. */
export const labelAnomaly = (
  app: LabelApp,
  { anomalyId, verdict, note, by = null }: AnomalyLabelDraft,
): Promise<Label> =>
  transaction(app.db, async tx => {
    const { seriesId, channel, at, value, detector, versionId, foundAt } = await requireAnomaly(tx, anomalyId)
    const speaker = { kind: detector, versionId }
    const place = { seriesId, channel, from: at, to: at, value, foundAt }
    return save(app, tx, { ...place, verdict, note: text('note', note), speaker, by })
  })

/** Throws ANOMALY_NOT_FOUND. */
export async function requireAnomaly(db: Db, id: number): Promise<StoredAnomaly> {
  const [found] = await findAnomalies(db, [id])
  if (found === undefined)
    throw new Fault('ANOMALY_NOT_FOUND', 'this anomaly is not kept any more: what was judged anew has new ones')
  return found
}

/** A span as it arrives from outside: `from` inclusive, `to` exclusive (epoch milliseconds). */
export interface SpanLabelDraft {
  readonly series: string
  /** Name of the channel; left out: all of them. */
  readonly channel?: string | null | undefined
  readonly from: number
  readonly to: number
  readonly verdict?: LabelVerdict | null | undefined
  readonly note?: string | null | undefined
  /** Who says it [nobody known]. */
  readonly by?: string | null
}

/**
 * Says that an anomaly was missed in a span, by whoever watches the series. Throws SERIES_NOT_FOUND; INVALID_INPUT also
 * where one was raised there, which is labelled itself.
 */
export const labelSpan = (
  app: LabelApp & { readonly serving: Pick<Serving, 'speakerOf'> },
  draft: SpanLabelDraft,
): Promise<Label> => {
  const { from, to, verdict } = defineMissedSpan(draft.from, draft.to, draft.verdict)
  return transaction(app.db, async tx => {
    const series = await requireSeries(tx, draft.series)
    const channel = draft.channel == null ? null : series.channels.findIndex(({ name }) => name === draft.channel)
    if (channel === -1)
      throw new Fault('INVALID_INPUT', `${series.key} has no channel ${draft.channel}`, { series: series.key })
    const raised = await countRaised(tx, series.id, channel, from, to)
    if (raised > 0)
      throw new Fault(
        'INVALID_INPUT',
        `in this span ${raised === 1 ? 'one was' : `${raised} were`} raised, so it was not missed: label what was raised`,
      )
    const speaker = app.serving.speakerOf(series, 'watch', from)
    const place = { seriesId: series.id, channel, from, to, value: null, foundAt: null }
    return save(app, tx, { ...place, verdict, note: text('note', draft.note), speaker, by: draft.by ?? null })
  })
}

async function save(app: LabelApp, tx: Db, label: NewLabel): Promise<Label> {
  const saved = await saveLabel(tx, label, app.clock())
  await announce(tx, [labelChanged(saved)], app.clock())
  return saved
}

/** Takes back what was said. Throws LABEL_NOT_FOUND. */
export const removeLabel = (app: LabelApp, id: number): Promise<Label> =>
  transaction(app.db, async tx => {
    const [label] = await findLabels(tx, [id])
    if (label === undefined || !(await deleteLabel(tx, id)))
      throw new Fault('LABEL_NOT_FOUND', 'this label is not there any more: somebody has taken it back')
    await announce(tx, [labelChanged(label)], app.clock())
    return label
  })
