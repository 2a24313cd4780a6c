import type { Recipe } from '@seriema/domain/recipe'
import type { Role } from '@seriema/domain/role'
import type { Settings } from '@seriema/domain/setting'
import type { EpochLoss } from '@seriema/domain/training'
import type {
  VersionChannel,
  VersionMetrics,
  VersionOrigin,
  VersionSample,
  VersionStatistics,
} from '@seriema/domain/version'
import { sql } from 'drizzle-orm'
import { bigint, doublePrecision, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytes } from './bytes.ts'
import { instant } from './instant.ts'
import { model } from './model.ts'
import { oneScope, scopeColumns } from './scope.ts'

/** An immutable result of a training, or a file that was made elsewhere. Only its tags, note and archive ever change. */
export const version = pgTable(
  'versions',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    ...scopeColumns(),
    /** Counts from 1 in its scope, without a gap; never used again. */
    number: integer().notNull(),
    modelId: integer()
      .notNull()
      .references(() => model.id, { onDelete: 'cascade' }),
    role: text().$type<Role>().notNull(),
    kind: text().notNull(),
    settings: jsonb().$type<Settings>().notNull(),
    recipe: jsonb().$type<Recipe>().notNull(),
    origin: text().$type<VersionOrigin>().notNull(),
    /** Of data, kind, settings and recipe together: the same again makes no second version. */
    fingerprint: text().notNull(),
    /** SHA-256 of the training data; null where a file does not say. */
    dataHash: text(),
    createdAt: instant().notNull(),
    /** Who asked for it; null where nobody is known. */
    createdBy: text(),
    /** Points learnt from, and the instants of the first and the last; null where a file does not say. */
    points: bigint({ mode: 'number' }),
    dataFrom: instant(),
    dataTo: instant(),
    channels: jsonb().$type<readonly VersionChannel[]>().notNull(),
    statistics: jsonb().$type<VersionStatistics>(),
    /** On the held-out part, in original units; null where a file does not say. */
    metrics: jsonb().$type<VersionMetrics>(),
    losses: jsonb().$type<readonly EpochLoss[]>().notNull(),
    bestEpoch: integer(),
    /** Milliseconds the training took. */
    took: doublePrecision(),
    lookback: integer().notNull(),
    horizon: integer().notNull(),
    /** The last points of the training data, for its plot. */
    sample: jsonb().$type<VersionSample>(),
    /** SHA-256 of the ONNX file, which is its address too. */
    artifact: text().notNull(),
    artifactBytes: integer().notNull(),
    tags: text().array().$type<readonly string[]>().notNull().default(sql`'{}'::text[]`),
    note: text(),
    archivedAt: instant(),
  },
  table => [
    oneScope('versions', table),
    uniqueIndex('versions_of_series').on(table.seriesId, table.number),
    uniqueIndex('versions_of_group').on(table.groupId, table.number),
    uniqueIndex('versions_of_series_once').on(table.seriesId, table.fingerprint),
    uniqueIndex('versions_of_group_once').on(table.groupId, table.fingerprint),
    index('versions_by_model').on(table.modelId),
    index('versions_by_time').on(table.createdAt, table.id),
  ],
)

/** The ONNX files, by their SHA-256, where they are kept in the database. */
export const artifact = pgTable('artifacts', {
  hash: text().primaryKey(),
  content: bytes().notNull(),
  createdAt: instant().notNull(),
})
