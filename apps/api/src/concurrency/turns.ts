/** One holder at a time for each key; whoever asks for several gets them together. */
export interface Turns {
  /** Waits until everyone who asked before for any of these keys is done. Call the answer when done, whatever happened. */
  take(keys: Iterable<string>): Promise<() => void>
}

/**
 * Writers of one series wait here rather than inside PostgreSQL, where each would hold a connection meanwhile. All keys
 * are asked for at one moment, so nobody waits in a circle.
 */
export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>()
  return {
    async take(keys) {
      const wanted = [...new Set(keys)]
      const before = wanted.map(key => last.get(key))
      const { promise, resolve } = Promise.withResolvers<void>()
      for (const key of wanted) last.set(key, promise)
      await Promise.all(before)
      return () => {
        for (const key of wanted) if (last.get(key) === promise) last.delete(key)
        resolve()
      }
    },
  }
}
