import { createHash } from 'node:crypto'
import { type AuditEntry, type AuditOutcome, type AuditRecord, sealedText, seriesOf } from '@seriema/domain/audit'
import type { PageRequest } from '@seriema/domain/page'
import { and, asc, eq, gt, gte, ilike, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from './database.ts'
import { comesAfter, inOrder, type Order, type Page, startOf, toPage } from './page.ts'
import { containing, patternsOf } from './search.ts'
import { auditAnchor as anchorTable, auditEntry as table } from './tables/audit.ts'

/** Held by one writer at a time, over the whole database, to the end of its transaction. */
const chaining = 7_235_005

/** The end of a chain, or where what is kept of it begins. */
export interface Link {
  readonly id: number
  /** Of all entries up to this one, in hexadecimal. */
  readonly hash: string
}

/** What the first entry of all follows. */
export const beginning: Link = { id: 0, hash: '0'.repeat(64) }

/** The hash of an entry: it covers the entry and the hash before it. */
export const hashAfter = (before: string, entry: AuditEntry): string =>
  createHash('sha256').update(before).update('\n').update(sealedText(entry)).digest('hex')

/**
 * Adds entries to the chain, in their order; one that is there already is left out. Whoever else writes waits until the
 * commit, so in a transaction that does more this comes last, before what is announced.
 */
export async function appendAudit(tx: Db, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return
  const { sql: run } = tx
  const marks = records.map(({ mark }) => mark)
  // One statement each: what the second and third see is what there is once it is our turn.
  const [, ends, known] = await Promise.all([
    run`select pg_advisory_xact_lock(${chaining}::int8)`,
    run<{ id: number; hash: string }[]>`
      select id, encode(hash, 'hex') as hash from (
        (select id, hash from audit_entries order by id desc limit 1) union all (select id, hash from audit_anchor)) ends
      order by id desc limit 1`,
    run<{ mark: string }[]>`select mark from audit_entries where mark = any(${run.array(marks, 25)}::text[]::uuid[])`,
  ])
  const there = new Set(known.map(({ mark }) => mark))
  let end: Link = ends[0] ?? beginning
  const rows = records
    .filter(({ mark }) => !there.has(mark))
    .map(record => {
      const entry = { ...record, id: end.id + 1 }
      end = { id: entry.id, hash: hashAfter(end.hash, entry) }
      return writtenRow(entry, end.hash)
    })
  if (rows.length === 0) return
  await run`
    insert into audit_entries (id, mark, at, actor_kind, actor_id, actor_name, address, operation, outcome, code, message,
      times, targets, changes, input, trace, series, hash)
    select id, mark, at, actor_kind, actor_id, actor_name, address, operation, outcome, code, message,
      times, targets::json, changes::json, input::json, trace,
      array(select json_array_elements_text(series::json)), decode(hash, 'hex')
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r (id int8, mark uuid, at timestamptz, actor_kind text,
      actor_id text, actor_name text, address text, operation text, outcome text, code text, message text, times int,
      targets text, changes text, input text, trace text, series text, hash text)
    order by id`
}

const writtenRow = ({ actor, ...entry }: AuditEntry, hash: string) => ({
  ...entry,
  at: new Date(entry.at).toISOString(),
  actor_kind: actor.kind,
  actor_id: actor.id,
  actor_name: actor.name,
  address: actor.address,
  targets: JSON.stringify(entry.targets),
  changes: JSON.stringify(entry.changes),
  input: entry.input === null ? null : JSON.stringify(entry.input),
  series: JSON.stringify(seriesOf(entry.targets)),
  hash,
})

/** An entry as it is kept, with its hash and what it is found by. */
export interface KeptEntry extends AuditEntry {
  readonly hash: string
  readonly series: readonly string[]
}

function readEntry(row: typeof table.$inferSelect): KeptEntry {
  const { actorKind, actorId, actorName, address, hash, ...rest } = row
  return {
    ...rest,
    input: rest.input ?? null,
    actor: { kind: actorKind, id: actorId, name: actorName, address },
    hash: Buffer.from(hash).toString('hex'),
  }
}

export interface AuditFilter {
  /** Id of the actor, or a part of the name. */
  readonly actor?: string | null | undefined
  readonly operation?: string | null | undefined
  /** Key. */
  readonly series?: string | null | undefined
  readonly outcome?: AuditOutcome | null | undefined
  /** Epoch milliseconds: inclusive, exclusive. */
  readonly from?: number | null | undefined
  readonly to?: number | null | undefined
  /** Words that an entry has all of. */
  readonly search?: string | null | undefined
}

/** What words are looked for in. */
const searched = sql`concat_ws(' ', ${table.operation}, ${table.actorName}, ${table.actorId}, ${table.address}, ${table.code}, ${table.message}, ${table.targets}::text, ${table.changes}::text, ${table.input}::text)`

const chosen = ({ actor, operation, series, outcome, from, to, search }: AuditFilter): SQL | undefined =>
  and(
    actor == null ? undefined : or(eq(table.actorId, actor), ilike(table.actorName, containing(actor))),
    operation == null ? undefined : eq(table.operation, operation),
    series == null ? undefined : sql`${table.series} @> array[${series}]::text[]`,
    outcome == null ? undefined : eq(table.outcome, outcome),
    from == null ? undefined : gte(table.at, from),
    to == null ? undefined : lt(table.at, to),
    ...patternsOf(search).map(pattern => sql`${searched} ilike ${pattern}`),
  )

const newestFirst: Order = { by: table.id, of: 'count', id: table.id, descending: true }

/** The newest first. Throws CURSOR_INVALID, INVALID_INPUT. */
export async function listAudit({ query }: Db, filter: AuditFilter, request: PageRequest): Promise<Page<KeptEntry>> {
  const { after, falling, limit } = startOf(request, newestFirst)
  const [rows, totalCount] = await Promise.all([
    query
      .select()
      .from(table)
      .where(and(chosen(filter), after === null ? undefined : comesAfter(newestFirst, falling, after.value, after.id)))
      .orderBy(...inOrder(newestFirst, falling))
      .limit(limit),
    query.$count(table, chosen(filter)),
  ])
  return toPage(request, rows.map(readEntry), ({ id }) => [id, id], totalCount)
}

/** Those after a number, the oldest first. */
export const readAudit = async ({ query }: Db, after: number, most: number): Promise<KeptEntry[]> =>
  (await query.select().from(table).where(gt(table.id, after)).orderBy(asc(table.id)).limit(most)).map(readEntry)

/** The last entry that is kept no more; null: all that there were are kept. */
export async function auditAnchor({ query }: Db): Promise<Link | null> {
  const [row] = await query.select().from(anchorTable)
  return row === undefined ? null : { id: row.id, hash: Buffer.from(row.hash).toString('hex') }
}

/** Removes some of what happened before an instant, the oldest first. Returns how many. */
export async function forgetAudit(tx: Db, before: number, most: number): Promise<number> {
  const at = new Date(before).toISOString()
  const [row] = await tx.sql<
    { removed: number }[]
  >`select seriema_forget_audit(${at}::timestamptz, ${most}::int) as removed`
  return row!.removed
}
