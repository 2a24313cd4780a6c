import { detectSeason } from '../../series/season.ts'

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
}

const kept = 4_096
const lookedAt = 2_048
const firstLook = 256
/** Shorter seasons are not told from noise by what lies beside them. */
const shortest = 4
/** Seasons looked back on. */
const cycles = 7
/** How far a season may come early or late, as a share of its length. */
const play = 0.02

export const noSeasonMemory = (): SeasonMemory => ({
  ring: new Float64Array(kept),
  seen: 0,
  season: 1,
  nextLook: firstLook,
})

/**
 * The difference between a value and the most similar one at its phase in up to seven seasons before, give or take 2 % of
 * the season; NaN where there is no season or not three of them yet. Does not learn the value: `seasonStep` does.
 */
export const offSeason = (memory: SeasonMemory, value: number): number =>
  hasSeason(memory) ? nearestAtPhase(memory, value) : Number.NaN

/** The mean of the next point's phase, and one point either side, in up to seven seasons before; NaN as `offSeason`. */
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
 * Learns a value. The season is looked for at 256, 512, 1024, 2048 and 4096 values, and every 4096 from there.
 */
export function seasonStep(memory: SeasonMemory, value: number): void {
  memory.ring[memory.seen % kept] = value
  memory.seen++
  if (memory.seen < memory.nextLook) return
  memory.season = detectSeason([lastValues(memory, Math.min(memory.seen, lookedAt))])
  memory.nextLook += Math.min(memory.nextLook, kept)
}

const hasSeason = ({ season, seen }: SeasonMemory) => season >= shortest && seen >= 3 * season

function nearestAtPhase({ ring, seen, season }: SeasonMemory, value: number): number {
  const early = Math.max(1, Math.round(play * season))
  const reach = Math.min(seen, kept)
  let nearest = Number.POSITIVE_INFINITY
  for (let cycle = 1; cycle <= cycles && cycle * season + early <= reach; cycle++) {
    const from = seen - cycle * season - early
    for (let at = from; at <= from + 2 * early; at++) {
      const difference = value - ring[at % kept]!
      if (Math.abs(difference) < Math.abs(nearest)) nearest = difference
    }
  }
  return nearest
}

function lastValues({ ring, seen }: SeasonMemory, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => ring[(seen - count + i) % kept]!)
}
