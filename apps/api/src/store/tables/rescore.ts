import type { AlarmRules, DetectorKind } from '@seriema/domain/anomaly'
import type { RescoreState } from '@seriema/domain/rescore'
import { bigint, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { series } from './series.ts'

/** The last time a series' past was judged anew. The counts are those of what is committed. */
export const rescore = pgTable('rescores', {
  seriesId: integer()
    .primaryKey()
    .references(() => series.id, { onDelete: 'cascade' }),
  detector: text().$type<DetectorKind>().notNull(),
  /** Of whichever version judged, be it there still or not; null: a detector that was not trained. */
  versionId: integer(),
  alarmRules: jsonb().$type<AlarmRules>().notNull(),
  state: text().$type<RescoreState>().notNull(),
  points: bigint({ mode: 'number' }).notNull(),
  judged: bigint({ mode: 'number' }).notNull(),
  stays: integer().notNull(),
  goes: integer().notNull(),
  comes: integer().notNull(),
  failure: text(),
  startedAt: instant().notNull(),
  finishedAt: instant(),
})
