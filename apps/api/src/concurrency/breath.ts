import { setImmediate } from 'node:timers/promises'

/** Milliseconds of work after which others get their turn. */
const turn = 10

/**
 * Lets whatever else waits have its turn. Twice, for what follows a first `setImmediate` may still run in the round of the
 * event loop that called it, before timers and sockets are looked at.
 */
export async function breath(): Promise<void> {
  await setImmediate()
  await setImmediate()
}

/**
 * For work in steps that may each take long: called between two of them, it lets everybody else have a turn where the
 * steps since the last one took longer than a few milliseconds. Nothing is waited for otherwise.
 */
export function breathing(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < turn) return undefined
    return breath().then(() => {
      since = performance.now()
    })
  }
}
