import type { App } from '../app.ts'
import type { Loaders } from './loaders.ts'

/** What every resolver is given. One per operation, and one per message of a subscription. */
export interface Context {
  readonly app: App
  readonly loaders: Loaders
}
