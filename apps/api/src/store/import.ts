import type { ImportEnd, ImportProgress, ImportRejection, ImportState } from '@seriema/domain/import'
import type { Row } from 'postgres'
import type { Db } from './database.ts'
import { statements } from './database.ts'

/** A file on its way in. Instants in epoch milliseconds. */
export interface Import extends ImportProgress {
  /** A random UUID. */
  readonly id: string
  readonly fileName: string
  readonly key: string
  readonly plan: unknown
  readonly state: ImportState
  readonly size: number | null
  readonly failure: string | null
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

const columns = `id, file_name, key, plan, state, size, bytes_read, rows_read, stored, duplicates, conflicts, rejected,
  anomalies, rejections, series_keys, failure, date_part('epoch', started_at) * 1000 as started_at,
  date_part('epoch', finished_at) * 1000 as finished_at`

export async function createImport(
  db: Db,
  { id, fileName, key, plan, size }: Pick<Import, 'id' | 'fileName' | 'key' | 'plan' | 'size'>,
  now: number,
): Promise<Import> {
  const sql = statements(db)
  const [row] = await sql`
    insert into imports (id, file_name, key, plan, state, size, rejections, series_keys, created_at)
    values (${id}, ${fileName}, ${key}, ${JSON.stringify(plan)}::text::jsonb, 'waiting', ${size}, '[]', '{}',
      to_timestamp(${now / 1_000}::float8)) returning ${sql.unsafe(columns)}`
  return readImport(row!)
}

export async function findImport(db: Db, id: string): Promise<Import | null> {
  const sql = statements(db)
  const [row] = await sql`select ${sql.unsafe(columns)} from imports where id = ${id}`
  return row === undefined ? null : readImport(row)
}

/** From waiting to running, once; null where it was not waiting. */
export async function beginImport(db: Db, id: string, now: number): Promise<Import | null> {
  const sql = statements(db)
  const [row] = await sql`update imports set state = 'running', started_at = to_timestamp(${now / 1_000}::float8)
    where id = ${id} and state = 'waiting' returning ${sql.unsafe(columns)}`
  return row === undefined ? null : readImport(row)
}

/** Only who receives the file counts, even after someone else has ended the import: what was stored counts. */
export async function saveProgress(db: Db, id: string, progress: ImportProgress): Promise<Import> {
  const sql = statements(db)
  const { bytesRead, rowsRead, stored, duplicates, conflicts, rejected, anomalies, rejections, seriesKeys } = progress
  const [row] = await sql`
    update imports set bytes_read = ${bytesRead}, rows_read = ${rowsRead}, stored = ${stored}, duplicates = ${duplicates},
      conflicts = ${conflicts}, rejected = ${rejected}, anomalies = ${anomalies},
      rejections = ${JSON.stringify(rejections)}::text::jsonb, series_keys = ${sql.array([...seriesKeys], 25)}
    where id = ${id} returning ${sql.unsafe(columns)}`
  return readImport(row!)
}

/** Ends an import that has not ended; null where it has. */
export async function endImport(
  db: Db,
  id: string,
  state: ImportEnd,
  failure: string | null,
  now: number,
): Promise<Import | null> {
  const sql = statements(db)
  const [row] = await sql`
    update imports set state = ${state}, failure = ${failure}, finished_at = to_timestamp(${now / 1_000}::float8)
    where id = ${id} and state in ('waiting', 'running') returning ${sql.unsafe(columns)}`
  return row === undefined ? null : readImport(row)
}

/** Those being received somewhere, or said to be. */
export async function listReceiving(db: Db): Promise<Import[]> {
  const sql = statements(db)
  return (await sql`select ${sql.unsafe(columns)} from imports where state = 'running'`).map(readImport)
}

const instant = (value: number | null): number | null => (value === null ? null : Math.round(value))

const readImport = (row: Row): Import => ({
  id: row.id,
  fileName: row.file_name,
  key: row.key,
  plan: row.plan,
  state: row.state as ImportState,
  size: row.size,
  bytesRead: row.bytes_read,
  rowsRead: row.rows_read,
  stored: row.stored,
  duplicates: row.duplicates,
  conflicts: row.conflicts,
  rejected: row.rejected,
  anomalies: row.anomalies,
  rejections: row.rejections as readonly ImportRejection[],
  seriesKeys: row.series_keys as readonly string[],
  failure: row.failure,
  startedAt: instant(row.started_at),
  finishedAt: instant(row.finished_at),
})
