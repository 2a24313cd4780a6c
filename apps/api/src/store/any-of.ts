import { type AnyColumn, type Placeholder, type SQL, sql } from 'drizzle-orm'

/** Whether a column holds one of these; as many as there are, they are one parameter. */
export const anyOf = <T extends string | number>(
  column: AnyColumn<{ data: T }>,
  values: readonly T[] | Placeholder,
): SQL => sql`${column} = any(${sql.param(values)})`
