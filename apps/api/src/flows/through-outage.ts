import { Fault } from '@seriema/domain/fault'
import { retry } from '../concurrency/retry.ts'
import { explained } from '../store/database.ts'

/** Milliseconds between two tries, and tries: a restart of PostgreSQL takes less than all of them. */
const pause = 500
const tries = 60

const isOutage = (error: unknown): boolean => error instanceof Fault && error.code === 'UNAVAILABLE'

/** Runs `work` again while the database is away, for half a minute; `work` may have been done before unnoticed. */
export const throughOutage = <T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> =>
  retry(
    async () => {
      try {
        return await work()
      } catch (error) {
        throw explained(error)
      }
    },
    { pause: (error, failures) => (failures < tries && isOutage(error) ? pause : null), signal },
  )
