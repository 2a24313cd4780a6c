/** Work that waits for its turn. */
export interface Turns<T> {
  add(one: T): void
  /** What may be done together now: one heavy piece, or some light ones. Empty where nothing waits. */
  next(): readonly T[]
  /** What was begun and has to be begun again, before all others and alone. */
  back(all: readonly T[]): void
  readonly waiting: number
  /** All that waits; none waits any more. */
  clear(): readonly T[]
}

export interface TurnsOptions<T> {
  /** Whose it is: nobody's second piece comes before anybody's first. */
  readonly ownerOf: (one: T) => number
  /** Whether it takes next to no time, so that some can be done at once. */
  readonly isLight: (one: T) => boolean
  /** Light pieces done together, at most. */
  readonly together: number
}

/**
 * Light pieces and heavy ones take turns, so that neither waits for a queue of the other; within each, owners do. One
 * owner's flood delays the others by a piece at most.
 */
export function createTurns<T>({ ownerOf, isLight, together }: TurnsOptions<T>): Turns<T> {
  const [light, heavy] = [new Map<number, T[]>(), new Map<number, T[]>()]
  let first: T[] = []
  let lightNext = true

  const take = (queue: Map<number, T[]>): T | undefined => {
    const [owned] = queue
    if (owned === undefined) return undefined
    const [owner, [one, ...rest]] = owned
    queue.delete(owner)
    // Behind all others now.
    if (rest.length > 0) queue.set(owner, rest)
    return one
  }

  const takeLight = (): readonly T[] => {
    const taken: T[] = []
    while (taken.length < together) {
      const one = take(light)
      if (one === undefined) break
      taken.push(one)
    }
    return taken
  }

  const takeHeavy = (): readonly T[] => {
    const one = take(heavy)
    return one === undefined ? [] : [one]
  }

  const size = (queue: Map<number, T[]>) => [...queue.values()].reduce((sum, all) => sum + all.length, 0)

  return {
    add(one) {
      const queue = isLight(one) ? light : heavy
      const owned = queue.get(ownerOf(one))
      if (owned === undefined) queue.set(ownerOf(one), [one])
      else owned.push(one)
    },
    next() {
      const again = first.shift()
      if (again !== undefined) return [again]
      lightNext = !lightNext
      const [sooner, later] = lightNext ? [takeHeavy, takeLight] : [takeLight, takeHeavy]
      const taken = sooner()
      return taken.length > 0 ? taken : later()
    },
    back(all) {
      first = [...first, ...all]
    },
    get waiting() {
      return first.length + size(light) + size(heavy)
    },
    clear() {
      const all = [...first, ...[...light.values(), ...heavy.values()].flat()]
      first = []
      light.clear()
      heavy.clear()
      return all
    },
  }
}
