import { rest } from '../concurrency/retry.ts'
import type { Core } from '../core.ts'
import { beginDue, type DueApp } from '../flows/schedule/due.ts'

/** Milliseconds between two looks. */
const look = 1_000

/** Begins what is due of schedules, from now on. Closing it finishes what it has in hand. */
export function followSchedules(app: DueApp & Pick<Core, 'log'>): { close(): Promise<void> } {
  const closing = new AbortController()
  let failing = false
  const lookOnce = async () => {
    try {
      while (!closing.signal.aborted && (await beginDue(app)));
      failing = false
    } catch (err) {
      if (!failing) app.log.warn({ err }, 'what is due could not be begun: trying again')
      failing = true
    }
  }
  const finished = (async () => {
    while (!closing.signal.aborted) {
      await lookOnce()
      await rest(look, closing.signal)
    }
  })()
  return {
    async close() {
      closing.abort()
      await finished
    },
  }
}
