import { Fault } from '@seriema/domain/fault'
import type { Db } from '../store/database.ts'
import { appendEvents } from '../store/event.ts'
import type { NewEvent } from './event.ts'

/**
 * Says what the transaction did, to every process, at the moment it commits and only if it does. These MUST be the last
 * statements of the transaction: event ids are given under one lock for the whole database, held until the commit, and
 * whoever waited for anything else while holding it would stop everybody. Announces nothing for no news. `now` in epoch
 * milliseconds.
 */
export async function announce(tx: Db, news: readonly NewEvent[], now: number): Promise<void> {
  if (news.length > 0) await appendEvents(tx, news, now)
}

const prefix = 'event:'

/** A place among the events: right after the one with this id. Opaque to whoever holds it. */
export const encodeCursor = (eventId: number): string => Buffer.from(`${prefix}${eventId}`).toString('base64url')

/** Throws CURSOR_INVALID for what is no cursor of a subscription. */
export function decodeCursor(cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString()
  const id = Number(text.slice(prefix.length))
  if (!/^event:\d{1,15}$/.test(text))
    throw new Fault('CURSOR_INVALID', 'this is no cursor of a subscription: start again without `after`')
  return id
}
