import { beginSeasonSearch, type SeasonSearch, searchSeason } from '../../series/season.ts'
import type { Pace } from '../../statistics/pace.ts'
import { forgetSlip, noSlip, type Slip, slipStep } from './slip.ts'

/** The recent past of a series, and the length of the season it shows. */
export interface SeasonMemory {
  /** The values of the last steps, oldest overwritten first; NaN where a step brought none. */
  readonly ring: Float64Array
  /** Steps that went by, with and without a value. */
  place: number
  /** Values seen. */
  seen: number
  /** In steps; 1 for none. */
  season: number
  /** Value count at which the season is looked for next. */
  nextLook: number
  /** The look under way. */
  search: SeasonSearch | null
  /** Whether the days have begun to come an hour earlier or later. */
  readonly slip: Slip
  /** Whether its steps have had a length before. */
  paced: boolean
}

const kept = 4_096
const lookedAt = 2_048
const firstLook = 256
/** Shorter seasons are not told from noise by what lies beside them. */
const shortest = 4
/** Seasons looked back on. */
const cycles = 7
/** Periods judged with each value while the season is looked for. */
const judgedPerValue = 4

export const noSeasonMemory = (): SeasonMemory => ({
  ring: new Float64Array(kept),
  place: 0,
  seen: 0,
  season: 1,
  nextLook: firstLook,
  search: null,
  slip: noSlip(),
  paced: false,
})

/** The mean of the next step's phase, and one step either side, in up to seven seasons before; NaN while no season shows. */
export const phaseMean = (memory: SeasonMemory): number => phaseMeanAt(memory, 0, 1)

/**
 * Of the means of the phase alone, of the one before and of the one after, that nearest to a value. Where days begin and
 * end at a stroke, `phaseMean` lies between two levels that are both usual, or a step too soon.
 */
export function nearestPhase(memory: SeasonMemory, value: number): number {
  let nearest = Number.NaN
  for (let by = -1; by <= 1; by++) {
    const mean = phaseMeanAt(memory, by, 0)
    if (!(Math.abs(value - mean) >= Math.abs(value - nearest))) nearest = Number.isNaN(mean) ? nearest : mean
  }
  return nearest
}

/** The mean of what is within `reach` steps of the next step's phase, were the season so many steps further on. */
function phaseMeanAt(memory: SeasonMemory, ahead: number, reach: number): number {
  if (!hasSeason(memory)) return Number.NaN
  const { ring, place, season } = memory
  let sum = 0
  let count = 0
  for (let cycle = 1; cycle <= cycles && cycle * season < Math.min(place, kept); cycle++) {
    const middle = place + ahead - cycle * season
    for (let at = middle - reach; at <= middle + reach; at++) {
      const value = ring[at & (kept - 1)]!
      if (Number.isNaN(value)) continue
      sum += value
      count++
    }
  }
  return sum / count
}

/**
 * Learns a value. The season is looked for at 256, 512, 1024, 2048 and 4096 values, and every 4096 from there, a little
 * with each value: no single one takes more than a millisecond or so, and a replay finds it at the same place.
 */
export function seasonStep(memory: SeasonMemory, value: number): void {
  const { slip } = memory
  if (slip.day > 0 && hasSeason(memory) && memory.season % slip.day === 0) followClock(memory, value)
  memory.ring[memory.place & (kept - 1)] = value
  memory.place++
  memory.seen++
  if (memory.search !== null) {
    const season = searchSeason(memory.search, judgedPerValue)
    if (season === null) return
    if (season !== memory.season) forgetSlip(slip)
    memory.season = season
    memory.search = null
  } else if (memory.seen >= memory.nextLook) {
    const values = lastValues(memory, Math.min(memory.place, lookedAt))
    memory.search = values === null ? null : beginSeasonSearch([values])
    memory.nextLook += values === null ? firstLook : Math.min(memory.nextLook, kept)
  }
}

/** Steps that brought no value leave a hole, and the phase goes on. Where they have another length now, all begins anew. */
export function seasonSkip(memory: SeasonMemory, { missed, changed, step }: Pace): void {
  if (changed) {
    memory.slip.hour = stepsIn(step, 3_600_000)
    memory.slip.day = memory.slip.hour === 0 ? 0 : stepsIn(step, 86_400_000)
    if (memory.paced) {
      memory.place = 0
      memory.season = 1
      memory.search = null
      memory.nextLook = memory.seen + firstLook
      forgetSlip(memory.slip)
      return
    }
    memory.paced = true
  }
  // Of whole seasons of silence nothing is to be remembered but what was before them.
  goOn(memory, hasSeason(memory) ? missed % memory.season : missed)
}

function goOn(memory: SeasonMemory, steps: number): void {
  const { ring, place } = memory
  for (let at = place; at < place + Math.min(steps, kept); at++) ring[at & (kept - 1)] = Number.NaN
  memory.place += steps
}

/** Steps in a time, if that is a whole number of them (to 2 %, instants being as they are); else 0. */
function stepsIn(step: number, time: number): number {
  const steps = Math.round(time / step)
  return steps >= 1 && Math.abs(time / step - steps) < 0.02 * steps ? steps : 0
}

/** Moves the phase where the days have begun to come earlier or later by an hour. */
function followClock(memory: SeasonMemory, value: number): void {
  const { hour } = memory.slip
  const [behind, here, ahead] = [-hour, 0, hour].map(by => phaseMeanAt(memory, by, 0)) as [number, number, number]
  const move = slipStep(memory.slip, value, behind, here, ahead)
  if (move === 0) return
  // The values of the last two days may belong to either phase.
  for (let back = 1; back <= 2 * memory.slip.day; back++) memory.ring[(memory.place - back) & (kept - 1)] = Number.NaN
  if (move > 0) goOn(memory, move)
  else memory.place += move
}

const hasSeason = ({ season, place }: SeasonMemory) => season >= shortest && place >= 3 * season

/**
 * The last steps, holes filled with what was there a season before or, where none is known, with the value before; fewer
 * of them where more than half are holes. Null where too few are left.
 */
function lastValues(memory: SeasonMemory, count: number): Float64Array | null {
  const { ring, place, season } = memory
  const values = Float64Array.from({ length: count }, (_, i) => ring[(place - count + i) & (kept - 1)]!)
  if (values.filter(Number.isNaN).length > count / 2)
    return count < 2 * firstLook ? null : lastValues(memory, count >> 1)
  let before = values.find(value => !Number.isNaN(value))!
  for (let i = 0; i < count; i++) {
    if (Number.isNaN(values[i]!)) values[i] = season > 1 && i >= season ? values[i - season]! : before
    before = values[i]!
  }
  return values
}
