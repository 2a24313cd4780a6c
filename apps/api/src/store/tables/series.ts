import type { AlarmRules } from '@seriema/domain/anomaly'
import type { QualityLimits } from '@seriema/domain/quality'
import type { Attribute, Channel } from '@seriema/domain/series'
import type { DeclaredStep, Step } from '@seriema/domain/step'
import { sql } from 'drizzle-orm'
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

/**
 * The row is also the lock of its series: whoever writes points holds it, so `lastSeq` counts them in commit order and
 * the figures below it are always those of the points stored.
 */
export const series = pgTable(
  'series',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    key: text().notNull(),
    title: text(),
    description: text(),
    channels: jsonb().$type<readonly Channel[]>().notNull(),
    attributes: jsonb().$type<readonly Attribute[]>().notNull(),
    declaredInterval: doublePrecision(),
    declaredStep: jsonb().$type<DeclaredStep>(),
    timeZone: text().notNull().default('UTC'),
    inferredInterval: doublePrecision(),
    /** Where the points show one of the calendar; else null. */
    inferredStep: jsonb().$type<Step>(),
    alarmRules: jsonb().$type<AlarmRules>(),
    qualityLimits: jsonb().$type<QualityLimits>(),
    driftLimit: doublePrecision(),
    createdAt: instant().notNull(),
    pointCount: bigint({ mode: 'number' }).notNull().default(0),
    lastSeq: bigint({ mode: 'number' }).notNull().default(0),
    firstAt: instant(),
    lastAt: instant(),
    /** When a point came last that was of the present then; null where all were history. */
    liveAt: instant(),
    /** Where it is deleted: it holds its key and all that belongs to it, and nothing finds it. */
    deletedAt: instant(),
    /** Until when it was said that it can be restored. */
    restorableUntil: instant(),
    /** Deleted for good: its key is free, and what belongs to it is on its way out. */
    doomed: boolean().notNull().default(false),
  },
  table => [
    index('series_search').using('btree', sql`lower(${table.key})`),
    uniqueIndex('series_key_unique').on(table.key).where(sql`not ${table.doomed}`),
    index('series_deleted').on(table.deletedAt, table.id).where(sql`${table.deletedAt} is not null`),
  ],
)
