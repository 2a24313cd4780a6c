import { sql } from 'drizzle-orm'
import { check, integer, type PgColumn } from 'drizzle-orm/pg-core'
import { group } from './group.ts'
import { series } from './series.ts'

/** What something is for: one series, or a group. It goes when that does. */
export const scopeColumns = () => ({
  seriesId: integer().references(() => series.id, { onDelete: 'cascade' }),
  groupId: integer().references(() => group.id, { onDelete: 'cascade' }),
})

export const oneScope = (name: string, table: { readonly seriesId: PgColumn; readonly groupId: PgColumn }) =>
  check(`${name}_one_scope`, sql`num_nonnulls(${table.seriesId}, ${table.groupId}) = 1`)

/** The same of what may be for all series: then it names neither. */
export const atMostOneScope = (name: string, table: { readonly seriesId: PgColumn; readonly groupId: PgColumn }) =>
  check(`${name}_one_scope`, sql`num_nonnulls(${table.seriesId}, ${table.groupId}) <= 1`)
