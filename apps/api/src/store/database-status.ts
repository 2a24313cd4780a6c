import { type Db, refusesWriting } from './database.ts'
import { there } from './series/deleted.ts'
import { series } from './tables/series.ts'

export interface DatabaseStatus {
  readonly state: 'UP' | 'DOWN'
  /** As PostgreSQL says it, such as `18.4`; null when it cannot be reached. */
  readonly version: string | null
  /** Milliseconds a smallest query took, there and back. */
  readonly latency: number | null
  /** False where it only lets itself be read, or refused to store something a moment ago because its disk is full. */
  readonly writable: boolean
}

/** Never throws: that the database is away is an answer. */
export async function readDatabaseStatus(db: Db): Promise<DatabaseStatus> {
  const asked = performance.now()
  try {
    const [row] = await db.sql<{ version: string; readOnly: boolean }[]>`
      select current_setting('server_version') as version, current_setting('transaction_read_only') = 'on' as "readOnly"`
    const { version, readOnly } = row!
    return { state: 'UP', version, latency: performance.now() - asked, writable: !readOnly && !refusesWriting(db) }
  } catch {
    return { state: 'DOWN', version: null, latency: null, writable: false }
  }
}

/** How many series there are. */
export const countSeries = (db: Db): Promise<number> => db.query.$count(series, there)
