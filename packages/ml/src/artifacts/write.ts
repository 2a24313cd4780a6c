import { Fault } from '@seriema/domain/fault'
import { type Adaptation, adaptedIntervals } from '../calibration/adaptive.ts'
import { type Calibration, type Interval, intervals, type Side } from '../calibration/conformal.ts'
import type { PointForecast } from '../contract/forecaster.ts'
import { encode } from '../graph/encode.ts'
import { add, multiply } from '../graph/ops/elementwise.ts'
import { reshape } from '../graph/ops/shape.ts'
import { constant, input, type Tensor } from '../graph/tensor.ts'
import type { About, ArtifactDescription } from './description.ts'
import { toMetadata } from './metadata.ts'
import { type Scaling, scaledBy, scalingInputs } from './scaling.ts'
import type { Servable, ServableForecast } from './servable.ts'

/** What makes intervals of a forecast: split conformal at some levels, or adapted online at those it was adapted at. */
export type Calibrated =
  | { readonly calibration: Calibration; readonly levels: readonly number[] }
  | { readonly calibration: Calibration; readonly adaptation: Adaptation }

/**
 * A fitted forecaster as one ONNX file of plain ai.onnx operators, which says in its metadata what it is and how it is
 * fed (`readArtifact` reads that back; docs/artifacts.md lists it). The same arguments always give the same bytes. With
 * `scaling` the model, and its calibration, are of scaled values, and the file scales and unscales. Throws Fault
 * INVALID_INPUT where `about` or the calibration has another number of channels.
 */
export function forecastArtifact(
  servable: Servable,
  about: About,
  calibrated?: Calibrated,
  scaling?: Scaling,
): Uint8Array {
  const bound = 'values' in servable
  const made = bound ? fixedForecast(servable) : madeForecast(servable, scaling)
  sameChannels(about, made.channels)
  const bands = calibrated && bandsOf(calibrated, made.predicted, made.horizon)
  const { forecast } = made
  const outputs = { forecast, ...(bands && banded(forecast, bands, made.factor)) }
  const predicted = made.predicted === made.channels ? 'channels' : `the first ${made.predicted} channels`
  const batch = bound ? '1' : 'batch'
  const metadata = toMetadata({
    ...about,
    task: 'forecast',
    kind: servable.kind,
    settings: servable.settings,
    lookback: bound ? 0 : servable.lookback,
    horizon: made.horizon,
    levels: bands?.map(({ level }) => level) ?? [],
    ...(bound && { origin: servable.origin }),
    inputs: bound
      ? {}
      : {
          past: '[batch, lookback, channels] float64: the last points of a regular grid without gaps, oldest first, in the units of the channels',
          ...(scaling === 'given' && scalingInputs),
          ...(servable.categories && {
            categories: '[batch, categories] int64: their tokens by seriema.learnt, 0 for unknown',
          }),
        },
    outputs: describe(`[${batch}`, predicted, bound, bands !== undefined),
  })
  return encode({ inputs: made.inputs, outputs, parameters: made.parameters, metadata })
}

/** Throws Fault INVALID_INPUT where what is described is not what the model has. */
export function sameChannels({ channels }: About, count: number): void {
  if (channels.length === count) return
  throw new Fault('INVALID_INPUT', `the model has ${count} channels, ${channels.length} are described`)
}

interface Made {
  readonly inputs: readonly Tensor[]
  readonly forecast: Tensor
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly horizon: number
  readonly channels: number
  readonly predicted: number
  /** [batch or 1, 1, predicted]: what one unit of the calibration is; null where it is one of the channels. */
  readonly factor: Tensor | null
}

function madeForecast(model: Exclude<Servable, ServableForecast>, scaling: Scaling | undefined): Made {
  const past = input('past', ['batch', model.lookback, model.channels], 'float64')
  const categories = model.categories ? input('categories', ['batch', model.categories.length], 'int64') : null
  const told = categories === null ? [] : [categories]
  if (scaling === undefined) {
    return { ...model, inputs: [past, ...told], forecast: model.forecast(past, categories), factor: null }
  }
  const { inputs, scaled, unscaled, factor } = scaledBy(scaling, past, model.predicted)
  return {
    ...model,
    inputs: [past, ...inputs, ...told],
    forecast: unscaled(model.forecast(scaled, categories)),
    factor,
  }
}

/** It takes nothing: given other points it would only pretend to have looked at them. */
function fixedForecast({ values }: ServableForecast): Made {
  const [channels, horizon] = [values.length, values[0]?.length ?? 0]
  const forecast = constant(byStep(values), [1, horizon, channels])
  return { inputs: [], forecast, parameters: new Map(), horizon, channels, predicted: channels, factor: null }
}

/** `[channel][step]` as [step, channel] row by row. */
const byStep = (values: PointForecast): Float64Array =>
  Float64Array.from(
    { length: values.length * values[0]!.length },
    (_, i) => values[i % values.length]![Math.floor(i / values.length)]!,
  )

/** How far they reach does not depend on the forecast: they are those around zero. */
function bandsOf(calibrated: Calibrated, channels: number, horizon: number): readonly Interval[] {
  const { calibration } = calibrated
  if (calibration.errors.length < channels) {
    throw new Fault('INVALID_INPUT', `the calibration has ${calibration.errors.length} channels, the model ${channels}`)
  }
  const zero = Array.from({ length: channels }, () => new Float64Array(horizon))
  if ('adaptation' in calibrated) return adaptedIntervals(zero, calibration, calibrated.adaptation)
  const made = intervals(
    zero,
    calibration,
    calibrated.levels.toSorted((a, b) => a - b),
  )
  if (made === null) throw new Fault('INSUFFICIENT_DATA', 'the calibration knows no error of a channel yet')
  return made
}

function banded(forecast: Tensor, bands: readonly Interval[], factor: Tensor | null): { lower: Tensor; upper: Tensor } {
  const [batch, horizon, channels] = forecast.shape as [number, number, number]
  const centre = reshape(forecast, [batch, 1, horizon, channels])
  const end = (side: Side) => {
    const values = new Float64Array(bands.length * horizon * channels)
    for (const [level, band] of bands.entries()) values.set(byStep(band[side]), level * horizon * channels)
    const reach = constant(values, [1, bands.length, horizon, channels])
    return add(centre, factor === null ? reach : multiply(reach, reshape(factor, [factor.shape[0]!, 1, 1, channels])))
  }
  return { lower: end('lower'), upper: end('upper') }
}

function describe(batch: string, channels: string, bound: boolean, banded: boolean): ArtifactDescription['outputs'] {
  const follows = bound ? 'the steps after the origin' : 'the steps after the past'
  const shape = `${batch}, levels, horizon, ${channels}] float64`
  return {
    forecast: `${batch}, horizon, ${channels}] float64: ${follows}, in the units of the channels`,
    ...(banded && {
      lower: `${shape}: the lower ends of the intervals, by seriema.levels`,
      upper: `${shape}: the upper ends of the intervals, by seriema.levels`,
    }),
  }
}
