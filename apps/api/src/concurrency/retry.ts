export interface Retrying {
  /** Milliseconds before the next try, after so many failures; null: there is none, and the failure is thrown. */
  readonly pause: (error: unknown, failures: number) => number | null
  /** Ends the waiting: its reason is thrown. */
  readonly signal?: AbortSignal | undefined
}

/** Runs `work` until it succeeds, or is not to be tried again. It may have been done before unnoticed. */
export async function retry<T>(work: () => Promise<T>, { pause, signal }: Retrying): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await work()
    } catch (error) {
      const milliseconds = pause(error, failures)
      if (milliseconds === null) throw error
      await rest(milliseconds, signal)
      signal?.throwIfAborted()
    }
  }
}

/** Ends early, and quietly, when the signal says so. */
export function rest(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal?.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal?.addEventListener('abort', done)
  })
}
