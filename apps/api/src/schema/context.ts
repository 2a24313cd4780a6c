import { createSpend, type Spend } from '@seriema/domain/range'
import type { Caller } from '../access/caller.ts'
import { type AppInReach, inReach } from '../access/in-reach.ts'
import type { App } from '../app.ts'
import { createLoaders, type Loaders } from './loaders.ts'

/** What every resolver is given. One per operation, and one per message of a subscription. */
export interface Context {
  /** The app as the caller sees it: what is out of reach is not there. */
  readonly app: AppInReach
  readonly caller: Caller
  readonly loaders: Loaders
  /** Counts the values of points that are read. */
  readonly spend: Spend
}

export function createContext(app: App, caller: Caller): Context {
  const seen = inReach(app, caller, 'viewer')
  return { app: seen, caller, loaders: createLoaders(seen), spend: createSpend(app.config.limits.cost) }
}

/** Whose name stands by what is said or decided; null where nobody is asked who they are. */
export const nameOf = ({ kind, name }: Caller): string | null => (kind === 'anyone' ? null : name)
