import postgres from 'postgres'
import { loneConnection } from './lone-connection.ts'

/** What processes on one database divide among themselves. */
export const claimed = { generators: 1, import: 2, rescore: 3, alerts: 4 } as const

/**
 * Claims of this process, held by a connection of its own: they end with the process or the connection, however it ends,
 * and nobody has to wait for a lease to run out.
 */
export interface Claims {
  /** Whether it is ours, be it since before or from now on; `id` < 2³¹. Throws while the database is away. */
  hold(kind: number, id: number): Promise<boolean>
  release(kind: number, id: number): Promise<void>
  close(): Promise<void>
}

export function openClaims(url: string): Claims {
  const sql = postgres(url, loneConnection('seriema claims'))
  return {
    async hold(kind, id) {
      const [row] = await sql<{ ours: boolean }[]>`select case when exists (
          select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted
            and classid = ${kind} and objid = ${id} and objsubid = 2)
        then true else pg_try_advisory_lock(${kind}::int, ${id}::int) end as ours`
      return row!.ours
    },
    async release(kind, id) {
      await sql`select pg_advisory_unlock(${kind}::int, ${id}::int)`
    },
    close: () => sql.end({ timeout: 1 }),
  }
}
