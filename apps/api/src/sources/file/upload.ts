import { Fault } from '@seriema/domain/fault'

export interface UploadLimits {
  /** Bytes at most, and what to do with a file that has more. */
  readonly bytes: number
  readonly instead: string
  /** Milliseconds without a byte, after which the sender is given up; waiting for us does not count. */
  readonly patience: number
  /** Bytes a second a sender must manage, in each `patience` that it was waited for. */
  readonly slowest: number
  /** Milliseconds a sender may be waited for, all together. */
  readonly longest: number
}

/**
 * The bytes of an upload as they come, told to `count`. Throws TOO_LARGE, TIMED_OUT for a sender that falls silent or
 * drips, UNREADABLE_FILE when it breaks off, and the signal's reason when that is aborted, even while nothing comes.
 */
export async function* receiveUpload(
  body: AsyncIterable<Uint8Array>,
  limits: UploadLimits,
  signal: AbortSignal,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  const source = body[Symbol.asyncIterator]()
  let received = 0
  let waited = 0
  let lately = { waited: 0, received: 0 }
  try {
    while (true) {
      const asked = performance.now()
      const next = await within(source.next(), limits.patience, signal, received)
      if (next.done) return
      received += next.value.length
      count(next.value.length)
      waited += performance.now() - asked
      const seconds = (waited - lately.waited) / 1_000
      if (seconds * 1_000 > limits.patience) {
        const came = received - lately.received
        if (came < seconds * limits.slowest)
          throw new Fault('TIMED_OUT', `only ${came} bytes came in ${Math.round(seconds)} s: send it again`)
        lately = { waited, received }
      }
      if (waited > limits.longest)
        throw new Fault('TIMED_OUT', `the file did not come within ${limits.longest / 3_600_000} hours: split it`)
      if (received > limits.bytes)
        throw new Fault('TOO_LARGE', `a file has at most ${limits.bytes} bytes: ${limits.instead}`)
      yield next.value
    }
  } finally {
    // Not awaited: a source that never answers must not hold up whoever gave it up.
    source.return?.()?.catch(() => {})
  }
}

function within<T>(next: Promise<T>, patience: number, signal: AbortSignal, received: number): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const timer = setTimeout(
    () => reject(new Fault('TIMED_OUT', `the upload fell silent after ${received} bytes: send it again`)),
    patience,
  )
  const abort = () => reject(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort)
  next.then(resolve, () =>
    reject(new Fault('UNREADABLE_FILE', `the upload broke off after ${received} bytes: send it again`)),
  )
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  })
}
