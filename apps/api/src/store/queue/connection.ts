import type { Db as BossDb } from 'pg-boss'
import postgres from 'postgres'
import { loneConnection } from '../lone-connection.ts'

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
  const lone = loneConnection('seriema queue')
  const sql = postgres(url, {
    ...lone,
    types: { json: { to: 114, from: [114, 3802], parse: (text: string) => JSON.parse(text), serialize: written } },
    connection: { ...lone.connection, TimeZone: 'UTC' },
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
      // What is left out is no value.
      const given = values.map(value => value ?? null)
      const rows = await inTurn(async () => sql.unsafe(text, given as never[]))
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
