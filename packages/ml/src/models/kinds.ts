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
/** Whether a kind has to be trained on a series before it can speak for it. */
export const trainsOnSeries = (kind: string): boolean => trainableForecasters.some(one => one.kind === kind)
/** The kinds that come with weights, or need some. */
export const pretrainedForecasters: readonly PretrainedForecaster[] = forecasters.filter(withHow('pretrained'))
