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

const anyProfile = (draw: Draws): Profile =>
  draw.weighted([
    [6, harmonic],
    [2, peaked],
    [1.5, partly],
  ])(draw)

/** A season whose turns differ a little: its size and its timing wander slowly, and single turns deviate. */
function seasonOf(draw: Draws, length: number, period: number): Values {
  const profile = anyProfile(draw)
  const shift = draw.uniform()
  const wanders = draw.chance(0.4) ? smooth(draw, length, period * draw.logBetween(2, 20)) : null
  const size = draw.between(0.1, 0.6)
  const drifts = draw.chance(0.1) ? smooth(draw, length, period * draw.logBetween(2, 20)) : null
  const drift = draw.between(0.01, 0.06)
  const turns = Math.ceil(length / period) + 2
  const deviation = draw.chance(0.5) ? draw.between(0.02, 0.4) : 0
  const factors = Float64Array.from({ length: turns }, () => 1 + deviation * draw.normal())
  const x = new Float64Array(length)
  for (let t = 0; t < length; t++) {
    const turn = t / period + shift + (drifts === null ? 0 : drift * drifts[t]!)
    const whole = Math.floor(turn)
    const factor = factors[Math.max(0, Math.min(turns - 1, whole))]!
    x[t] = factor * profile(turn - whole) * (wanders === null ? 1 : 1 + size * wanders[t]!)
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
  const noise = draw.between(0, 0.25)
  const days = Float64Array.from({ length: Math.ceil(length / day) + 2 }, () => 1 + noise * draw.normal())
  const x = new Float64Array(length)
  for (let t = 0; t < length; t++) {
    const at = first + t / day
    const whole = Math.floor(at)
    const weekday = whole % 7
    const profile = weekday < 5 ? work : rest
    const size = sizes[weekday]! * days[whole - Math.floor(first)]!
    x[t] = size * profile(at - whole) + (weekday < 5 ? 0 : lift)
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
