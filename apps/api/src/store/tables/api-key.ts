import type { Grant } from '@seriema/domain/access'
import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { bytes } from './bytes.ts'
import { instant } from './instant.ts'

/** Keys by which programs say who they are. Of the secret itself only a hash is kept. */
export const apiKey = pgTable('api_keys', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  /** The part of the key that says which one it is. */
  handle: text().notNull().unique(),
  name: text().notNull(),
  grants: jsonb().$type<readonly Grant[]>().notNull(),
  /** SHA-256 of the secret, which is too long to be guessed: nothing slower is needed. */
  hash: bytes().notNull(),
  /** That of the secret before the last rotation, and until when it is still taken. */
  formerHash: bytes(),
  formerUntil: instant(),
  createdAt: instant().notNull(),
  createdBy: text().notNull(),
  /** null: never. */
  expiresAt: instant(),
  revokedAt: instant(),
  /** To a minute; null: not yet. */
  lastUsedAt: instant(),
})
