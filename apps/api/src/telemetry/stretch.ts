import { AsyncLocalStorage } from 'node:async_hooks'
import { codeOf } from './code.ts'

/** Work that was done where nobody makes spans, in a thread or a child process; in epoch milliseconds. */
export interface Stretch {
  readonly name: string
  readonly from: number
  readonly to: number
  /** Code of what it ended in; null where it went well. */
  readonly failed: string | null
}

const noted = new AsyncLocalStorage<Stretch[]>()

/** The instant, alike in all threads and processes of a machine. */
export const instant = (): number => performance.timeOrigin + performance.now()

/** Does `work`, and notes how long it took where somebody wants to know; elsewhere it costs nothing. */
export async function stretch<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const into = noted.getStore()
  if (into === undefined) return work()
  const from = instant()
  let failed: string | null = null
  try {
    return await work()
  } catch (error) {
    failed = codeOf(error)
    throw error
  } finally {
    into.push({ name, from, to: instant(), failed })
  }
}

/** Does `work`; what it notes is put into the list. */
export const noting = <T>(into: Stretch[], work: () => T): T => noted.run(into, work)
