import type { Slot } from '@seriema/domain/deployment'
import type { Role } from '@seriema/domain/role'
import type { RolloutLimits } from '@seriema/domain/rollout'
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { oneScope, scopeColumns } from './scope.ts'
import { version } from './version.ts'

/** Who speaks, in each role and slot of a series or group. No row: whoever speaks for all. */
export const deployment = pgTable(
  'deployments',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    ...scopeColumns(),
    role: text().$type<Role>().notNull(),
    slot: text().$type<Slot>().notNull(),
    kind: text().notNull(),
    /** null: a built-in kind. A version that is deployed is never deleted by itself. */
    versionId: integer().references(() => version.id, { onDelete: 'cascade' }),
    share: doublePrecision().notNull().default(1),
    since: instant().notNull(),
    /** Of a shadow or canary: what it must keep within; null: what is usual. */
    limits: jsonb().$type<RolloutLimits>(),
  },
  table => [
    oneScope('deployments', table),
    uniqueIndex('deployments_of_series').on(table.seriesId, table.role, table.slot),
    uniqueIndex('deployments_of_group').on(table.groupId, table.role, table.slot),
    index('deployments_by_version').on(table.versionId),
  ],
)

/** Every change of who speaks, with its reason: the timeline. Written with the deployment, never changed. */
export const deploymentChange = pgTable(
  'deployment_changes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    ...scopeColumns(),
    role: text().$type<Role>().notNull(),
    slot: text().$type<Slot>().notNull(),
    at: instant().notNull(),
    /** Who held the slot before, and who does from then on; null: nobody. */
    fromKind: text(),
    fromVersionId: integer(),
    toKind: text(),
    toVersionId: integer(),
    share: doublePrecision().notNull(),
    reason: text().notNull(),
    /** Whether a rollout decided it by its limits, and nobody by hand. */
    automatic: boolean().notNull(),
    by: text(),
  },
  table => [
    oneScope('deployment_changes', table),
    index('deployment_changes_of_series').on(table.seriesId, table.id),
    index('deployment_changes_of_group').on(table.groupId, table.id),
  ],
)
