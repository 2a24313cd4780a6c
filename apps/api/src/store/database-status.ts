import { type Db, statements } from './database.ts'

export interface DatabaseStatus {
  readonly state: 'UP' | 'DOWN'
  /** As PostgreSQL says it, such as `18.4`; null when it cannot be reached. */
  readonly version: string | null
  /** Milliseconds a smallest query took, there and back. */
  readonly latency: number | null
}

/** Never throws: that the database is away is an answer. */
export async function readDatabaseStatus(db: Db): Promise<DatabaseStatus> {
  const sql = statements(db)
  const asked = performance.now()
  try {
    const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`
    return { state: 'UP', version: row!.version, latency: performance.now() - asked }
  } catch {
    return { state: 'DOWN', version: null, latency: null }
  }
}

/** How many series there are. */
export async function countSeries(db: Db): Promise<number> {
  const sql = statements(db)
  const [row] = await sql<{ count: number }[]>`select count(*) from series`
  return row!.count
}
