import type { Step } from '@seriema/domain/step'
import type { EpochLoss, PhaseStart, TrainingCause, TrainingState } from '@seriema/domain/training'
import { sql } from 'drizzle-orm'
import { bigint, doublePrecision, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytes } from './bytes.ts'
import { instant } from './instant.ts'
import { model } from './model.ts'
import { version } from './version.ts'

/** A series as a training was given it: its points up to an instant, on a grid of this step. */
export interface GivenSeries {
  readonly id: number
  /** Epoch milliseconds. */
  readonly until: number
  readonly step: Step
}

/** The job that makes a version, as its owner sees it; the queue has a row of its own that says who works on it. */
export const training = pgTable(
  'trainings',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    modelId: integer()
      .notNull()
      .references(() => model.id, { onDelete: 'cascade' }),
    cause: text().$type<TrainingCause>().notNull(),
    state: text().$type<TrainingState>().notNull(),
    /** Counts the workers that took it up. */
    attempt: integer().notNull().default(0),
    /** In [0, 1]; never falls within an attempt. */
    progress: doublePrecision().notNull().default(0),
    /** Passes done, and as many as there can be at most; null until known. */
    epoch: integer().notNull().default(0),
    epochs: integer(),
    losses: jsonb().$type<readonly EpochLoss[]>().notNull().default([]),
    phases: jsonb().$type<readonly PhaseStart[]>().notNull().default([]),
    /** Points of the series, as they are stored, that it was given; null until they are collected. */
    points: bigint({ mode: 'number' }),
    warnings: text().array().$type<readonly string[]>().notNull().default(sql`'{}'::text[]`),
    /** What it ended in, where it completed: a version it made, or one that was there already. */
    versionId: integer().references(() => version.id, { onDelete: 'set null' }),
    failureCode: text(),
    failure: text(),
    requestedAt: instant().notNull(),
    startedAt: instant(),
    finishedAt: instant(),
  },
  table => [
    uniqueIndex('trainings_one_at_a_time')
      .on(table.modelId)
      .where(sql`${table.state} in ('queued', 'collecting', 'preprocessing', 'training', 'evaluating')`),
    index('trainings_by_model').on(table.modelId, table.id),
    index('trainings_by_time').on(table.requestedAt, table.id),
  ],
)

/** Where a training stands after its last pass, for whoever takes it up when its worker is gone. Goes with its end. */
export const trainingCheckpoint = pgTable('training_checkpoints', {
  trainingId: bigint({ mode: 'number' })
    .primaryKey()
    .references(() => training.id, { onDelete: 'cascade' }),
  epoch: integer().notNull(),
  content: bytes().notNull(),
  /** Of what was being trained: it goes on only with the same. */
  fingerprint: text().notNull(),
  /** What it was given, so that it can be given the same again whatever came since. */
  given: jsonb().$type<readonly GivenSeries[]>().notNull(),
})
