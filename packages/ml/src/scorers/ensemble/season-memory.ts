import { beginSeasonSearch, type SeasonSearch, searchSeason } from '../../series/season.ts'
import type { Pace } from '../../statistics/pace.ts'
import { hasSeason, hereOf, kept, lookUp, noPhase, type Past, type Phase, shortest } from './phase.ts'
import { forgetSlip, noSlip, type Slip, slipStep } from './slip.ts'

/** The recent past of a series, the length of the season it shows, and what that leads to. */
export interface SeasonMemory extends Past {
  /** Values seen. */
  seen: number
  /** The phase of the next step, as `lead` found it. */
  readonly phase: Phase
  /** Value count at which the season is looked for next. */
  nextLook: number
  /** The look under way. */
  search: SeasonSearch | null
  /** Whether the days have begun to come an hour earlier or later. */
  readonly slip: Slip
  /** Whether its steps have had a length before. */
  paced: boolean
}

const lookedAt = 2_048
const firstLook = 256
/** Periods judged with each value while the season is looked for. */
const judgedPerValue = 4

export const noSeasonMemory = (): SeasonMemory => ({
  ring: new Float64Array(kept),
  place: 0,
  seen: 0,
  season: 1,
  phase: noPhase(),
  nextLook: firstLook,
  search: null,
  slip: noSlip(),
  paced: false,
})

/** Finds the phase of the next step; NaN in all of it while no season shows. */
export const lead = (memory: SeasonMemory): Phase => lookUp(memory, memory.phase)

/**
 * The same where no season shows, by the day if that is a whole number of steps: days are so common that what came at this
 * time of the day before is not to be called out of place while there is too little to tell a season by.
 */
export const leadByDay = (memory: SeasonMemory): Phase =>
  lookUp(memory, memory.phase, 0, memory.slip.day < shortest || memory.place < memory.slip.day ? 0 : memory.slip.day)

/**
 * Learns a value, `lead` having been asked before. The season is looked for at 256, 512, 1024, 2048 and 4096 values, and
 * every 4096 from there, a little with each value: no single one takes more than a millisecond or so, and a replay finds it
 * at the same place.
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
    memory.search = values === null ? null : beginSeasonSearch([values], expected(memory, values.length))
    memory.nextLook += values === null ? firstLook : Math.min(memory.nextLook, kept)
  }
}

/** Seasons that the calendar suggests: a day and a week, where so many values hold three of them. */
const expected = ({ slip: { day } }: SeasonMemory, values: number): readonly number[] =>
  [day, 7 * day].filter(season => season >= shortest && 3 * season <= values)

/**
 * Steps that brought no value leave a hole, and the phase goes on; it goes with the clocks where these are put forward or
 * back. Where steps have another length now, all begins anew.
 */
export function seasonSkip(memory: SeasonMemory, { missed, turned, changed, step }: Pace): void {
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
  goOn(memory, (hasSeason(memory) ? missed % memory.season : missed) + turned)
}

/** Back, where there are fewer than no steps: what was there is written over. */
function goOn(memory: SeasonMemory, steps: number): void {
  const { ring, place } = memory
  for (let at = place; at < place + Math.min(steps, kept); at++) ring[at & (kept - 1)] = Number.NaN
  memory.place = Math.max(0, place + steps)
}

/** Steps in a time, if that is a whole number of them (to 2 %, instants being as they are); else 0. */
function stepsIn(step: number, time: number): number {
  const steps = Math.round(time / step)
  return steps >= 1 && Math.abs(time / step - steps) < 0.02 * steps ? steps : 0
}

/** Moves the phase where the days have begun to come earlier or later by an hour. */
function followClock(memory: SeasonMemory, value: number): void {
  const { slip, season } = memory
  const behind = hereOf(memory, -slip.hour, season)
  const move = slipStep(slip, value, behind, memory.phase.here, hereOf(memory, slip.hour, season))
  if (move === 0) return
  // The values of the last two days may belong to either phase.
  for (let back = 1; back <= 2 * memory.slip.day; back++) memory.ring[(memory.place - back) & (kept - 1)] = Number.NaN
  goOn(memory, move)
}

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
