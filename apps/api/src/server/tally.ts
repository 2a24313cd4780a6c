/** How many of something each has at the moment. */
export interface Tally {
  /** Counts one more unless there are as many already, and gives back how to take it away; null where there are. 0: no limit. */
  add(who: string, most: number): (() => void) | null
}

export function createTally(): Tally {
  const counts = new Map<string, number>()
  return {
    add(who, most) {
      const now = counts.get(who) ?? 0
      if (most !== 0 && now >= most) return null
      counts.set(who, now + 1)
      let counted = true
      return () => {
        if (!counted) return
        counted = false
        const left = counts.get(who)! - 1
        if (left > 0) counts.set(who, left)
        else counts.delete(who)
      }
    },
  }
}
