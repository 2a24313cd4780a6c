import { Fault } from '@seriema/domain/fault'
import { type PageRequest, pageSize } from '@seriema/domain/page'

export interface Page<T> {
  readonly edges: readonly { readonly node: T; readonly cursor: string }[]
  readonly totalCount: number
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}

/** Where a row stands in its order: the value it is sorted by, then its id. */
export type Position = readonly [value: string | number | null, id: number]

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
