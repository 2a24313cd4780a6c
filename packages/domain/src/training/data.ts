import { Fault } from '../fault.ts'
import type { PointColumns } from '../point.ts'
import type { Channel } from '../series.ts'

/** A series that a training may learn from, with all its points. */
export interface Candidate {
  readonly key: string
  readonly channels: readonly Channel[]
  readonly points: PointColumns
}

/** Points that a training takes at most: of one series, and of a group in all. */
export interface DataLimits {
  readonly perSeries: number
  readonly inAll: number
}

/** What can be learnt from, and what was left out, in words. */
export interface Learnable<C> {
  readonly members: readonly C[]
  readonly warnings: readonly string[]
}

/** A standard deviation below which a channel does not vary. */
const still = 1e-6

/** Channels are told apart by name, so members of a group agree in them; in their order. */
export const channelNames = ({ channels }: Pick<Candidate, 'channels'>): string =>
  JSON.stringify(channels.map(({ name }) => name))

/** Those that have the channels most of them have; of as many, those of the first. */
export function alike<C extends Pick<Candidate, 'channels'>>(candidates: readonly C[]): readonly C[] {
  const kinds = Map.groupBy(candidates, channelNames)
  return [...kinds.values()].reduce((most, kind) => (kind.length > most.length ? kind : most), [])
}

/**
 * Throws TOO_MUCH_DATA, DUPLICATE_TIMESTAMP, INVALID_TIMESTAMP, INVALID_VALUE, VALUE_OUT_OF_RANGE, INSUFFICIENT_DATA or
 * CONSTANT_SERIES where `one` cannot be learnt from. A value may be missing (NaN).
 */
export function requireLearnable({ key, channels, points }: Candidate, { perSeries }: Omit<DataLimits, 'inAll'>): void {
  const { times } = points
  if (times.length > perSeries)
    throw new Fault(
      'TOO_MUCH_DATA',
      `${key} has ${times.length} points and a training takes at most ${perSeries}: choose a coarser grid for a shorter history, or raise SERIEMA_LIMIT_TRAINING_POINTS`,
      { key },
    )
  if (times.length < 2)
    throw new Fault('INSUFFICIENT_DATA', `${key} has ${times.length} points: there is nothing to learn yet`, { key })
  for (let i = 1; i < times.length; i++) {
    if (times[i] === times[i - 1])
      throw new Fault('DUPLICATE_TIMESTAMP', `${key} has two points at ${iso(times[i]!)}`, { key })
    if (!(times[i]! > times[i - 1]!))
      throw new Fault('INVALID_TIMESTAMP', `the points of ${key} are not in the order of time at ${iso(times[i]!)}`, {
        key,
      })
  }
  const varies = channels.map((channel, c) => check(key, channel, points, c) >= still)
  if (!varies.includes(true))
    throw new Fault('CONSTANT_SERIES', `the values of ${key} do not vary, so there is nothing to learn from them`, {
      key,
    })
}

/** Standard deviation of a channel; 0 where it has no value. */
function check(key: string, { name, minimum, maximum }: Channel, { times, channels }: PointColumns, c: number): number {
  let [count, mean, squares] = [0, 0, 0]
  for (const [i, value] of channels[c]!.entries()) {
    if (Number.isNaN(value)) continue
    if (!Number.isFinite(value))
      throw new Fault('INVALID_VALUE', `${key}, ${name}: no number at ${iso(times[i]!)}`, { key })
    if (value < (minimum ?? -Infinity) || value > (maximum ?? Infinity))
      throw new Fault(
        'VALUE_OUT_OF_RANGE',
        `${key}, ${name}: ${value} at ${iso(times[i]!)} is outside what is plausible: replace it, or widen the range of the channel`,
        { key },
      )
    count++
    const distance = value - mean
    mean += distance / count
    squares += distance * (value - mean)
  }
  return count === 0 ? 0 : Math.sqrt(squares / count)
}

const iso = (at: number): string => new Date(at).toISOString()

/**
 * The members of a group that can be learnt from; the others are left out with a warning. Throws what is wrong with the
 * first where none can, INSUFFICIENT_DATA where there is none, TOO_MUCH_DATA where they have too many points in all.
 */
export function learnableMembers<C extends Candidate>(candidates: readonly C[], limits: DataLimits): Learnable<C> {
  if (candidates.length === 0)
    throw new Fault('INSUFFICIENT_DATA', 'the group has no series: give some the attributes it is chosen by')
  const same = new Set(alike(candidates))
  const faults = new Map<C, Fault>()
  for (const one of same) {
    try {
      requireLearnable(one, limits)
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault
      faults.set(one, fault)
    }
  }
  const members = [...same].filter(one => !faults.has(one))
  if (members.length === 0) throw [...faults.values()][0]!
  const points = members.reduce((sum, { points }) => sum + points.times.length, 0)
  if (points > limits.inAll)
    throw new Fault(
      'TOO_MUCH_DATA',
      `the series of the group have ${points} points and a training takes at most ${limits.inAll}`,
    )
  const strangers = candidates.filter(one => !same.has(one)).map(({ key }) => `${key} has other channels`)
  return { members, warnings: told([...strangers, ...[...faults.values()].map(({ message }) => message)]) }
}

/** Members left out that are told of one by one. */
const toldOf = 20

function told(reasons: readonly string[]): readonly string[] {
  const more = reasons.length - toldOf
  const first = reasons.slice(0, toldOf).map(reason => `left out: ${reason}`)
  return more > 0 ? [...first, `left out: ${more} more series`] : first
}
