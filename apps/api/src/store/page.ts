import { Fault } from '@seriema/domain/fault'
import { latestInstant } from '@seriema/domain/instant'
import { asc, desc, type SQL, type SQLWrapper, sql } from 'drizzle-orm'

/** Either forward (`first`, `after`) or backward (`last`, `before`), as Relay has it. */
export interface PageRequest {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

export interface Page<T> {
  readonly edges: readonly { readonly node: T; readonly cursor: string }[]
  readonly totalCount: number
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}

/** Where a row stands in its order: the value it is sorted by, then its id. */
export type Position = readonly [value: string | number | null, id: number]

const defaultSize = 50
const largest = 1_000

/** Throws INVALID_INPUT unless 0 to 1,000 rows of one direction are asked for. */
export function pageSize(request: PageRequest): { readonly size: number; readonly backward: boolean } {
  const backward = request.last != null || (request.before != null && request.first == null)
  if (backward && request.first != null)
    throw new Fault('INVALID_INPUT', 'give first (with after) or last (with before), not both')
  const size = (backward ? request.last : request.first) ?? defaultSize
  if (!Number.isInteger(size) || size < 0 || size > largest)
    throw new Fault('INVALID_INPUT', `first and last are 0 to ${largest}, not ${size}`)
  return { size, backward }
}

export const writeCursor = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url')

/** Throws CURSOR_INVALID for what `writeCursor` did not write. */
export function readCursor(cursor: string): Position {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(parsed) && parsed.length === 2 && Number.isInteger(parsed[1])) {
      const [value, id] = parsed as [unknown, number]
      if (value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)))
        return [value, id]
    }
  } catch {}
  throw new Fault('CURSOR_INVALID', 'this cursor is not one of this list: take it from an edge or from pageInfo')
}

/** What a list is sorted by, then by its ids; both in one direction. */
export interface Order {
  readonly by: SQLWrapper
  readonly of: keyof typeof sorts
  readonly id: SQLWrapper
  readonly descending: boolean
}

/** What can be sorted by: whether a cursor's value is such a one, and how a parameter says it. */
const sorts = {
  text: { fits: (value: unknown) => typeof value === 'string', write: String },
  count: { fits: (value: unknown) => Number.isSafeInteger(value), write: Number },
  instant: {
    fits: (value: unknown) => typeof value === 'number' && value >= 0 && value <= latestInstant,
    write: (value: unknown) => new Date(Number(value)).toISOString(),
  },
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
  const [value, id] = readCursor(cursor)
  const { fits, write } = sorts[of]
  if (!fits(value)) throw new Fault('CURSOR_INVALID', 'this cursor belongs to another order: start again without it')
  return { after: { value: write(value), id }, falling, limit: size + 1 }
}

/** Which rows come after the one whose place is `value`, `id`: values or placeholders. */
export const comesAfter = (order: Pick<Order, 'by' | 'id'>, falling: boolean, value: unknown, id: unknown): SQL =>
  sql`(${order.by}, ${order.id}) ${sql.raw(falling ? '<' : '>')} (${value}, ${id})`

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
