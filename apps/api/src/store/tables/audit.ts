import type { AuditActorKind, AuditChange, AuditOutcome, AuditTarget } from '@seriema/domain/audit'
import { bigint, boolean, index, integer, json, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes } from './bytes.ts'
import { instant } from './instant.ts'

/**
 * Who did what, chained: the hash of each row covers the row and the hash before it. Rows are only ever added; the oldest go
 * by `seriema_forget_audit`, and by nothing else: a trigger refuses it. `json`, not `jsonb`: what is hashed stays letter by
 * letter as it was written.
 */
export const auditEntry = pgTable(
  'audit_entries',
  {
    /** Without gaps, from 1. */
    id: bigint({ mode: 'number' }).primaryKey(),
    mark: uuid().notNull().unique(),
    at: instant().notNull(),
    actorKind: text().$type<AuditActorKind>().notNull(),
    actorId: text().notNull(),
    actorName: text().notNull(),
    address: text().notNull(),
    operation: text().notNull(),
    outcome: text().$type<AuditOutcome>().notNull(),
    code: text(),
    message: text(),
    times: integer().notNull(),
    targets: json().$type<readonly AuditTarget[]>().notNull(),
    changes: json().$type<readonly AuditChange[]>().notNull(),
    input: json().$type<unknown>(),
    trace: text(),
    /** Keys of the series among the targets, to be found by. */
    series: text().array().$type<readonly string[]>().notNull(),
    hash: bytes().notNull(),
  },
  table => [
    index('audit_entries_by_time').on(table.at, table.id),
    index('audit_entries_by_operation').on(table.operation, table.at),
    index('audit_entries_by_series').using('gin', table.series),
  ],
)

/** The last entry that is kept no more: what the chain goes on from. */
export const auditAnchor = pgTable('audit_anchor', {
  /** There is one at most. */
  only: boolean().primaryKey().default(true),
  id: bigint({ mode: 'number' }).notNull(),
  hash: bytes().notNull(),
})
