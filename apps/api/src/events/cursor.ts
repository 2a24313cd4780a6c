import { Fault } from '@seriema/domain/fault'

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
