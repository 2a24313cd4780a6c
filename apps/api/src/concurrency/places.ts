/** So many at work at once; the others wait in the order they came. */
export type Places = <T>(work: () => Promise<T>) => Promise<T>

export function createPlaces(count: number): Places {
  let free = count
  const waiting: (() => void)[] = []
  return async work => {
    if (free > 0) free--
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
}
