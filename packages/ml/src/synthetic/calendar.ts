import type { Draws } from './draws.ts'

/** How often a series is sampled, by the periods its surroundings give it, in steps. */
export interface Calendar {
  readonly name: string
  /** Of what comes back: the day, the week, the year; the shortest first. */
  readonly periods: readonly number[]
}

const day = (steps: number): readonly number[] => [steps, 7 * steps]

/** Every frequency, weighted by how often one meets it. */
const calendars: readonly (readonly [number, Calendar])[] = [
  [2, { name: '10 seconds', periods: [6, 360, 8_640] }],
  [5, { name: 'minute', periods: [60, ...day(1_440)] }],
  [5, { name: '5 minutes', periods: [12, ...day(288)] }],
  [6, { name: '10 minutes', periods: [6, ...day(144)] }],
  [10, { name: '15 minutes', periods: [4, ...day(96)] }],
  [7, { name: '30 minutes', periods: day(48) }],
  [30, { name: 'hour', periods: day(24) }],
  [3, { name: '4 hours', periods: day(6) }],
  [14, { name: 'day', periods: [7, 30.44, 365.25] }],
  [8, { name: 'week', periods: [4.348, 13.04, 52.18] }],
  [5, { name: 'month', periods: [3, 12] }],
  [2, { name: 'quarter', periods: [4] }],
]

export const anyCalendar = (draw: Draws): Calendar => draw.weighted(calendars)

/** A period that no calendar gives: of a machine, of a shift, of an animal. */
export const ownPeriod = (draw: Draws): number => draw.logBetween(4, 400)
