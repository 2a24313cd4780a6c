import { AsyncLocalStorage } from 'node:async_hooks'
import { Fault } from '@seriema/domain/fault'
import type { Db, Statements } from './database.ts'
import { builderOn } from './database.ts'

/** What one caller waits for. Whatever it asked of the database through `abandonable` ends when it is given up. */
export interface Errand {
  run<T>(work: () => T): T
  /** Cancels its statements that run or wait, and lets it begin no more. Nothing to do once all have ended. */
  giveUp(): void
}

interface Held {
  readonly statements: WeakRef<object>[]
  givenUp: boolean
}

/** What the driver keeps of a statement, beside what it promises. */
interface Sent {
  /** False of what is but a part of a statement. */
  readonly executed: boolean
  readonly canceller: ((sent: Sent) => Promise<unknown> | undefined) | null
}

const current = new AsyncLocalStorage<Held>()

export function beginErrand(): Errand {
  const held: Held = { statements: [], givenUp: false }
  return {
    run: work => current.run(held, work),
    giveUp: () => giveUp(held),
  }
}

/** Gives up the errand this runs for, if it runs for one. */
export function giveUpErrand(): void {
  const held = current.getStore()
  if (held !== undefined) giveUp(held)
}

function giveUp(held: Held): void {
  held.givenUp = true
  for (const statement of held.statements.splice(0)) {
    const sent = statement.deref() as Sent | undefined
    // The driver's own `cancel` drops the promise, which fails where the database cannot be reached.
    if (sent?.executed) sent.canceller?.(sent)?.catch(() => {})
  }
}

/**
 * The same connections for what is read for one caller alone: what serves several at once must not end when one of them
 * goes, so it takes `db` itself.
 */
export function abandonable(db: Db): Db {
  const sql = new Proxy(db.sql, {
    apply: (target, self, parts) => begun(Reflect.apply(target as never, self, parts)),
    get(target, name) {
      const value = Reflect.get(target, name)
      if (name !== 'unsafe') return value
      return (...parts: Parameters<Statements['unsafe']>) => begun(target.unsafe(...parts))
    },
  })
  return { sql, query: builderOn(sql) }
}

function begun<T>(made: T): T {
  const held = current.getStore()
  if (held === undefined || typeof made !== 'object' || made === null || !('canceller' in made)) return made
  if (held.givenUp) throw new Fault('TIMED_OUT', 'nobody waits for this any more')
  held.statements.push(new WeakRef(made))
  return made
}
