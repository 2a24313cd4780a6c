import type { Db as BossDb } from 'pg-boss'
import postgres from 'postgres'

export interface QueueConnection extends BossDb {
  close(): Promise<void>
}

/** JSON comes written, or as an object. */
const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/**
 * A connection of the queue's own. It is one, since whole transactions are sent as one text, which a pool would refuse;
 * listening has another beside it.
 */
export function openQueueConnection(url: string): QueueConnection {
  const sql = postgres(url, {
    max: 1,
    max_lifetime: null,
    connect_timeout: 10,
    backoff: retries => Math.min(1, 0.05 * 2 ** retries),
    onnotice: () => {},
    types: { json: { to: 114, from: [114, 3802], parse: (text: string) => JSON.parse(text), serialize: written } },
    connection: { application_name: 'seriema queue', TimeZone: 'UTC' },
  })
  let before: Promise<unknown> = Promise.resolve()
  /** One after the other: what failed may have left a transaction open, which no other statement must get into. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = before.then(work)
    before = result.catch(() => sql`rollback`).catch(() => {})
    return result
  }
  return {
    async executeSql(text, values = []) {
      const rows = await inTurn(async () => sql.unsafe(text, values as never[]))
      // Of several statements in one text each has rows of its own.
      return (Array.isArray(rows[0]) ? rows.map(each => ({ rows: each })) : { rows }) as { rows: unknown[] }
    },
    async listen(channel, onNotification, onReconnect) {
      const { unlisten } = await sql.listen(channel, onNotification, onReconnect)
      return { close: unlisten }
    },
    close: () => sql.end({ timeout: 1 }),
  }
}
