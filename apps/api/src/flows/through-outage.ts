import { setTimeout as wait } from 'node:timers/promises'
import { Fault } from '@seriema/domain/fault'
import { explained } from '../store/database.ts'

/** Milliseconds between two tries, and tries: a restart of PostgreSQL takes less than all of them. */
const pause = 500
const tries = 60

/** Runs `work` again while the database is away, for half a minute; `work` may have been done before unnoticed. */
export async function throughOutage<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const reason = explained(error)
      if (attempt === tries || !(reason instanceof Fault && reason.code === 'UNAVAILABLE')) throw reason
      signal?.throwIfAborted()
      await wait(pause)
    }
  }
}
