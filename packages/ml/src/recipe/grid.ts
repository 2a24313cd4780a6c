import { Fault } from '@seriema/domain/fault'
import type { Aggregation, Recipe } from '@seriema/domain/recipe'
import { after, positions, type Step } from '@seriema/domain/step'
import { instantOf, timeZone } from '@seriema/domain/time-zone'
import type { Member } from '../contract/trainable.ts'
import { regularGrid } from '../series/regular-grid.ts'

/** A series on a regular grid: cell i is at `instantOf(i)`, further ones follow on it. NaN where nothing fell into a cell. */
export interface RecipeGrid {
  readonly step: Step
  readonly cells: number
  readonly channels: readonly Float64Array[]
  /** Epoch milliseconds of a cell, of one behind the last too; of a resampled one, when its period begins. */
  instantOf(cell: number): number
}

type Points = Pick<Member, 'times' | 'channels' | 'step' | 'timeZone'>
type Resample = NonNullable<Recipe['resample']>

/** More cells than any training takes: of a longer series, the last ones. */
const longestGrid = 2 ** 20
const day = 86_400_000
const durations = { minute: 60_000, hour: 3_600_000 } as const

/**
 * The grid of a recipe. Without resampling it is the series' own step, ending at its last point. Else points are put into
 * whole periods of the calendar (minutes and hours are counted from 1970 in UTC, days, weeks and months by the zone's
 * dates), and only complete ones count: a last period in which the series' step still has a point to come is left out, and
 * so is a first one that it must have begun before. Throws Fault INSUFFICIENT_DATA where nothing is left.
 */
export function recipeGrid({ resample }: Pick<Recipe, 'resample'>, points: Points): RecipeGrid {
  if (points.times.length === 0) throw nothing('has no points yet')
  return resample === null ? ownGrid(points) : periods(resample, points)
}

const nothing = (what: string) => new Fault('INSUFFICIENT_DATA', `the series ${what}: send more points`)

function ownGrid(points: Points): RecipeGrid {
  const { step } = points
  const { window, gaps } = regularGrid(points, { step, limit: longestGrid })
  const last = points.times.at(-1)!
  const cells = window.channels[0]!.length
  const channels = window.channels.map((values, c) => {
    const missing = gaps[c]
    return missing == null ? values : values.map((value, i) => (missing[i] === 1 ? Number.NaN : value))
  })
  return { step, cells, channels, instantOf: cell => after(step, last, cell - (cells - 1)) }
}

function periods(resample: Resample, { times, channels, step, timeZone: own }: Points): RecipeGrid {
  const calendar = calendarOf(resample, own)
  const placed = calendar.place(times)
  const [earliest, latest] = [times[0]!, times.at(-1)!]
  let first = placed[0]!
  if (calendar.begin(first) <= after(step, earliest, -1)) first++
  let last = placed.at(-1)!
  if (after(step, latest, 1) < calendar.begin(last + 1)) last--
  first = Math.max(first, last - longestGrid + 1)
  const cells = last - first + 1
  if (cells <= 0) throw nothing(`holds no whole ${resample.unit} of ${resample.count}`)
  const begin = calendar.begin(first)
  return {
    step: calendar.step,
    cells,
    channels: channels.map(values => gathered(values, placed, first, cells, resample.by)),
    instantOf: cell => after(calendar.step, begin, cell),
  }
}

function gathered(
  values: Float64Array,
  placed: Float64Array,
  first: number,
  cells: number,
  by: Aggregation,
): Float64Array {
  const made = new Float64Array(cells).fill(Number.NaN)
  const counts = by === 'mean' ? new Uint32Array(cells) : null
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    const cell = placed[i]! - first
    if (Number.isNaN(value) || cell < 0 || cell >= cells) continue
    const known = made[cell]!
    made[cell] = by === 'last' || Number.isNaN(known) ? value : known + value
    if (counts !== null) counts[cell] = counts[cell]! + 1
  }
  return counts === null ? made : made.map((sum, cell) => sum / counts[cell]!)
}

interface Calendar {
  readonly step: Step
  /** The period each instant falls into, counted from 1970. */
  place(times: Float64Array): Float64Array
  /** When a period begins, in epoch milliseconds. */
  begin(period: number): number
}

function calendarOf({ unit, count, weekStart, timeZone: named }: Resample, own: string): Calendar {
  if (unit === 'minute' || unit === 'hour') {
    const length = durations[unit] * count
    return {
      step: { unit: 'millisecond', count: length },
      place: times => times.map(at => Math.floor(at / length)),
      begin: period => period * length,
    }
  }
  const zone = named ?? own
  const instant = (date: number) => instantOf(timeZone(zone), date * day)
  if (unit === 'month') {
    const one: Step = { unit, count: 1, zone, day: 1 }
    return {
      step: { ...one, count },
      place: times => positions(one, times).map(month => Math.floor(Math.floor(month) / count)),
      begin: period => instant(Date.UTC(1970, period * count, 1) / day),
    }
  }
  const [length, shift] = unit === 'week' ? [7 * count, sinceMonday + 1 - weekStart] : [count, 0]
  return {
    step: { unit, count, zone },
    place: times =>
      positions({ unit: 'day', count: 1, zone }, times).map(at => Math.floor((Math.floor(at) + shift) / length)),
    begin: period => instant(period * length - shift),
  }
}

/** 1970 began on a Thursday, three days after a Monday. */
const sinceMonday = 3
