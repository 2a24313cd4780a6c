/** What there is within `hurry` milliseconds, and what follows where that was a stand-in. */
export interface Soonest<T> {
  readonly now: T
  /** The better one, when it comes; null where `now` is it. */
  readonly better: Promise<T> | null
}

/**
 * The whole answer where it comes soon; else the quick one, and the whole later. Where the quick one fails there is
 * nothing but to wait.
 */
export async function soonest<T>(whole: Promise<T>, quick: () => Promise<T>, hurry: number): Promise<Soonest<T>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>(resolve => {
    timer = setTimeout(resolve, hurry, null)
  })
  try {
    const first = await Promise.race([whole.then(made => ({ made })), late])
    if (first !== null) return { now: first.made, better: null }
  } finally {
    clearTimeout(timer)
  }
  whole.catch(() => {})
  const stand = await Promise.race([quick(), whole]).catch(() => null)
  return stand === null ? { now: await whole, better: null } : { now: stand, better: whole }
}
