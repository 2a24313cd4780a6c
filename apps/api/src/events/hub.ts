import type { Logger } from 'pino'
import type { Db } from '../store/database.ts'
import type { Batch, EventFilter } from './batch.ts'

export interface HubOptions {
  readonly db: Db
  /** Where to LISTEN, over a connection of its own. */
  readonly databaseUrl: string
  readonly log: Logger
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Milliseconds between two messages to one subscriber, at least [50]. */
  readonly pace?: number
  /** Milliseconds events are kept, and with them the cursors that point at them [24 hours]. */
  readonly retention?: number
}

export interface Hub {
  /**
   * Everything that passes the filter from `after` on (a cursor; null: from now on), each exactly once, in commit order.
   * The first batch comes at once, empty if need be. Throws CURSOR_INVALID or CURSOR_EXPIRED before anything is streamed.
   * A subscriber that does not keep up reads on from the store: it misses nothing and costs no memory.
   */
  stream(filter: EventFilter, after: string | null): Promise<AsyncGenerator<Batch, void, void>>
  /** How many streams are open. */
  readonly subscribers: number
  /** Ends every stream and lets go of the database. */
  close(): Promise<void>
}

/** One reader of events for a process, whatever the number of its subscribers. It comes up without PostgreSQL, too. */
export declare function openHub(options: HubOptions): Promise<Hub>
