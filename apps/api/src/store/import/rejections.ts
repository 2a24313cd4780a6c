import type { FaultCode } from '@seriema/domain/fault'
import type { ImportRejection } from '@seriema/domain/import'
import { rejectionsKept } from '@seriema/domain/import'
import { and, asc, eq, gte } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { importRejection as table } from '../tables/import.ts'

/** Keeps rejections of which `before` came earlier, as far as there is room. One statement, whatever their number. */
export async function insertRejections(
  tx: Db,
  importId: string,
  before: number,
  rejections: readonly ImportRejection[],
): Promise<void> {
  const kept = rejections.slice(0, Math.max(0, rejectionsKept - before))
  if (kept.length === 0) return
  const { sql } = tx
  await sql`insert into import_rejections (import_id, place, line, code, message)
    select ${importId}::uuid, ${before}::int + u.place - 1, u.line, u.code, u.message
    from unnest(${`{${kept.map(({ line }) => line).join(',')}}`}::int8[],
      ${sql.array(
        kept.map(({ code }) => code),
        25,
      )}::text[],
      ${sql.array(
        kept.map(({ message }) => message),
        25,
      )}::text[]) with ordinality as u (line, code, message, place)`
}

/** The `count` kept rejections from `place` (0-based) on, in the order of the file. */
export async function readRejections(
  { query }: Db,
  importId: string,
  place: number,
  count: number,
): Promise<ImportRejection[]> {
  const rows = await query
    .select({ line: table.line, code: table.code, message: table.message })
    .from(table)
    .where(and(eq(table.importId, importId), gte(table.place, place)))
    .orderBy(asc(table.place))
    .limit(count)
  return rows.map(row => ({ ...row, code: row.code as FaultCode }))
}
