import { Fault } from '@seriema/domain/fault'
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
} from 'cockatiel'
import { LRUCache } from 'lru-cache'
import { wasInterrupted } from './thread.ts'

/** After so many failures in a row a version is left alone for so many milliseconds, then tried once. */
const [inARow, alone] = [3, 10_000]

/** What is wrong with what was asked says nothing of the version. */
const askersFault: ReadonlySet<string> = new Set(['INSUFFICIENT_DATA', 'HORIZON_TOO_LONG', 'INVALID_INPUT'])

const ofVersion = (error: unknown): boolean =>
  !(error instanceof Fault && askersFault.has(error.code)) && !wasInterrupted(error)

/** Keeps a version that hangs or fails from costing more than itself. */
export interface Guards {
  /**
   * Work with a version, for so many milliseconds at most. Throws TIMED_OUT after that, having called `onTimeout`;
   * UNAVAILABLE, without trying, where it failed again and again.
   */
  run<T>(version: number, patience: number, work: () => Promise<T>, onTimeout?: () => void): Promise<T>
  /** Why the last try failed; null where it did not. */
  lastFailure(version: number): string | null
}

export function createGuards(): Guards {
  const breakers = new LRUCache<number, CircuitBreakerPolicy>({ max: 10_000 })
  const failures = new LRUCache<number, string>({ max: 10_000 })

  const breakerOf = (version: number): CircuitBreakerPolicy => {
    const known = breakers.get(version)
    if (known !== undefined) return known
    const made = circuitBreaker(handleWhen(ofVersion), {
      halfOpenAfter: alone,
      breaker: new ConsecutiveBreaker(inARow),
    })
    breakers.set(version, made)
    return made
  }

  return {
    async run(version, patience, work, onTimeout) {
      try {
        const done = await breakerOf(version).execute(() =>
          timeout(patience, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false })
            .execute(work)
            .catch(error => {
              if (!(error instanceof TaskCancelledError)) throw error
              onTimeout?.()
              throw new Fault('TIMED_OUT', `the version took longer than ${patience / 1_000} s`)
            }),
        )
        failures.delete(version)
        return done
      } catch (error) {
        if (error instanceof BrokenCircuitError)
          throw new Fault(
            'UNAVAILABLE',
            `the version failed ${inARow} times in a row and is left alone for a moment: ${failures.get(version) ?? 'the log says why'}`,
          )
        failures.set(version, error instanceof Fault ? error.message : 'the version failed')
        throw error
      }
    },
    lastFailure: version => failures.get(version) ?? null,
  }
}
