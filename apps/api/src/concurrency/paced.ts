import { rest } from './retry.ts'

/** Does what it is told one after the other, with a pause between. */
export interface Paced {
  /** Of what is told under one name and not begun yet, the last counts, in the place of the first. */
  tell(name: string, work: () => Promise<unknown>): void
  /** Resolves when all that was told is done; throws what the first to fail threw, after which nothing more is done. */
  settled(): Promise<void>
}

/** `pace`: milliseconds from one beginning to the next. Once `signal` is aborted nothing waits any more. */
export function createPaced(pace: number, signal: AbortSignal): Paced {
  const told = new Map<string, () => Promise<unknown>>()
  let running: Promise<void> | null = null
  let failure: { readonly error: unknown } | null = null
  let before = Number.NEGATIVE_INFINITY

  const run = async () => {
    for (let [next] = told; next !== undefined && failure === null; [next] = told) {
      await rest(Math.max(0, before + pace - performance.now()), signal)
      const [name, work] = [next[0], told.get(next[0])!]
      told.delete(name)
      before = performance.now()
      await work().catch(error => {
        failure = { error }
      })
    }
    running = null
  }
  return {
    tell(name, work) {
      told.set(name, work)
      running ??= run()
    },
    async settled() {
      await running
      if (failure !== null) throw failure.error
    },
  }
}
