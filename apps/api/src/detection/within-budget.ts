import { setImmediate } from 'node:timers/promises'
import { outOfTime } from '@seriema/ml/detection/fallback'
import type { Work } from '@seriema/ml/detection/judge'

/** Milliseconds after which other work gets its turn. */
const turn = 2

/**
 * Runs work a little at a time, so that whatever else the process does goes on meanwhile. After `budget` milliseconds of
 * it the work is told once, by a Fault TIMED_OUT thrown into it, and then runs to its end.
 */
export async function withinBudget<T>(work: Work<T>, budget: number): Promise<T> {
  let spent = 0
  let since = performance.now()
  let told = false
  let step = work.next()
  while (step.done !== true) {
    const taken = performance.now() - since
    if (!told && spent + taken >= budget) {
      told = true
      step = work.throw(outOfTime(budget))
      continue
    }
    if (taken > turn) {
      spent += taken
      await setImmediate()
      since = performance.now()
    }
    step = work.next()
  }
  return step.value
}
