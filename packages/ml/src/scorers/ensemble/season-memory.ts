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
 * the season; NaN where there is no season or not three of them yet. Then learns the value. The season is looked for at
 * 256, 512, 1024, 2048 and 4096 values, and every 4096 from there.
 */
export function offSeason(memory: SeasonMemory, value: number): number {
  const { ring, seen, season } = memory
  const off = season >= 4 && seen >= 3 * season ? nearestAtPhase(memory, value) : Number.NaN
  ring[seen % kept] = value
  memory.seen++
  if (memory.seen === memory.nextLook) {
    memory.season = detectSeason([lastValues(memory, Math.min(memory.seen, lookedAt))])
    memory.nextLook += Math.min(memory.nextLook, kept)
  }
  return off
}

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
