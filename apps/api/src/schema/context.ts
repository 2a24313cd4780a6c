import { createSpend, type Spend } from '@seriema/domain/range'
import type { App } from '../app.ts'
import { createLoaders, type Loaders } from './loaders.ts'

/** What every resolver is given. One per operation, and one per message of a subscription. */
export interface Context {
  readonly app: App
  readonly loaders: Loaders
  /** Counts the values of points that are read. */
  readonly spend: Spend
}

export const createContext = (app: App): Context => ({
  app,
  loaders: createLoaders(app),
  spend: createSpend(app.config.limits.cost),
})
