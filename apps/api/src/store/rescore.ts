import type { Speaker } from '@seriema/domain/deployment'
import type { RescoreEnd, RescoreProgress } from '@seriema/domain/rescore'
import { nothingJudged } from '@seriema/domain/rescore'
import { and, eq, getTableColumns } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import type { Series } from './series.ts'
import { rescore as table } from './tables/rescore.ts'
import { series } from './tables/series.ts'

/** The last time a series' past was judged anew, by which detector and rules. Instants in epoch milliseconds. */
export type Rescore = Readonly<typeof table.$inferSelect>

/** Of so many points, by this speaker; in place of the one before. */
export async function beginRescore(
  tx: Db,
  one: Series,
  { kind: detector, versionId }: Speaker,
  points: number,
  now: number,
): Promise<Rescore> {
  const { id: seriesId, alarmRules } = one
  const begun = {
    ...nothingJudged,
    detector,
    versionId,
    alarmRules,
    points,
    state: 'running' as const,
    failure: null,
    startedAt: now,
    finishedAt: null,
  }
  const [row] = await tx.query
    .insert(table)
    .values({ seriesId, ...begun })
    .onConflictDoUpdate({ target: table.seriesId, set: begun })
    .returning()
  return row!
}

export async function saveRescore(tx: Db, seriesId: number, progress: RescoreProgress): Promise<Rescore> {
  const { judged, stays, goes, comes } = progress
  const [row] = await tx.query
    .update(table)
    .set({ judged, stays, goes, comes })
    .where(eq(table.seriesId, seriesId))
    .returning()
  return row!
}

/** Ends one that has not ended; null where there is none. */
export async function endRescore(
  tx: Db,
  seriesId: number,
  state: RescoreEnd,
  failure: string | null,
  now: number,
): Promise<Rescore | null> {
  const [row] = await tx.query
    .update(table)
    .set({ state, failure, finishedAt: now })
    .where(running(seriesId))
    .returning()
  return row ?? null
}

const running = (seriesId: number) => and(eq(table.seriesId, seriesId), eq(table.state, 'running'))

/** Of these series those that have one, in no particular order. */
export const findRescores = async ({ query }: Db, seriesIds: readonly number[]): Promise<Rescore[]> =>
  query.select().from(table).where(anyOf(table.seriesId, seriesIds))

/** Those at work somewhere, or said to be. */
export const listRescoring = async ({ query }: Db): Promise<(Rescore & { readonly key: string })[]> =>
  query
    .select({ ...getTableColumns(table), key: series.key })
    .from(table)
    .innerJoin(series, eq(series.id, table.seriesId))
    .where(eq(table.state, 'running'))
