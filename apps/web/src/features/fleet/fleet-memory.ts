import type { Fleet } from './fleet.ts'

/** What a fleet page showed when it was left. */
export interface LeftFleet {
  readonly fleet: Fleet
  readonly keys: readonly string[]
  readonly total: number | null
  readonly deleted: number
  readonly more: boolean
  readonly cursor: string | null
  /** Pixels from the top of the page. */
  readonly scroll: number
}

export interface FleetMemory {
  readonly leave: (question: string, left: LeftFleet) => void
  /** What was left when the same was asked for; null else. */
  readonly recall: (question: string) => LeftFleet | null
}

/** Remembers the page that was left last, so that whoever comes back finds it where it was, at once. */
export function createFleetMemory(): FleetMemory {
  let held: { readonly question: string; readonly left: LeftFleet } | null = null
  return {
    leave(question, left) {
      held = { question, left }
    },
    recall: question => (held?.question === question ? held.left : null),
  }
}

/** Of this browser tab; nothing is ever left on the server. */
export const fleetMemory = createFleetMemory()
