import type { Scope } from '@seriema/domain/role'
import { type AnyColumn, eq, isNull, or, type SQL } from 'drizzle-orm'
import { ofSeriesThere } from './series/deleted.ts'

/** As `scopeColumns` makes them. */
interface ScopeColumns {
  readonly seriesId: AnyColumn<{ data: number }>
  readonly groupId: AnyColumn<{ data: number }>
}

/** What a row is for: exactly one of its two columns says so. */
export const scopeOf = ({
  seriesId,
  groupId,
}: {
  readonly seriesId: number | null
  readonly groupId: number | null
}): Scope => (seriesId === null ? { groupId: groupId! } : { seriesId })

export const inScope = (table: ScopeColumns, scope: Scope): SQL =>
  'seriesId' in scope ? eq(table.seriesId, scope.seriesId) : eq(table.groupId, scope.groupId)

/** Whether a row is for a group, or for a series that is not deleted. */
export const ofScopeThere = ({ seriesId }: Pick<ScopeColumns, 'seriesId'>): SQL | undefined =>
  or(isNull(seriesId), ofSeriesThere(seriesId))
