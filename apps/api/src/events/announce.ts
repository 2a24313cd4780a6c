import type { Db } from '../store/database.ts'
import type { NewEvent } from './event.ts'

/**
 * Says what the transaction did, to every process, at the moment it commits and only if it does. These MUST be the last
 * statements of the transaction: event ids are given under one lock for the whole database, held until the commit.
 * Announces nothing for no news. `now` in epoch milliseconds.
 */
export declare function announce(tx: Db, news: readonly NewEvent[], now: number): Promise<void>
