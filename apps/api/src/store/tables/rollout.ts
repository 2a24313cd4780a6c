import type { Tally } from '@seriema/domain/rollout/tally'
import { index, integer, jsonb, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { deployment } from './deployment.ts'
import { instant } from './instant.ts'
import { series } from './series.ts'

const ofDeployment = () =>
  integer()
    .notNull()
    .references(() => deployment.id, { onDelete: 'cascade' })

/** What was seen of a shadow or canary since it began or its share last grew. */
export const rolloutComparison = pgTable('rollout_comparisons', {
  deploymentId: ofDeployment().primaryKey(),
  tally: jsonb().$type<Tally>().notNull(),
})

/** Up to where the points of a series have been compared, and what was forecast of those to come. */
export const rolloutProgress = pgTable(
  'rollout_progress',
  {
    deploymentId: ofDeployment(),
    seriesId: integer()
      .notNull()
      .references(() => series.id, { onDelete: 'cascade' }),
    /** The last point that was. */
    at: instant().notNull(),
    /** Of the role of forecasting. */
    pending: jsonb().$type<PendingForecasts>(),
  },
  table => [
    primaryKey({ columns: [table.deploymentId, table.seriesId] }),
    index('rollout_progress_by_series').on(table.seriesId),
  ],
)

/** What both forecast of the same instants (epoch milliseconds): `[channel][step]`, null where nothing is said. */
export interface PendingForecasts {
  readonly times: readonly number[]
  readonly own: readonly (readonly (number | null)[])[]
  readonly active: readonly (readonly (number | null)[])[]
}
