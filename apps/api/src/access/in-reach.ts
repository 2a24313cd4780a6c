import { covers, type Need, type Reach, reachOf } from '@seriema/domain/access'
import type { App } from '../app.ts'
import type { Caller } from './caller.ts'

/** The app of somebody who does not reach every series. */
export interface AppInReach extends App {
  readonly reach: Reach
}

/** Nobody's rules are met by any series. */
const nowhere: Reach = []

/**
 * The app as a caller sees it in a role: its `reads` and `seriesByKey` find what is in reach and nothing else, as if there
 * were nothing else. Whoever holds a series has it from there.
 */
export function inReach(app: App, { grants }: Pick<Caller, 'grants'>, need: Need): AppInReach {
  const reach = reachOf(grants, need)
  return withReach(app, reach === undefined ? nowhere : reach)
}

const views = new WeakMap<App, Map<string, AppInReach>>()

function withReach(app: App, reach: Reach): AppInReach {
  const known = views.get(app) ?? new Map<string, AppInReach>()
  views.set(app, known)
  const name = JSON.stringify(reach)
  const before = known.get(name)
  if (before !== undefined) return before
  const seriesByKey = async (key: string) => {
    const found = await app.seriesByKey(key)
    return found !== null && covers(reach, found) ? found : null
  }
  const own = reach === null ? { reach } : { reach, reads: app.readsWithin(reach), seriesByKey }
  // Whatever is not said here is the app's, `draining` too, which changes.
  const view: AppInReach = Object.assign(Object.create(app), own)
  if (known.size >= mostViews) known.clear()
  known.set(name, view)
  return view
}

/** Views kept ready: each costs little, and is made anew where it is asked for. */
const mostViews = 1_000
