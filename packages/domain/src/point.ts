import type { FaultCode } from './fault.ts'
import { Fault } from './fault.ts'
import { parseInstant } from './instant.ts'
import type { Channel } from './series.ts'

/** Points in columns: `times` ascending epoch milliseconds, one array per channel, NaN where a value is missing. */
export interface PointColumns {
  readonly times: Float64Array
  readonly channels: readonly Float64Array[]
}

/** Columns as they arrive from outside: nothing is known about any element. */
export interface RawColumns {
  readonly times: readonly unknown[]
  readonly values: readonly (readonly unknown[])[]
}

export interface Rejection {
  /** 0-based place in the batch as it arrived. */
  readonly index: number
  readonly code: FaultCode
  readonly message: string
}

export interface Warning {
  readonly index: number
  readonly message: string
}

export interface CheckedBatch {
  /** The good points, ascending and unlike in time. */
  readonly points: PointColumns
  /** For each good point its place in the batch as it arrived. */
  readonly index: Uint32Array
  /** Told one by one up to `toldAtMost`; `rejected` and `warned` count all of them. */
  readonly rejections: readonly Rejection[]
  readonly rejected: number
  readonly warnings: readonly Warning[]
  readonly warned: number
}

/** How many of some instants, ascending, are before another. O(log n). */
export function countBefore(times: Float64Array, at: number): number {
  let [from, to] = [0, times.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (times[middle]! < at) from = middle + 1
    else to = middle
  }
  return from
}

/** Points of a batch that are told of one by one, for each of what there is to tell. */
export const toldAtMost = 10_000

/** What a value has to keep to. */
type Plausible = Pick<Channel, 'name' | 'minimum' | 'maximum'>

const farPast = 365.25 * 86_400_000
const farFuture = 3_600_000

/**
 * Checks every point on its own: a bad one is reported and costs no good one. Where an instant comes twice the first
 * stands. Instants a year past or an hour ahead of `now` (epoch milliseconds) are kept with a warning.
 * Throws INVALID_INPUT when the columns do not fit the channels or each other.
 */
export function checkBatch(raw: RawColumns, channels: readonly Plausible[], now: number): CheckedBatch {
  requireShape(raw, channels)
  return allGood(raw, channels, now) ?? eachChecked(raw, channels, now)
}

/** Most batches have nothing to say about: every value there, everything in order. Null for all others. */
function allGood(raw: RawColumns, channels: readonly Plausible[], now: number): CheckedBatch | null {
  const count = raw.times.length
  const times = new Float64Array(count)
  let previous = now - farPast
  for (let i = 0; i < count; i++) {
    const at = parseInstant(raw.times[i])
    if (!(at > previous)) return null
    times[i] = at
    previous = at
  }
  if (previous > now + farFuture) return null
  const columns: Float64Array[] = []
  for (let c = 0; c < channels.length; c++) {
    const given = raw.values[c]!
    const lowest = channels[c]!.minimum ?? -Number.MAX_VALUE
    const highest = channels[c]!.maximum ?? Number.MAX_VALUE
    const column = new Float64Array(count)
    for (let i = 0; i < count; i++) {
      const value = given[i]
      if (!(typeof value === 'number' && value >= lowest && value <= highest)) return null
      column[i] = value
    }
    columns.push(column)
  }
  const index = Uint32Array.from(times.keys())
  return { points: { times, channels: columns }, index, rejections: [], rejected: 0, warnings: [], warned: 0 }
}

function eachChecked(raw: RawColumns, channels: readonly Plausible[], now: number): CheckedBatch {
  const count = raw.times.length
  const rejected = createTold<Rejection>()
  const warned = createTold<Warning>()
  const times = new Float64Array(count)
  const order: number[] = []
  let ascending = true
  let previous = Number.NEGATIVE_INFINITY
  for (let i = 0; i < count; i++) {
    const at = parseInstant(raw.times[i])
    const problem = Number.isNaN(at) ? badInstant : badValue(raw.values, channels, i)
    if (problem !== null) {
      rejected.add(() => ({ index: i, ...problem() }))
      continue
    }
    if (at < now - farPast) warned.add(() => ({ index: i, message: 'more than a year in the past' }))
    if (at > now + farFuture) warned.add(() => ({ index: i, message: 'more than an hour in the future' }))
    times[i] = at
    ascending &&= at > previous
    previous = at
    order.push(i)
  }
  const kept = ascending ? order : unlike(order, times, rejected)
  return {
    points: gather(kept, times, raw.values),
    index: Uint32Array.from(kept),
    rejections: rejected.list().sort((a, b) => a.index - b.index),
    rejected: rejected.count(),
    warnings: warned.list(),
    warned: warned.count(),
  }
}

interface Told<T> {
  add(make: () => T): void
  list(): T[]
  count(): number
}

/** Counts all and keeps the first: nobody reads a million reasons. */
function createTold<T>(): Told<T> {
  const kept: T[] = []
  let count = 0
  return {
    add(make) {
      count++
      if (kept.length < toldAtMost) kept.push(make())
    },
    list: () => kept,
    count: () => count,
  }
}

function requireShape(raw: RawColumns, channels: readonly Plausible[]): void {
  if (raw.values.length !== channels.length)
    throw new Fault(
      'INVALID_INPUT',
      `expected ${channels.length} columns of values (${channels.map(c => c.name).join(', ')}), got ${raw.values.length}`,
    )
  raw.values.forEach((column, c) => {
    if (column.length !== raw.times.length)
      throw new Fault(
        'INVALID_INPUT',
        `column ${channels[c]!.name} has ${column.length} values for ${raw.times.length} instants`,
      )
  })
}

type Problem = () => Omit<Rejection, 'index'>

const badInstant: Problem = () => ({
  code: 'INVALID_TIMESTAMP',
  message: 'not an instant: give ISO 8601 with an offset or epoch milliseconds, after 1970',
})

/** What is wrong with a point's values, worded when it is told. */
function badValue(values: RawColumns['values'], channels: readonly Plausible[], index: number): Problem | null {
  let present = false
  for (let c = 0; c < channels.length; c++) {
    const value = values[c]![index]
    if (value === null || value === undefined) continue
    const { name, minimum, maximum } = channels[c]!
    if (typeof value !== 'number' || !Number.isFinite(value))
      return () => ({ code: 'INVALID_VALUE', message: `${name} is not a finite number; send null for a missing value` })
    if ((minimum !== null && value < minimum) || (maximum !== null && value > maximum))
      return () => ({
        code: 'VALUE_OUT_OF_RANGE',
        message: `${name} = ${value} is outside its plausible range ${minimum ?? '−∞'} … ${maximum ?? '∞'}`,
      })
    present = true
  }
  return present ? null : valueless
}

const valueless: Problem = () => ({
  code: 'INVALID_VALUE',
  message: 'a point needs a value in at least one channel',
})

/** Ascending, the first of each instant. */
function unlike(order: readonly number[], times: Float64Array, rejected: Told<Rejection>): number[] {
  const sorted = order.toSorted((a, b) => times[a]! - times[b]! || a - b)
  return sorted.filter((i, k) => {
    if (k === 0 || times[i]! !== times[sorted[k - 1]!]!) return true
    rejected.add(() => ({ index: i, code: 'DUPLICATE_TIMESTAMP', message: 'this instant is already in the batch' }))
    return false
  })
}

/** In plain loops: `Float64Array.from` with a function takes ten times as long, and batches are large. */
function gather(kept: readonly number[], times: Float64Array, values: RawColumns['values']): PointColumns {
  const count = kept.length
  const instants = new Float64Array(count)
  for (let k = 0; k < count; k++) instants[k] = times[kept[k]!]!
  const channels = values.map(column => {
    const gathered = new Float64Array(count)
    for (let k = 0; k < count; k++) gathered[k] = (column[kept[k]!] as number | null | undefined) ?? Number.NaN
    return gathered
  })
  return { times: instants, channels }
}
