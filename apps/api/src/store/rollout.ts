import { addTallies, emptyTally, type Tally } from '@seriema/domain/rollout/tally'
import { eq, sql } from 'drizzle-orm'
import { anyOf } from './any-of.ts'
import type { Db } from './database.ts'
import { deployment } from './tables/deployment.ts'
import { rolloutComparison, rolloutProgress } from './tables/rollout.ts'

export type { PendingForecasts } from './tables/rollout.ts'

/** Up to where the points of a series were compared for a deployment. Instants in epoch milliseconds. */
export type Progress = Readonly<typeof rolloutProgress.$inferSelect>

/** What was seen of each of these deployments, of those of which anything was. */
export async function findTallies({ query }: Db, deploymentIds: readonly number[]): Promise<Map<number, Tally>> {
  const own = anyOf(rolloutComparison.deploymentId, deploymentIds)
  const rows = await query.select().from(rolloutComparison).where(own)
  return new Map(rows.map(({ deploymentId, tally }) => [deploymentId, tally]))
}

/** Of these series, whatever is tried out on them. */
export const findProgress = async ({ query }: Db, seriesIds: readonly number[]): Promise<Progress[]> =>
  query.select().from(rolloutProgress).where(anyOf(rolloutProgress.seriesId, seriesIds))

/** What was compared of a series: from where it was compared to before (null: nothing was) to `progress.at`. */
export interface Compared {
  readonly progress: Progress
  readonly from: number | null
  /** When the deployment began or its share last grew, as far as whoever compared knew. */
  readonly since: number
  readonly tally: Tally
}

/**
 * Adds what was compared, and returns the deployments that it was of. What another process compared first, and what is of
 * a deployment that has ended or changed since, is left out: nothing is counted twice.
 */
export async function addCompared(tx: Db, all: readonly Compared[]): Promise<ReadonlySet<number>> {
  const ids = [...new Set(all.map(({ progress }) => progress.deploymentId))].sort((a, b) => a - b)
  const there = await tx.query
    .select({ id: deployment.id, since: deployment.since })
    .from(deployment)
    .where(anyOf(deployment.id, ids))
    .orderBy(deployment.id)
    .for('share')
  const since = new Map(there.map(one => [one.id, one.since]))
  const current = all.filter(one => since.get(one.progress.deploymentId) === one.since)
  const ours = await advance(tx, current)
  const counted = current.filter(one => ours.has(nameOf(one.progress)))
  const tallies = Map.groupBy(counted, one => one.progress.deploymentId)
  for (const id of ids) {
    const added = (tallies.get(id) ?? []).map(one => one.tally)
    if (added.length > 0) await addTally(tx, id, added.reduce(addTallies))
  }
  return new Set(tallies.keys())
}

const nameOf = ({ deploymentId, seriesId }: Pick<Progress, 'deploymentId' | 'seriesId'>) =>
  `${deploymentId} ${seriesId}`

/** Those that stood where they are said to have stood. */
async function advance(tx: Db, all: readonly Compared[]): Promise<ReadonlySet<string>> {
  if (all.length === 0) return new Set()
  const rows = all
    .map(({ progress: { deploymentId, seriesId, at, pending }, from }) => ({
      deploymentId,
      seriesId,
      at: new Date(at).toISOString(),
      before: from === null ? null : new Date(from).toISOString(),
      pending,
    }))
    .sort((a, b) => a.deploymentId - b.deploymentId || a.seriesId - b.seriesId)
  const done = await tx.query.execute<{ deployment_id: number; series_id: number }>(sql`
    with r as (select * from json_to_recordset(${JSON.stringify(rows)}::json)
      as r ("deploymentId" int, "seriesId" int, at timestamptz, before timestamptz, pending jsonb)),
    begun as (insert into ${rolloutProgress} (deployment_id, series_id, at, pending)
      select "deploymentId", "seriesId", at, pending from r where before is null
        and exists (select from series s where s.id = "seriesId")
      on conflict do nothing returning deployment_id, series_id),
    moved as (update ${rolloutProgress} p set at = r.at, pending = r.pending from r
      where p.deployment_id = r."deploymentId" and p.series_id = r."seriesId" and p.at = r.before
      returning p.deployment_id, p.series_id)
    select * from begun union all select * from moved`)
  return new Set(done.map(row => nameOf({ deploymentId: row.deployment_id, seriesId: row.series_id })))
}

async function addTally(tx: Db, deploymentId: number, added: Tally): Promise<void> {
  await tx.query.insert(rolloutComparison).values({ deploymentId, tally: emptyTally }).onConflictDoNothing()
  const own = eq(rolloutComparison.deploymentId, deploymentId)
  const [row] = await tx.query.select().from(rolloutComparison).where(own).for('update')
  await tx.query
    .update(rolloutComparison)
    .set({ tally: addTallies(row!.tally, added) })
    .where(own)
}

/** What was compared counts no more; `sameSpeaker`: what it forecast of points to come still does. */
export async function forgetRollout(tx: Db, deploymentId: number, sameSpeaker: boolean): Promise<void> {
  await tx.query.delete(rolloutComparison).where(eq(rolloutComparison.deploymentId, deploymentId))
  if (!sameSpeaker)
    await tx.query.update(rolloutProgress).set({ pending: null }).where(eq(rolloutProgress.deploymentId, deploymentId))
}
