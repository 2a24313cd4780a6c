import { type Column, getTableColumns, sql } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Db } from './database.ts'

/** A table whose ids the database gives. */
type Numbered = PgTable & { readonly id: PgColumn; readonly $inferSelect: { readonly id: number } }

const casing = new CasingCache('snake_case')

/**
 * Inserts any number of rows by one statement, whose text depends on the table alone: the builder's own grows by a
 * parameter a value. Takes every column but the id; returns the ids in the order of the rows.
 */
export async function insertAll<T extends Numbered>(
  tx: Db,
  table: T,
  rows: readonly Omit<T['$inferSelect'], 'id'>[],
): Promise<number[]> {
  if (rows.length === 0) return []
  const { names, given, typed, written } = recordsOf(table, rows)
  const listed = sql.join(names, sql`, `)
  const inserted = await tx.query.execute<{ id: number }>(sql`
    insert into ${table} (${listed})
    select ${given} from json_to_recordset(${JSON.stringify(written)}::json) as r (${sql.join(typed, sql`, `)})
    returning id`)
  return inserted.map(row => row.id)
}

/** Gives rows of these ids the values given, all columns but the id, by one statement alike. */
export async function updateAll<T extends Numbered>(
  tx: Db,
  table: T,
  rows: readonly T['$inferSelect'][],
): Promise<void> {
  if (rows.length === 0) return
  const { names, given, typed, written } = recordsOf(table, rows)
  const values = written.map((row, i) => ({ ...row, id: rows[i]!.id }))
  const listed = sql.join(names, sql`, `)
  await tx.query.execute(sql`
    update ${table} set (${listed}) = row(${given})
    from json_to_recordset(${JSON.stringify(values)}::json) as r (id int8, ${sql.join(typed, sql`, `)})
    where ${table.id} = r.id`)
}

/**
 * Rows as JSON has them, with the names of the columns but the id, what of a row `r` is given to each, and the types that
 * `r` has. What is JSON itself goes as text: it would be parsed twice.
 */
function recordsOf(table: Numbered, rows: readonly object[]) {
  const columns = Object.entries<Column>(getTableColumns(table)).filter(([, column]) => column.name !== table.id.name)
  const names = columns.map(([, column]) => sql.identifier(casing.getColumnCasing(column)))
  const type = (column: Column) => sql.raw(column.getSQLType())
  const given = columns.map(([, column], i) =>
    column.dataType === 'json' ? sql`r.${names[i]}::${type(column)}` : sql`r.${names[i]}`,
  )
  const typed = columns.map(
    ([, column], i) => sql`${names[i]} ${column.dataType === 'json' ? sql.raw('text') : type(column)}`,
  )
  const written = (rows as readonly Record<string, unknown>[]).map(row =>
    Object.fromEntries(columns.map(([key, column]) => [casing.getColumnCasing(column), write(column, row[key])])),
  )
  return { names, given: sql.join(given, sql`, `), typed, written }
}

/** As JSON has it: an array stays one. */
function write(column: Column, value: unknown): unknown {
  if (value === null || column.dataType === 'array') return value
  return column.dataType === 'json' ? JSON.stringify(value) : column.mapToDriverValue(value)
}
