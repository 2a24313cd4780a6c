import { Fault } from '@seriema/domain/fault'
import type { ForecasterKind } from '@seriema/domain/forecast'
import type {
  ClosedFormForecaster,
  ForecasterMember,
  PretrainedForecaster,
  TrainableForecaster,
} from '../contract/forecaster-family.ts'
import { forecasters } from './registry.ts'

const withHow =
  <How extends ForecasterMember['how']>(how: How) =>
  (one: ForecasterMember): one is Extract<ForecasterMember, { readonly how: How }> =>
    one.how === how

/** The kinds that need nothing but the series itself, the simplest first. */
export const closedFormForecasters: readonly ClosedFormForecaster[] = forecasters.filter(withHow('fitted'))
/** The kinds that are trained on a series in the background. */
export const trainableForecasters: readonly TrainableForecaster[] = forecasters.filter(withHow('trained'))
/** The kinds that come with weights, or need some. */
export const pretrainedForecasters: readonly PretrainedForecaster[] = forecasters.filter(withHow('pretrained'))

/** Throws Fault MODEL_NOT_FOUND for a kind that is not trained on a series. */
export function trainableForecaster(kind: ForecasterKind): TrainableForecaster {
  const found = trainableForecasters.find(one => one.kind === kind)
  if (found === undefined)
    throw new Fault('MODEL_NOT_FOUND', `${kind} is not trained on a series: ask for another forecaster`)
  return found
}
