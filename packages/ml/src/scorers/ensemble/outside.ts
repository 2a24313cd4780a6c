import { defaultSeverityLimits } from '../../contract/severity.ts'

/**
 * The least distances outside the usual range that were called high and critical of late, and the scores they had: what is
 * further outside is called no less, though rarity wears off with every value of an event. Plain data of constant size.
 */
export interface Outside {
  readonly distances: Float64Array
  readonly scores: Float64Array
  /** Value counts up to which they hold. */
  readonly until: Float64Array
}

const limits = [defaultSeverityLimits.high, defaultSeverityLimits.critical]
/** Values they hold for. */
const held = 1_024

export const noOutside = (): Outside => ({
  distances: new Float64Array(limits.length),
  scores: new Float64Array(limits.length),
  until: new Float64Array(limits.length).fill(-1),
})

/**
 * The score of a value that stands out, no less than what lay less far outside had, to the severity. Then learns it.
 *
 * @param beyond how far outside the usual range; negative inside
 * @param now values seen
 */
export function remembered({ distances, scores, until }: Outside, beyond: number, score: number, now: number): number {
  if (!(beyond > 0)) return score
  let lifted = score
  for (let i = 0; i < limits.length; i++)
    if (now <= until[i]! && beyond > distances[i]!) lifted = Math.max(lifted, scores[i]!)
  for (let i = 0; i < limits.length; i++) {
    if (!(lifted > limits[i]!) || (now <= until[i]! && beyond >= distances[i]!)) continue
    distances[i] = beyond
    scores[i] = lifted
    until[i] = now + held
  }
  return lifted
}
