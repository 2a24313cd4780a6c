import { Fault } from '@seriema/domain/fault'

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
