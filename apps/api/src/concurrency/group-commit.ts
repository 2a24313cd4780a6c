import { Fault } from '@seriema/domain/fault'
import { createTurns } from './turns.ts'

export interface Call {
  readonly keys: readonly string[]
  /** Values carried, missing ones and instants included. */
  readonly size: number
  /** Whether it needs a transaction of its own. */
  readonly alone: boolean
}

/** Stores calls that have no key in common in one transaction: all of them or, when it throws, none. */
export type StoreTogether<C, Answer> = (calls: readonly C[]) => Promise<readonly Answer[]>

/** Throws UNAVAILABLE when too much is held already, and what storing throws. */
export type GroupCommit<C extends Call, Answer> = (call: C) => Promise<Answer>

export interface GroupCommitLimits {
  /** Shared transactions at a time: one is prepared while the other commits. */
  readonly lanes: number
  /** Calls and values in a shared transaction. */
  readonly callsTogether: number
  readonly sizeTogether: number
  /** Values of a call beyond which it gains nothing by sharing: it has its own transaction at once, beside the lanes. */
  readonly sizeShared: number
  /** Calls and values held until they are answered. */
  readonly callsHeld: number
  readonly sizeHeld: number
}

const standard: GroupCommitLimits = {
  lanes: 2,
  callsTogether: 500,
  sizeTogether: 10_000,
  sizeShared: 1_000,
  callsHeld: 10_000,
  sizeHeld: 5_000_000,
}

/**
 * Group commit: calls that come while others are being stored share the next transaction, and with it its fsync. Calls for
 * one key are stored in the order they came, one after the other; a call joins a group only when its keys are
 * free, so it holds nobody up. A lone call starts in the same turn of the event loop. When a group fails for a reason
 * that may be one call's, it is stored again in halves: a call fails only by itself.
 */
export function createGroupCommit<C extends Call, Answer>(
  store: StoreTogether<C, Answer>,
  limits: GroupCommitLimits = standard,
): GroupCommit<C, Answer> {
  interface Entry extends PromiseWithResolvers<Answer> {
    readonly call: C
  }
  const turns = createTurns()
  const ready: Entry[] = []
  let running = 0
  let [calls, size] = [0, 0]
  let woken = false

  const run = async (group: readonly Entry[]): Promise<void> => {
    try {
      const answers = await store(group.map(entry => entry.call))
      group.forEach((entry, i) => {
        entry.resolve(answers[i]!)
      })
    } catch (error) {
      if (group.length === 1 || isOutage(error)) {
        for (const entry of group) entry.reject(error)
        return
      }
      const middle = group.length >> 1
      await run(group.slice(0, middle))
      await run(group.slice(middle))
    }
  }

  const nextGroup = (): Entry[] => {
    let [count, carried] = [0, 0]
    for (const { call } of ready) {
      carried += call.size
      if (count === limits.callsTogether || (count > 0 && carried > limits.sizeTogether)) break
      count++
    }
    return ready.splice(0, count)
  }

  const start = () => {
    woken = false
    for (; running < limits.lanes && ready.length > 0; running++)
      void run(nextGroup()).finally(() => {
        running--
        wake()
      })
  }

  /** Once whatever else this turn of the event loop brings has come. */
  const wake = () => {
    if (woken) return
    woken = true
    setImmediate(start)
  }

  return async call => {
    if (calls >= limits.callsHeld || (calls > 0 && size + call.size > limits.sizeHeld))
      throw new Fault(
        'UNAVAILABLE',
        'more points are waiting to be stored than can be held: send the same again in a moment, nothing comes twice',
      )
    calls++
    size += call.size
    const done = await turns.take(call.keys)
    try {
      const entry = { call, ...Promise.withResolvers<Answer>() }
      if (call.alone || call.size > limits.sizeShared) void run([entry])
      else {
        ready.push(entry)
        wake()
      }
      return await entry.promise
    } finally {
      done()
      calls--
      size -= call.size
    }
  }
}

/** What the database does to all alike. */
const isOutage = (error: unknown): boolean =>
  error instanceof Fault && (error.code === 'UNAVAILABLE' || error.code === 'TIMED_OUT')
