import { servableRidge } from '../../artifacts/ridge.ts'
import { learnRidge, ridgeLookback } from '../../models/ridge.ts'
import { sizesOf, unknownToken } from '../../recipe/categories.ts'
import type { ChosenLookback, Material } from '../material.ts'
import type { FittedVersion } from './fitted.ts'

export const ridgeLookbackOf: ChosenLookback = ({ lookback }, trainable, horizon) =>
  (lookback as number | null) ?? Math.max(1, Math.min(ridgeLookback(trainable), trainable - horizon))

/**
 * One map for all channels, or one a channel, learnt from all series in closed form; the penalty by the validation. Each
 * value of a category adds an offset of its own to each step ahead.
 */
export async function fitRidgeVersion({
  parts,
  settings,
  lookback,
  horizon,
  request,
  learnt,
}: Material): Promise<FittedVersion> {
  const channels = request.channels.length
  const sizes = sizesOf(learnt.vocabularies)
  const places = sizes.reduce((sum, size) => sum + size - 1, 0)
  const ofChannel = (c: number) =>
    parts.map(({ scaled, trainable, heldOut, tokens }) => ({
      values: scaled[c]!,
      trainable,
      end: heldOut,
      places: placesOf(tokens, sizes),
    }))
  const each = Array.from({ length: channels }, (_, c) => ofChannel(c))
  const together = settings.weights === 'separate' ? each : [each.flat()]
  const maps = together.map(all => learnRidge(all, { lookback, horizon, places, refit: true, stillTime: () => true }))
  return {
    servable: servableRidge({ lookback, maps }, { horizon, channels }, sizes),
    losses: [],
    bestEpoch: null,
    license: null,
    warnings: [],
  }
}

/** One place a value that was seen, category after category; none for a value that was not. */
function placesOf(tokens: readonly number[], sizes: readonly number[]): readonly number[] {
  let first = -1
  return tokens.flatMap((token, k) => {
    const place = first + token
    first += sizes[k]! - 1
    return token === unknownToken ? [] : [place]
  })
}
