import { Fault } from '@seriema/domain/fault'
import { latestInstant } from '@seriema/domain/instant'
import { type PageRequest, pageSize } from '@seriema/domain/page'
import { asc, desc, type SQL, type SQLWrapper, sql } from 'drizzle-orm'

export interface Page<T> {
  readonly edges: readonly { readonly node: T; readonly cursor: string }[]
  readonly totalCount: number
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}

/** Where a row stands in its order: the value it is sorted by, then its id. */
export type Position = readonly [value: string | number, id: number]

export const writeCursor = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url')

/** What a list is sorted by: a text, a count, a measure, or an instant (epoch milliseconds; −1 where there is none). */
export type SortedBy = 'text' | 'count' | 'measure' | 'instant'

/** Whether a value can stand in a cursor of such a list: what its column could never hold is forged. */
const fits: Readonly<Record<SortedBy, (value: unknown) => boolean>> = {
  text: value => typeof value === 'string' && value.isWellFormed() && !value.includes('\0'),
  count: value => Number.isSafeInteger(value) && (value as number) >= 0,
  measure: value => typeof value === 'number' && Number.isFinite(value),
  instant: value => typeof value === 'number' && value >= -1 && value <= latestInstant,
}

/** Throws CURSOR_INVALID for what `writeCursor` did not write, or wrote for a list sorted otherwise. */
export function readCursor(cursor: string, sortedBy: SortedBy): Position {
  let parsed: unknown
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw foreign()
  }
  if (!Array.isArray(parsed) || parsed.length !== 2) throw foreign()
  const [value, id] = parsed as [Position[0], number]
  if (!fits[sortedBy](value) || !Number.isSafeInteger(id) || id < 0) throw foreign()
  return [value, id]
}

const foreign = () =>
  new Fault('CURSOR_INVALID', 'this cursor is none of this list in this order: take it from an edge or from pageInfo')

/** What a list is sorted by, then by its ids; both in one direction. */
export interface Order {
  readonly by: SQLWrapper
  readonly of: SortedBy
  readonly id: SQLWrapper
  readonly descending: boolean
}

/** How a parameter says what is sorted by. */
const written: Readonly<Record<SortedBy, (value: Position[0]) => string | number>> = {
  text: String,
  count: Number,
  measure: Number,
  instant: value => new Date(Number(value)).toISOString(),
}

/** Where the reading of a page begins: after the row of its cursor, or at the end of the list where it has none. */
export interface Start {
  /** As parameters have it. */
  readonly after: { readonly value: string | number; readonly id: number } | null
  readonly falling: boolean
  /** One more row than the page holds. */
  readonly limit: number
}

/** Throws CURSOR_INVALID, INVALID_INPUT. */
export function startOf(request: PageRequest, { of, descending }: Pick<Order, 'of' | 'descending'>): Start {
  const { size, backward } = pageSize(request)
  const falling = descending !== backward
  const cursor = backward ? request.before : request.after
  if (cursor == null) return { after: null, falling, limit: size + 1 }
  const [value, id] = readCursor(cursor, of)
  return { after: { value: written[of](value), id }, falling, limit: size + 1 }
}

/** Which rows come after the one whose place is `value`, `id`: values or placeholders. */
export const comesAfter = (order: Pick<Order, 'by' | 'id'>, falling: boolean, value: unknown, id: unknown): SQL =>
  sql`(${order.by}, ${order.id}) ${sql.raw(falling ? '<' : '>')} (${value}, ${id}::bigint)`

export const inOrder = ({ by, id }: Pick<Order, 'by' | 'id'>, falling: boolean): SQL[] =>
  falling ? [desc(by), desc(id)] : [asc(by), asc(id)]

/**
 * `rows` were read in the direction asked for, one more than the page holds where there are more.
 */
export function toPage<T>(
  request: PageRequest,
  rows: readonly T[],
  position: (row: T) => Position,
  totalCount: number,
): Page<T> {
  const { size, backward } = pageSize(request)
  const kept = rows.slice(0, size)
  if (backward) kept.reverse()
  const more = rows.length > size
  return {
    edges: kept.map(node => ({ node, cursor: writeCursor(position(node)) })),
    totalCount,
    hasNextPage: backward ? request.before != null : more,
    hasPreviousPage: backward ? more : request.after != null,
  }
}
