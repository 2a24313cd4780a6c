import type { PointColumns } from './point.ts'
import type { Channel } from './series.ts'
import { positions, type Step, sameStep } from './step.ts'

/** One value of a channel, at an instant in epoch milliseconds. */
export interface Reading {
  readonly at: number
  readonly value: number
}

type Kinds = readonly Pick<Channel, 'kind'>[]

/** The 0-based places of the channels that count. */
export const counterPlaces = (channels: Kinds): readonly number[] =>
  channels.flatMap(({ kind }, c) => (kind === 'counter' ? [c] : []))

export const hasCounters = (channels: Kinds): boolean => channels.some(({ kind }) => kind === 'counter')

/**
 * How far a counter went on from one reading to the next, never negative: a fall is a reset, after which it counted from
 * zero up to the new reading (as `increase` of Prometheus has it).
 */
const increase = (before: number, now: number): number => (now >= before ? now - before : Math.max(0, now))

/** Two readings closer than this share of a step count as so far apart: one soon after another is no surge. */
const closest = 0.5
/** Steps are whole but for rounding, so that what counts whole things has whole rates. Months are, whatever their length. */
const rounding = (step: Step): number => ('day' in step ? 0.1 : 1e-6)

const stepsOf = (elapsed: number, tolerance: number): number => {
  const whole = Math.round(elapsed)
  return Math.max(closest, Math.abs(elapsed - whole) <= tolerance ? whole : elapsed)
}

/**
 * The points as they are watched and forecast: of each counter, in place of its readings, its rate per step, which is its
 * increase since its reading before, divided by the steps that went by (of the calendar, where the step is a calendar's).
 * NaN where a reading is missing or there is none before it, and without a step. Other channels are as they were.
 *
 * @param points ascending
 * @param before each channel's last reading before the points; null where there is none
 */
export function rates(
  points: PointColumns,
  channels: Kinds,
  step: Step | null,
  before: readonly (Reading | null)[],
): PointColumns {
  if (!hasCounters(channels)) return points
  const { times } = points
  return {
    times,
    channels: points.channels.map((values, c) =>
      channels[c]!.kind === 'counter' ? ratesOf(times, values, step, before[c] ?? null) : values,
    ),
  }
}

function ratesOf(times: Float64Array, values: Float64Array, step: Step | null, before: Reading | null): Float64Array {
  const made = new Float64Array(values.length).fill(Number.NaN)
  if (step === null) return made
  const instants = new Float64Array(times.length + 1)
  instants[0] = before?.at ?? times[0] ?? 0
  instants.set(times, 1)
  const placed = positions(step, instants)
  const tolerance = rounding(step)
  let last = before?.value ?? Number.NaN
  let lastPlace = placed[0]!
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (Number.isNaN(value)) continue
    const place = placed[i + 1]!
    if (!Number.isNaN(last))
      made[i] = Math.min(Number.MAX_VALUE, increase(last, value) / stepsOf(place - lastPlace, tolerance))
    last = value
    lastPlace = place
  }
  return made
}

/** A value by its instant (epoch milliseconds) and the 0-based place of its channel. */
export interface ValuePlace {
  readonly at: number
  readonly channel: number
}

/**
 * Where a counter fell: it was reset or went round, so that its rate there is the least that it can have been.
 *
 * @param points readings, ascending
 * @param before each channel's last reading before the points; null where there is none
 */
export function falls(points: PointColumns, channels: Kinds, before: readonly (Reading | null)[]): ValuePlace[] {
  return counterPlaces(channels).flatMap(channel => {
    const found: ValuePlace[] = []
    let last = before[channel]?.value ?? Number.NaN
    points.channels[channel]!.forEach((value, i) => {
      if (value < last) found.push({ at: points.times[i]!, channel })
      if (!Number.isNaN(value)) last = value
    })
    return found
  })
}

/** Without those that are too low where a counter fell: more may have been counted there than is known. */
export function unlessFallen<F extends ValuePlace & { readonly value: number; readonly expected: number }>(
  findings: readonly F[],
  fallen: readonly ValuePlace[],
): readonly F[] {
  if (fallen.length === 0) return findings
  const places = new Set(fallen.map(({ at, channel }) => `${at} ${channel}`))
  return findings.filter(({ at, channel, value, expected }) => value > expected || !places.has(`${at} ${channel}`))
}

/** Each channel's last reading among points, ascending; that before them where it has none. */
export const lastReadings = (
  { times, channels }: PointColumns,
  before: readonly (Reading | null)[] = [],
): (Reading | null)[] =>
  channels.map((values, c) => {
    const i = values.findLastIndex(value => !Number.isNaN(value))
    return i < 0 ? (before[c] ?? null) : { at: times[i]!, value: values[i]! }
  })

/** What the rates of a series are rates of. */
export interface RateTerms {
  /** The places of its counters, in words. */
  readonly counters: string
  /** What they are counted by. */
  readonly step: Step | null
}

/** Null where no channel counts. */
export const rateTerms = (channels: Kinds, step: Step | null): RateTerms | null =>
  hasCounters(channels) ? { counters: counterPlaces(channels).join(' '), step } : null

/** Whether rates under both can be compared: an inferred interval moves a little as points come. */
export function sameTerms(a: RateTerms | null, b: RateTerms | null): boolean {
  if (a === null || b === null) return a === b
  if (a.counters !== b.counters) return false
  if (a.step === null || b.step === null) return a.step === b.step
  if (a.step.unit === 'millisecond' && b.step.unit === 'millisecond')
    return Math.abs(a.step.count - b.step.count) <= b.step.count / 100
  return sameStep(a.step, b.step)
}

const lengths: readonly (readonly [number, string, string])[] = [
  [86_400_000, 'day', 'd'],
  [3_600_000, 'hour', 'h'],
  [60_000, 'minute', 'min'],
  [1_000, 'second', 's'],
  [1, 'ms', 'ms'],
]

/** The unit of a counter's rate, in words: `kWh per hour`, `per 15 min`, `€ per month`; `per step` until one is known. */
export const rateUnit = (unit: string | null, step: Step | null): string =>
  [...(unit === null ? [] : [unit]), 'per', step === null ? 'step' : perStep(step)].join(' ')

function perStep(step: Step): string {
  const { unit, count } = step
  if (unit === 'millisecond') {
    const [length, one, many] = lengths.find(([length]) => count >= length) ?? lengths.at(-1)!
    const rounded = Number((count / length).toFixed(1))
    return rounded === 1 ? one : `${rounded} ${many}`
  }
  const name = unit === 'businessDay' ? 'business day' : unit
  return count === 1 ? name : `${count} ${name}s`
}

/**
 * What is watched and forecast of a channel: itself, or of a counter its rate, which has a unit of its own, is never
 * negative, and which the range of its readings says nothing of.
 */
export const watchedChannel = <C extends Channel>(channel: C, step: Step | null): C =>
  channel.kind === 'counter' ? { ...channel, unit: rateUnit(channel.unit, step), minimum: 0, maximum: null } : channel
