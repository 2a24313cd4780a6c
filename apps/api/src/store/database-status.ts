import type { Db } from './database.ts'
import { series } from './tables/series.ts'

export interface DatabaseStatus {
  readonly state: 'UP' | 'DOWN'
  /** As PostgreSQL says it, such as `18.4`; null when it cannot be reached. */
  readonly version: string | null
  /** Milliseconds a smallest query took, there and back. */
  readonly latency: number | null
}

/** Never throws: that the database is away is an answer. */
export async function readDatabaseStatus(db: Db): Promise<DatabaseStatus> {
  const asked = performance.now()
  try {
    const [row] = await db.sql<{ version: string }[]>`select current_setting('server_version') as version`
    return { state: 'UP', version: row!.version, latency: performance.now() - asked }
  } catch {
    return { state: 'DOWN', version: null, latency: null }
  }
}

/** How many series there are. */
export const countSeries = (db: Db): Promise<number> => db.query.$count(series)
