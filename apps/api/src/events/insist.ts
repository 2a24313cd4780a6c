import type { Logger } from 'pino'
import { retry } from '../concurrency/retry.ts'

const longestPause = 1_000

/** Reads until the store answers, with growing pauses; null once the signal says to stop. For reading only: it repeats. */
export async function insist<T>(read: () => Promise<T>, signal: AbortSignal, log?: Logger): Promise<T | null> {
  if (signal.aborted) return null
  let failed = 0
  const pause = (error: unknown, failures: number) => {
    failed = failures
    if (failures === 1) log?.warn({ err: error }, 'cannot read events: trying again until it works')
    return Math.min(longestPause, 25 * 2 ** failures)
  }
  try {
    const answer = await retry(read, { pause, signal })
    if (failed > 0) log?.info({ failures: failed }, 'reading events again')
    return answer
  } catch {
    // Only the signal ends it.
    return null
  }
}
