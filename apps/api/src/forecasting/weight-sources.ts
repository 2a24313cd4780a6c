import type { ForecasterKind } from '@seriema/domain/forecast'
import { base } from '@seriema/ml/models/base'
import { ttm } from '@seriema/ml/models/ttm'
import type { HubModel } from '@seriema/ml/runtime/hub/model'
import type { HubSettings } from '@seriema/ml/runtime/hub/settings'
import type { Config } from '../config.ts'

/** Where the weights of a kind come from: our own, a folder the operator names, a model of the hub; or why they do not. */
export type WeightSource =
  | { readonly from: 'installation'; readonly folder: string }
  | { readonly from: 'operator'; readonly folder: string }
  | { readonly from: 'hub'; readonly model: HubModel; readonly hub: HubSettings }
  | { readonly from: 'nowhere'; readonly reason: string }

/** By kind. Plain data, which may travel between threads. */
export type WeightSources = Readonly<Record<ForecasterKind, WeightSource>>

const needsWeights = 'needs weights: set SERIEMA_TTM_DIR to a folder that has them, or SERIEMA_TTM_MODEL to their name'

/** @param baseFolder where our own weights lie */
export const weightSources = (
  config: Pick<Config, 'ttmFolder' | 'ttmModel' | 'hub'>,
  baseFolder: string,
): WeightSources => ({
  [base.kind]: { from: 'installation', folder: baseFolder },
  [ttm.kind]: sourceOfTtm(config),
})

function sourceOfTtm({ ttmFolder, ttmModel, hub }: Pick<Config, 'ttmFolder' | 'ttmModel' | 'hub'>): WeightSource {
  if (ttmModel !== null) return { from: 'hub', model: ttmModel, hub }
  if (ttmFolder !== null) return { from: 'operator', folder: ttmFolder }
  return { from: 'nowhere', reason: needsWeights }
}
