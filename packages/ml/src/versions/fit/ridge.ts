import { servableRidge } from '../../artifacts/ridge.ts'
import { learnRidge, ridgeLookback } from '../../models/ridge.ts'
import type { ChosenLookback, Material } from '../material.ts'
import type { FittedVersion } from './fitted.ts'

export const ridgeLookbackOf: ChosenLookback = ({ lookback }, trainable, horizon) =>
  (lookback as number | null) ?? Math.max(1, Math.min(ridgeLookback(trainable), trainable - horizon))

/** One map for all channels, or one a channel, learnt from all series in closed form; the penalty by the validation. */
export async function fitRidgeVersion({
  parts,
  settings,
  lookback,
  horizon,
  request,
}: Material): Promise<FittedVersion> {
  const channels = request.channels.length
  const ofChannel = (c: number) =>
    parts.map(({ scaled, trainable, heldOut }) => ({ values: scaled[c]!, trainable, end: heldOut }))
  const each = Array.from({ length: channels }, (_, c) => ofChannel(c))
  const together = settings.weights === 'separate' ? each : [each.flat()]
  const maps = together.map(all => learnRidge(all, { lookback, horizon, refit: true, stillTime: () => true }))
  return {
    servable: servableRidge({ lookback, maps }, { horizon, channels }),
    losses: [],
    bestEpoch: null,
    license: null,
    warnings:
      request.recipe.categories.length > 0 ? ['ridge is linear in the past alone: it is told no categories'] : [],
  }
}
