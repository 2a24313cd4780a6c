import type { Event, EventKind } from './event.ts'

export interface EventFilter {
  readonly kinds: readonly EventKind[]
  /** null: every series, and what concerns none. */
  readonly seriesIds: readonly number[] | null
}

/** The same text for filters that let the same events pass. */
export const filterKey = ({ kinds, seriesIds }: EventFilter): string =>
  `${[...new Set(kinds)].sort()}|${seriesIds === null ? '*' : [...new Set(seriesIds)].sort((a, b) => a - b)}`

export function passing({ kinds, seriesIds }: EventFilter): (event: Event) => boolean {
  const kindSet = new Set(kinds)
  if (seriesIds === null) return event => kindSet.has(event.kind)
  const idSet = new Set(seriesIds)
  return event => kindSet.has(event.kind) && event.seriesId !== null && idSet.has(event.seriesId)
}
