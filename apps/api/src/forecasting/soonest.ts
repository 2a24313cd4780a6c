/** What there is within `hurry` milliseconds, and what follows where that was a stand-in. */
export interface Soonest<T> {
  readonly now: T
  /** The better one, when it comes; null where `now` is it. */
  readonly better: Promise<T> | null
}

/** Share of the time given to the whole after which the quick one is begun, so that it is there when that time is over. */
const headStart = 0.4

/**
 * The whole answer where it comes within `hurry` milliseconds; else the quick one, begun before that time is over, and the
 * whole later. Where the quick one fails there is nothing but to wait.
 */
export async function soonest<T>(whole: Promise<T>, quick: () => Promise<T>, hurry: number): Promise<Soonest<T>> {
  let stand: Promise<T> | null = null
  const begin = (): Promise<T> => {
    if (stand === null) {
      stand = quick()
      stand.catch(() => {})
    }
    return stand
  }
  const timers: NodeJS.Timeout[] = []
  const late = new Promise<null>(resolve => {
    timers.push(setTimeout(begin, headStart * hurry), setTimeout(resolve, hurry, null))
  })
  try {
    const first = await Promise.race([whole.then(made => ({ made })), late])
    if (first !== null) return { now: first.made, better: null }
  } finally {
    timers.forEach(clearTimeout)
  }
  whole.catch(() => {})
  const stood = await Promise.race([begin(), whole]).catch(() => null)
  return stood === null ? { now: await whole, better: null } : { now: stood, better: whole }
}
