import type { HeldDeployment } from '@seriema/domain/deployment'
import { type SQL, sql } from 'drizzle-orm'
import { deployment } from '../tables/deployment.ts'
import { series } from '../tables/series.ts'

const { id, role, slot, share, kind, versionId } = deployment

/**
 * Who was chosen to speak for a series, as its row is read: null where nobody was. The builder leaves out the names of
 * tables where there seems to be only one; what lies a level deeper keeps them.
 */
export const ownDeployments: SQL<readonly HeldDeployment[] | null> = sql`${sql`(
  select jsonb_agg(jsonb_build_object('id', ${id}, 'role', ${role}, 'slot', ${slot}, 'share', ${share},
    'speaker', jsonb_build_object('kind', ${kind}, 'versionId', ${versionId})))
  from ${deployment} where ${deployment.seriesId} = ${series.id})`}`
