import type { Logger } from 'pino'

/** Ends early, and quietly, when the signal says so. */
export function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}

const longestPause = 1_000

/** Reads until the store answers, with growing pauses; null once the signal says to stop. For reading only: it repeats. */
export async function insist<T>(read: () => Promise<T>, signal: AbortSignal, log?: Logger): Promise<T | null> {
  for (let failures = 0; !signal.aborted; ) {
    try {
      const answer = await read()
      if (failures > 0) log?.info({ failures }, 'reading events again')
      return answer
    } catch (error) {
      if (failures++ === 0) log?.warn({ err: error }, 'cannot read events: trying again until it works')
      await rest(Math.min(longestPause, 25 * 2 ** failures), signal)
    }
  }
  return null
}
