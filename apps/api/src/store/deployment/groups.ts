import type { HeldDeployment } from '@seriema/domain/deployment'
import type { GroupCondition } from '@seriema/domain/group'
import { and, desc, eq, gt, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { deployment, deploymentChange } from '../tables/deployment.ts'
import { group } from '../tables/group.ts'
import { series } from '../tables/series.ts'

/** A group that somebody was chosen to speak for. */
export interface SpokenFor {
  readonly id: number
  readonly conditions: readonly GroupCondition[]
  readonly deployments: readonly HeldDeployment[]
}

export async function spokenFor({ query }: Db): Promise<SpokenFor[]> {
  const rows = await query.select().from(deployment).innerJoin(group, eq(group.id, deployment.groupId))
  return [...Map.groupBy(rows, row => row.groups.id)].map(([id, own]) => ({
    id,
    conditions: own[0]!.groups.conditions,
    deployments: own.map(({ deployments: { id, role, slot, share, kind, versionId } }) => ({
      id,
      role,
      slot,
      share,
      speaker: { kind, versionId },
    })),
  }))
}

/** Two numbers: one changes with every change of who speaks, the other with every change of what a group is. */
export interface SpeakersStamp {
  readonly changes: number
  readonly groups: string
}

export async function speakersStamp({ query }: Db): Promise<SpeakersStamp> {
  const [row] = await query
    .select({
      changes: sql<number>`(select coalesce(max(${deploymentChange.id}), 0) from ${deploymentChange})`,
      groups: sql<string>`(select count(*) || ' ' || coalesce(max(${group}.xmin::text::bigint), 0) from ${group})`,
    })
    .from(sql`(select) one`)
  return row!
}

/** Versions that were given a slot after a line of the timeline, by its number. */
export async function deployedVersionsSince({ query }: Db, change: number): Promise<number[]> {
  const rows = await query
    .selectDistinct({ id: deploymentChange.toVersionId })
    .from(deploymentChange)
    .where(and(gt(deploymentChange.id, change), isNotNull(deploymentChange.toVersionId)))
  return rows.map(({ id }) => id!)
}

/** Versions that speak: those of groups first, then those of the series that had a point last. */
export async function mostUsedVersions({ query }: Db, most: number): Promise<number[]> {
  const rows = await query
    .select({ id: deployment.versionId })
    .from(deployment)
    .leftJoin(series, eq(series.id, deployment.seriesId))
    .where(isNotNull(deployment.versionId))
    .orderBy(desc(isNotNull(deployment.groupId)), sql`${series.liveAt} desc nulls last`)
    .limit(most)
  return [...new Set(rows.map(({ id }) => id!))]
}
