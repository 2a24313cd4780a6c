import { beginSeasonSearch, type SeasonSearch, searchSeason } from '../../series/season.ts'

/** The recent past of a series, and the length of the season it shows. */
export interface SeasonMemory {
  /** The last values, oldest overwritten first. */
  readonly ring: Float64Array
  /** Values seen. */
  seen: number
  /** In points; 1 for none. */
  season: number
  /** Value count at which the season is looked for next. */
  nextLook: number
  /** The look under way. */
  search: SeasonSearch | null
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
  seen: 0,
  season: 1,
  nextLook: firstLook,
  search: null,
})

/** The mean of the next point's phase, and one point either side, in up to seven seasons before; NaN while no season shows. */
export function phaseMean(memory: SeasonMemory): number {
  if (!hasSeason(memory)) return Number.NaN
  const { ring, seen, season } = memory
  let sum = 0
  let count = 0
  for (let cycle = 1; cycle <= cycles && cycle * season < Math.min(seen, kept); cycle++) {
    for (let at = seen - cycle * season - 1; at <= seen - cycle * season + 1; at++) {
      sum += ring[at % kept]!
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
  memory.ring[memory.seen % kept] = value
  memory.seen++
  if (memory.search !== null) {
    const season = searchSeason(memory.search, judgedPerValue)
    if (season === null) return
    memory.season = season
    memory.search = null
  } else if (memory.seen >= memory.nextLook) {
    memory.search = beginSeasonSearch([lastValues(memory, Math.min(memory.seen, lookedAt))])
    memory.nextLook += Math.min(memory.nextLook, kept)
  }
}

const hasSeason = ({ season, seen }: SeasonMemory) => season >= shortest && seen >= 3 * season

function lastValues({ ring, seen }: SeasonMemory, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => ring[(seen - count + i) % kept]!)
}
