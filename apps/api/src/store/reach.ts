import type { Reach } from '@seriema/domain/access'
import { LRUCache } from 'lru-cache'
import { type ConnectOptions, connect, type Database, type Db } from './database.ts'
import { abandonable } from './errand.ts'

/** The role of the database under which row security holds; `drizzle/*_reach.sql` makes it and its policies. */
const limitedRole = 'seriema_limited'
/** Connections of each reach, and reaches that keep theirs. */
const connections = 2
const kept = 16
/** Seconds after which a connection that nobody uses goes. */
const idle = 30

export interface ReachedReads {
  /** Reads over connections to which nothing else exists than what the reach covers: the database itself sees to it. */
  within(reach: NonNullable<Reach>): Db
  close(): Promise<void>
}

export function openReachedReads(url: string, options: Pick<ConnectOptions, 'statementTimeout'>): ReachedReads {
  const closing = new Set<Promise<void>>()
  const end = (database: Database) => {
    const ended = database.close().finally(() => closing.delete(ended))
    closing.add(ended)
  }
  const pools = new LRUCache<string, { readonly database: Database; readonly db: Db }>({
    max: kept,
    dispose: ({ database }) => end(database),
  })
  return {
    within(reach) {
      const written = JSON.stringify(reach)
      const known = pools.get(written)
      if (known !== undefined) return known.db
      const database = connect(url, {
        ...options,
        max: connections,
        readOnly: true,
        idleTimeout: idle,
        parameters: { role: limitedRole, 'seriema.reach': JSON.stringify(reach.map(asLike)) },
      })
      const made = { database, db: abandonable(database) }
      pools.set(written, made)
      return made.db
    },
    async close() {
      pools.clear()
      await Promise.all(closing)
    },
  }
}

/** Patterns as LIKE has them, whose own sign for any letter keys have, too. */
const asLike = ({ key, attributes }: NonNullable<Reach>[number]) => ({
  key: key === null ? null : key.replaceAll('_', '\\_').replaceAll('*', '%'),
  attributes,
})
