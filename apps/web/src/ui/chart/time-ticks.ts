import { clockLabel, dayLabel, fullDayLabel, monthLabel, yearLabel, zoneName } from '../time.ts'

export interface TimeTick {
  readonly at: number
  readonly label: string
  /** The day or year the label lies in, where it is not that of the tick before. */
  readonly context: string | null
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const year = 365.25 * day

interface Step {
  readonly unit: 'millisecond' | 'hour' | 'day' | 'month' | 'year'
  readonly count: number
  /** Milliseconds from tick to tick, about. */
  readonly length: number
}

const steps: readonly Step[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map(count => of('millisecond', count, 1)),
  ...[1, 2, 5, 10, 15, 30].map(count => of('millisecond', count * second, 1)),
  ...[1, 2, 5, 10, 15, 30].map(count => of('millisecond', count * minute, 1)),
  ...[1, 2, 3, 6, 12].map(count => of('hour', count, hour)),
  ...[1, 2, 3, 7, 14].map(count => of('day', count, day)),
  ...[1, 2, 3, 6].map(count => of('month', count, year / 12)),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000].map(count => of('year', count, year)),
]

function of(unit: Step['unit'], count: number, length: number): Step {
  return { unit, count, length: count * length }
}

/** At most about `count` ticks, and two where that can be, on round instants of the reader's calendar and clock; no two of them read alike. */
export function timeTicks(from: number, to: number, count: number): readonly TimeTick[] {
  const rough = (to - from) / Math.max(1, count)
  const fitting = steps.findIndex(it => it.length >= rough)
  const [step, instants] = drawn(fitting < 0 ? steps.length - 1 : fitting, from, to, count)
  const names = instants.map(at => nameOf(step, at))
  const contexts = instants.map(at => contextOf(step, at))
  const ambiguous = repeated(instants.map((_, i) => `${contexts[i]} ${names[i]}`))
  return instants.map((at, i) => ({
    at,
    // The hour that comes twice when clocks go back.
    label: ambiguous.has(i) ? `${names[i]} ${zoneName(at)}` : names[i]!,
    context: contexts[i] === contexts[i - 1] ? null : (contexts[i] ?? null),
  }))
}

/** Of the step at a place, or of finer ones where that leaves fewer than two ticks: one says nothing of its scale. */
function drawn(place: number, from: number, to: number, count: number): readonly [Step, readonly number[]] {
  const step = steps[place]!
  const instants = instantsOf(step, from, to)
  if (instants.length > 1 || place === 0) return [step, instants]
  const finer = drawn(place - 1, from, to, count)
  return finer[1].length <= count + 3 ? finer : [step, instants]
}

function instantsOf({ unit, count }: Step, from: number, to: number): number[] {
  if (unit === 'millisecond') return fixed(count, from, to)
  const start = new Date(from)
  const [y, m, d] = [start.getFullYear(), start.getMonth(), start.getDate()]
  const found: number[] = []
  const place = placeOf(unit, count, y, m, d)
  for (let i = 0; ; i++) {
    const at = place(i)
    if (!(at <= to)) return found
    if (at >= from && at > (found.at(-1) ?? -Infinity)) found.push(at)
  }
}

/** Where the i-th tick after a day lies, the first at or before that day's beginning. */
function placeOf(unit: Step['unit'], count: number, y: number, m: number, d: number): (i: number) => number {
  if (unit === 'year') return i => local((Math.floor(y / count) + i) * count, 0, 1)
  if (unit === 'month') return i => local(y, (Math.floor(m / count) + i) * count, 1)
  if (unit === 'hour') return i => local(y, m, d, i * count)
  // Days are counted on from a Monday, so that weeks begin where people have them begin.
  const monday = Math.floor((Date.UTC(y, m, d) / day + 3) / count) * count - 3
  return i => {
    const date = new Date((monday + i * count) * day)
    return local(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())
  }
}

/** An instant by the reader's calendar; years before 100 are those years. */
function local(y: number, m: number, d: number, h = 0): number {
  const date = new Date(2000, m, d, h)
  date.setFullYear(y + date.getFullYear() - 2000)
  return y < 100 ? date.getTime() : new Date(y, m, d, h).getTime()
}

function fixed(step: number, from: number, to: number): number[] {
  const shift = new Date(from).getTimezoneOffset() * minute
  const found: number[] = []
  for (let i = Math.ceil((from - shift) / step); i * step + shift <= to; i++) found.push(i * step + shift)
  return found
}

function nameOf({ unit, count }: Step, at: number): string {
  if (unit === 'millisecond') return clockLabel(at, count < second ? 3 : count < minute ? 0 : null)
  if (unit === 'hour') return clockLabel(at, null)
  if (unit === 'day') return dayLabel(at)
  return unit === 'month' ? monthLabel(at) : yearLabel(at)
}

function contextOf({ unit }: Step, at: number): string | undefined {
  if (unit === 'year') return undefined
  return unit === 'day' || unit === 'month' ? yearLabel(at) : fullDayLabel(at)
}

/** Places of the texts that come more than once. */
function repeated(texts: readonly string[]): ReadonlySet<number> {
  const places = Map.groupBy(
    texts.map((_, i) => i),
    i => texts[i],
  )
  return new Set([...places.values()].filter(group => group.length > 1).flat())
}
