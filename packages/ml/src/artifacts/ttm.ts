import { Fault } from '@seriema/domain/fault'
import type { ForecasterKind } from '@seriema/domain/forecast'
import { tooLong } from '../contract/window.ts'
import { toDouble, toFloat } from '../graph/ops/comparison.ts'
import { absolute, add, divide, maximum, multiply, sqrt, square } from '../graph/ops/elementwise.ts'
import { mean } from '../graph/ops/reduce.ts'
import { expandLike, reshape, transpose } from '../graph/ops/shape.ts'
import { concat, slice } from '../graph/ops/slice.ts'
import { type Dim, fixed } from '../graph/shape.ts'
import { constant, double, type Tensor } from '../graph/tensor.ts'
import { declarations } from '../layers/scope.ts'
import type { TtmConfig } from '../models/ttm/config.ts'
import { ttmConfigJson } from '../models/ttm/config-json.ts'
import { frequencyToken } from '../models/ttm/frequency.ts'
import { ttmScaled } from '../models/ttm/network.ts'
import { smallestMean, varianceFloor } from '../models/ttm/scale.ts'
import { longestRepeats, servedConfig } from '../models/ttm/served.ts'
import { ttm } from '../models/ttm.ts'
import { rolled } from './roll.ts'
import { centred } from './scale.ts'
import type { ServableModel } from './servable.ts'

export interface TtmShape {
  readonly horizon: number
  readonly channels: number
  /** Sampling interval in milliseconds, for a model that looks at it. */
  readonly interval: number
  /** The series' static categories, for a model that has them; or `told`, where each run is told those of its rows. */
  readonly categories?: readonly number[] | 'told'
  /** `base` where the weights are our own. */
  readonly kind?: ForecasterKind
}

/**
 * A TinyTimeMixer, scaling in double precision; what it is told of the series beside its past is part of the file. Throws
 * Fault HORIZON_TOO_LONG, and UNSUPPORTED_MODEL for one that needs more than a series' past.
 */
export function servableTtm(
  config: TtmConfig,
  weights: ReadonlyMap<string, Float32Array>,
  { horizon, channels, interval, categories = [], kind = ttm.kind }: TtmShape,
): ServableModel {
  const vocabularies = config.decoder?.categories ?? []
  const told = categories === 'told' && vocabularies.length > 0
  const tokens = categories === 'told' ? [] : categories
  const served = servedConfig(config, told ? vocabularies.map(() => 0) : tokens)
  const longest = told ? config.steps : longestRepeats * config.steps
  if (horizon > longest) throw tooLong(kind, horizon, longest)
  if (served.channels > 1 && served.channels !== channels) {
    throw new Fault('INVALID_INPUT', `this model mixes ${served.channels} channels, the series has ${channels}`)
  }
  const frequency = served.frequencies === null ? null : frequencyToken(interval, served.frequencies)
  const network = (past: Tensor, given: Tensor | null): Tensor => {
    const { values, undo } = scaled(past, served.scaling)
    const rows = slice(slice(past, 1, 0, 1), 2, 0, 1)
    const inputs = {
      past: toFloat(values),
      observed: null,
      frequency: frequency === null ? null : reshape(perRow([frequency], rows), [rows.shape[0]!]),
      categories: given ?? (tokens.length === 0 ? null : perRow(tokens, rows)),
      future: null,
    }
    return undo(toDouble(ttmScaled(declarations().scope, served, inputs, toFloat(past)).prediction))
  }
  const alone = served.channels === 1 && channels > 1
  return {
    kind,
    settings: { config: ttmConfigJson(config), ...(tokens.length > 0 && { categories: tokens }) },
    lookback: config.contextLength,
    horizon,
    channels,
    predicted: channels,
    parameters: weights,
    ...(told && { categories: vocabularies }),
    forecast: (past, given) => {
      const made = rolled(alone ? apart(past) : past, served.steps, horizon, known => network(known, given))
      return alone ? together(made, channels, past.shape[0]!) : made
    },
  }
}

/** [batch, time, channels] as [channels·batch, time, 1]: channels that are looked at alone are samples of their own. */
function apart(past: Tensor): Tensor {
  const [batch, time, channels] = past.shape as [string, number, number]
  return reshape(transpose(past, [0, 2, 1]), [`${channels}*${batch}`, time, 1])
}

const together = (made: Tensor, channels: number, batch: Dim): Tensor =>
  transpose(reshape(made, [batch, channels, fixed(made.shape, 1)]), [0, 2, 1])

/** As `standardise` does for the live path. */
function scaled(past: Tensor, kind: TtmConfig['scaling']): { values: Tensor; undo: (made: Tensor) => Tensor } {
  if (kind === 'none') return { values: past, undo: made => made }
  if (kind === 'mean') {
    const factor = maximum(mean(absolute(past), [1]), double(smallestMean))
    return { values: divide(past, factor), undo: made => multiply(made, factor) }
  }
  const { values, location } = centred(past)
  const factor = sqrt(add(mean(square(values), [1]), double(varianceFloor)))
  return { values: divide(values, factor), undo: made => add(multiply(made, factor), location) }
}

/** The same tokens for every row: [rows, tokens], given a [rows, 1, 1] of that batch. */
function perRow(tokens: readonly number[], rows: Tensor): Tensor {
  const column = reshape(rows, [rows.shape[0]!, 1])
  return concat(
    tokens.map(token => expandLike(constant(BigInt64Array.of(BigInt(token)), [1, 1]), column)),
    1,
  )
}
