/** What a fleet page leaves of itself that a reload does not take: how many rows it had, and where it stood. */
export interface FleetTrace {
  readonly rows: number
  /** Pixels from the top of the page. */
  readonly scroll: number
}

const name = 'seriema-fleet'

/** More would have to be read again than anybody waits for. */
const mostRows = 2_000

/** Asked for each time, since a browser may refuse to give it. */
type Held<Method extends keyof Storage> = () => Pick<Storage, Method>

/** Of this browser tab, for as long as it is open. A browser that keeps nothing leaves no trace. */
export function leaveTrace(storage: Held<'setItem'>, question: string, { rows, scroll }: FleetTrace): void {
  try {
    storage().setItem(name, JSON.stringify({ question, rows: Math.min(rows, mostRows), scroll }))
  } catch {
    // Full, or forbidden.
  }
}

/** What was left when the same was asked for; null else. */
export function recallTrace(storage: Held<'getItem'>, question: string): FleetTrace | null {
  try {
    const left: unknown = JSON.parse(storage().getItem(name) ?? 'null')
    return isTrace(left) && left.question === question ? { rows: left.rows, scroll: left.scroll } : null
  } catch {
    return null
  }
}

function isTrace(left: unknown): left is FleetTrace & { readonly question: unknown } {
  if (typeof left !== 'object' || left === null || !('question' in left && 'rows' in left && 'scroll' in left))
    return false
  const { rows, scroll } = left
  return Number.isInteger(rows) && Number(rows) > 0 && Number(rows) <= mostRows && Number.isFinite(scroll)
}

/** Whether this document is one that was there before: reloaded, or come back to. An address that is typed begins anew. */
export function isComeBackTo(): boolean {
  const [entry] = performance.getEntriesByType('navigation')
  return entry instanceof PerformanceNavigationTiming && entry.type !== 'navigate'
}
