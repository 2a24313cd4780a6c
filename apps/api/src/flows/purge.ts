import { entryOf, seriesTarget, theSystem } from '../audit/entry.ts'
import type { Core } from '../core.ts'
import { appendAudit } from '../store/audit.ts'
import { type Db, transaction } from '../store/database.ts'
import { doomExpired } from '../store/series/deleted.ts'
import { purgeSome } from '../store/series/purge.ts'

/** Removes deleted series whose time to be restored is over. */
export interface Purge {
  /** Looks at once for what there is to remove. */
  wake(): void
  /** Finishes the batch in hand and starts no other. */
  close(): Promise<void>
}

/** As `purgeSome`; when a series is gone, the audit says so with it. Whether there may be more. */
async function purgeSomeSaid(tx: Db, now: number): Promise<boolean> {
  const purged = await purgeSome(tx)
  if (purged?.gone === true) {
    const targets = [seriesTarget(purged.key)]
    const message = 'deleted, and not to be restored any more'
    await appendAudit(tx, [
      entryOf({ actor: theSystem, operation: 'purgeSeries', outcome: 'done', message, targets }, now),
    ])
  }
  return purged !== null
}

/** Milliseconds between two looks at whose time is over. */
const round = 60_000

/**
 * Batch by batch, each in a transaction of its own, and however many processes: none waits for another, and what one does
 * not live to finish the next one does.
 */
export function createPurge(app: Pick<Core, 'db' | 'clock' | 'log'>): Purge {
  let closed = false
  let due = true
  let wake = () => {}

  const purge = async (): Promise<void> => {
    await doomExpired(app.db, app.clock())
    while (!closed && (await transaction(app.db, tx => purgeSomeSaid(tx, app.clock()))));
  }

  const run = async (): Promise<void> => {
    while (!closed) {
      due = false
      await purge().catch(error => app.log.warn({ err: error }, 'deleted series could not be removed: trying later'))
      if (!due && !closed) await woken()
    }
  }

  function woken(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, round)
    wake = resolve
    return promise.finally(() => clearTimeout(timer))
  }

  const call = () => {
    due = true
    wake()
  }
  const finished = run()
  return {
    wake: call,
    async close() {
      closed = true
      call()
      await finished
    },
  }
}
