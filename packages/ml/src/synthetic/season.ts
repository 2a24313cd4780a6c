import { anyCalendar, type Calendar, ownPeriod } from './calendar.ts'
import type { Draws } from './draws.ts'
import { gaussianProcess, smooth } from './gaussian-process.ts'
import { standardise, type Values } from './values.ts'

/** One turn of a season: the value at each phase in [0, 1). */
type Profile = (phase: number) => number

/** Harmonics that grow weaker with their number: from a plain wave to a rugged day. */
function harmonic(draw: Draws): Profile {
  const fall = draw.between(0.4, 2.5)
  const waves = Array.from({ length: draw.whole(1, 10) }, (_, i) => ({
    turns: i + 1,
    size: draw.normal() / (i + 1) ** fall,
    phase: draw.between(0, 2 * Math.PI),
  }))
  return phase =>
    waves.reduce((sum, { turns, size, phase: shift }) => sum + size * Math.cos(2 * Math.PI * turns * phase + shift), 0)
}

/** Mostly flat, with one to three peaks: rush hours, meals, pumps. */
function peaked(draw: Draws): Profile {
  const peaks = Array.from({ length: draw.whole(1, 3) }, () => ({
    at: draw.uniform(),
    width: draw.logBetween(0.01, 0.15),
    size: draw.between(0.3, 1) * (draw.chance(0.85) ? 1 : -1),
  }))
  return phase =>
    peaks.reduce((sum, { at, width, size }) => {
      const apart = Math.abs(phase - at)
      const near = Math.min(apart, 1 - apart) / width
      return sum + size * Math.exp((-near * near) / 2)
    }, 0)
}

/** Something during a part of the turn and nothing else: the sun, a shift, a shop. */
function partly(draw: Draws): Profile {
  const from = draw.uniform()
  const share = draw.between(0.2, 0.7)
  const round = draw.chance(0.5)
  return phase => {
    const within = ((phase - from + 1) % 1) / share
    if (within >= 1) return 0
    return round ? Math.sin(Math.PI * within) : 1
  }
}

/** Places a turn is looked at; between them lie straight lines. */
const places = 256

/** Any profile, with mean 0 and standard deviation 1 over a turn. */
function anyProfile(draw: Draws): Profile {
  const shape = draw.weighted([
    [6, harmonic],
    [2, peaked],
    [1.5, partly],
  ])(draw)
  const table = standardise(Float64Array.from({ length: places }, (_, i) => shape(i / places)))
  return phase => {
    const place = phase * places
    const before = Math.floor(place) % places
    const part = place - Math.floor(place)
    return table[before]! * (1 - part) + table[(before + 1) % places]! * part
  }
}

/** How much of something each turn has: wanders from turn to turn, with a memory of none to a hundred turns. */
function turnByTurn(draw: Draws, turns: number, size: number): (turn: number) => number {
  const keep = draw.chance(0.3) ? 0 : 1 - draw.logBetween(0.01, 1)
  const push = size * Math.sqrt(1 - keep * keep)
  const amounts = new Float64Array(turns + 1)
  amounts[0] = size * draw.normal()
  for (let turn = 1; turn <= turns; turn++) amounts[turn] = keep * amounts[turn - 1]! + push * draw.normal()
  const gradual = draw.chance(0.7)
  return turn => {
    const whole = Math.floor(turn)
    const part = gradual ? turn - whole : 0
    return amounts[whole]! * (1 - part) + amounts[whole + 1]! * part
  }
}

/** What turns have besides their profile: a size that changes, and other profiles that come and go. */
function variation(draw: Draws, turns: number): (value: number, turn: number, phase: number) => number {
  const factor = draw.chance(0.6) ? turnByTurn(draw, turns, draw.between(0.02, 0.5)) : null
  const others = Array.from({ length: draw.pick([0, 1, 1, 2]) }, () => ({
    profile: anyProfile(draw),
    amount: turnByTurn(draw, turns, draw.logBetween(0.05, 0.8)),
  }))
  return (value, turn, phase) => {
    let sum = factor === null ? value : value * (1 + factor(turn))
    for (const { profile, amount } of others) sum += amount(turn) * profile(phase)
    return sum
  }
}

/** A season whose turns differ: in size, in shape, and in timing. */
function seasonOf(draw: Draws, length: number, period: number): Values {
  const profile = anyProfile(draw)
  const first = draw.uniform()
  const vary = variation(draw, Math.ceil(length / period) + 2)
  const drifts = draw.chance(0.1) ? smooth(draw, length, period * draw.logBetween(2, 20)) : null
  const drift = draw.between(0.01, 0.06)
  const x = new Float64Array(length)
  for (let t = 0; t < length; t++) {
    const turn = Math.max(0, first + t / period + (drifts === null ? 0 : drift * drifts[t]!))
    const phase = turn - Math.floor(turn)
    x[t] = vary(profile(phase), turn, phase)
  }
  return x
}

/** A day whose days of the week are not alike: the weekend is smaller, or has another shape. */
function weekOfDays(draw: Draws, length: number, day: number): Values {
  const work = anyProfile(draw)
  const rest = draw.chance(0.4) ? anyProfile(draw) : work
  const resting = draw.between(0.1, 1.1)
  const lift = draw.normal() * 0.4
  const sizes = Array.from({ length: 7 }, (_, i) => (i < 5 ? 1 + 0.1 * draw.normal() : resting))
  const first = draw.between(0, 7)
  const vary = variation(draw, Math.ceil(first + length / day) + 1)
  const x = new Float64Array(length)
  for (let t = 0; t < length; t++) {
    const turn = first + t / day
    const weekday = Math.floor(turn) % 7
    const phase = turn - Math.floor(turn)
    const value = sizes[weekday]! * (weekday < 5 ? work : rest)(phase)
    x[t] = vary(value, turn, phase) + (weekday < 5 ? 0 : lift)
  }
  return x
}

/** What comes back: one or two seasons of one calendar, or of none; mean 0, standard deviation 1. */
export function season(draw: Draws, length: number): Values {
  if (draw.chance(0.12)) return standardise(seasonOf(draw, length, ownPeriod(draw)))
  if (draw.chance(0.06)) return gaussianProcess(draw, length)
  const { periods }: Calendar = anyCalendar(draw)
  const seen = periods.filter(period => period >= 3 && period <= 2 * length)
  if (seen.length === 0) return standardise(seasonOf(draw, length, ownPeriod(draw)))
  const week = seen.find(period => seen.includes(7 * period))
  if (week !== undefined && draw.chance(0.45)) return standardise(weekOfDays(draw, length, week))
  // The day is what most things go by.
  const main = draw.chance(0.75) && week !== undefined ? week : draw.pick(seen)
  const x = standardise(seasonOf(draw, length, main))
  if (!draw.chance(0.3)) return x
  const other = draw.chance(0.5) ? ownPeriod(draw) : draw.pick(seen)
  const y = standardise(seasonOf(draw, length, other))
  const size = draw.between(0.1, 0.8)
  for (let t = 0; t < length; t++) x[t]! += size * y[t]!
  return standardise(x)
}
