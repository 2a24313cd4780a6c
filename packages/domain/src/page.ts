import { Fault } from './fault.ts'

/** Either forward (`first`, `after`) or backward (`last`, `before`), as Relay has it. */
export interface PageRequest {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

/** Rows on a page: those it has unless told, and those it may have. */
export const pageBounds = { usual: 50, least: 1, most: 500 } as const

/** Throws INVALID_INPUT unless rows of one direction are asked for, and no more than a page may have. */
export function pageSize(request: PageRequest): { readonly size: number; readonly backward: boolean } {
  const { usual, least, most } = pageBounds
  const backward = request.last != null || (request.before != null && request.first == null)
  if (backward && request.first != null)
    throw new Fault('INVALID_INPUT', 'give first (with after) or last (with before), not both')
  const size = (backward ? request.last : request.first) ?? usual
  if (!Number.isInteger(size) || size < least || size > most)
    throw new Fault('INVALID_INPUT', `first and last are ${least} to ${most}, not ${size}`)
  return { size, backward }
}
