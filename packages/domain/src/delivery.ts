/** How one notice to one receiver stands. */
export const deliveryStates = ['waiting', 'delivered', 'dead'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** What came of trying once: it is tried again, or was refused in a way that trying again would not change. */
export interface Failure {
  /** A sentence for people. */
  readonly reason: string
  readonly lasting: boolean
  /** Milliseconds the receiver asked to be left alone; null where it did not say. */
  readonly retryAfter: number | null
}

/** Tries and milliseconds after which nobody tries any more. */
export const [attemptsAtMost, triedAtMost] = [100, 24 * 3_600_000] as const
/** Milliseconds that deliveries are kept which are over. */
export const deliveryRetention = 30 * 86_400_000

/** Milliseconds before the second try, and between two at most. */
const [firstPause, longestPause] = [1_000, 30 * 60_000]

/** Milliseconds to wait after so many tries (1 at least): twice as long each time, and half of it by chance. `chance` in [0, 1). */
export function pauseAfter(attempts: number, chance: number): number {
  const full = Math.min(longestPause, firstPause * 2 ** Math.min(attempts - 1, 30))
  return full * (0.5 + 0.5 * chance)
}

/**
 * When a delivery that was made at `madeAt` and has just failed is tried again; null: not any more. A receiver that asked to
 * be left alone is. Instants in epoch milliseconds.
 */
export function nextTry(
  { lasting, retryAfter }: Failure,
  { madeAt, attempts }: { readonly madeAt: number; readonly attempts: number },
  now: number,
  chance: number,
): number | null {
  if (lasting || attempts >= attemptsAtMost) return null
  const at = now + Math.max(pauseAfter(attempts, chance), retryAfter ?? 0)
  return at > madeAt + triedAtMost ? null : Math.ceil(at)
}
