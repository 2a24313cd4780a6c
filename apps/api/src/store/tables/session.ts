import type { Grant } from '@seriema/domain/access'
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { bytes } from './bytes.ts'
import { instant } from './instant.ts'

/** Browsers in which somebody is signed in. Of the cookie itself only a hash is kept. */
export const session = pgTable(
  'sessions',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** SHA-256 of what the cookie holds, which is too long to be guessed. */
    hash: bytes().notNull().unique(),
    /** Whom the OpenID provider vouches for, or the handle of the key. */
    subject: text().notNull(),
    name: text().notNull(),
    /** What the OpenID provider calls its own session, by which it may end this one; null where it does not say. */
    sid: text(),
    /** As the claims were when last asked for; of a key its own count. */
    grants: jsonb().$type<readonly Grant[]>().notNull(),
    /** The key it was signed in with, and the hash of its secret then; null: by the OpenID provider. */
    keyHandle: text(),
    keyHash: bytes(),
    /** What the OpenID provider gave to ask again and to sign out with, sealed. */
    tokens: bytes(),
    createdAt: instant().notNull(),
    /** To a minute. */
    lastSeenAt: instant().notNull(),
    /** Until when the claims are taken without asking again; null: of a key. */
    claimsUntil: instant(),
    /** Until when one process asks again; null: none does. */
    renewingUntil: instant(),
    expiresAt: instant().notNull(),
  },
  table => [index().on(table.expiresAt), index().on(table.subject)],
)
