/**
 * Reads by key, for everybody at once: keys asked for while a read is under way are read together by the next, each once.
 * An answer is never older than its question. Null for a key that is not there; a read that fails, fails for those who
 * waited for it.
 */
export function shareReads<Key, Value>(
  read: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
): (key: Key) => Promise<Value | null> {
  let waiting = new Map<Key, PromiseWithResolvers<Value | null>>()
  let reading = false

  const readOn = async () => {
    while (waiting.size > 0) {
      const asked = waiting
      waiting = new Map()
      try {
        const found = await read([...asked.keys()])
        for (const [key, { resolve }] of asked) resolve(found.get(key) ?? null)
      } catch (error) {
        for (const { reject } of asked.values()) reject(error)
      }
    }
    reading = false
  }

  return key => {
    const known = waiting.get(key)
    if (known !== undefined) return known.promise
    const one = Promise.withResolvers<Value | null>()
    waiting.set(key, one)
    if (!reading) {
      reading = true
      setImmediate(readOn)
    }
    return one.promise
  }
}
