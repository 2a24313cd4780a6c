import { inNewTrace } from '../telemetry/trace.ts'

/** What is to be done again for a series after points came. */
export interface Follower {
  /** `gap`: milliseconds between two runs for this series, at least. */
  wake(seriesId: number, gap: number): void
  /** Waits for what runs, starts nothing more. */
  close(): Promise<void>
}

export interface FollowOptions {
  readonly run: (seriesId: number) => Promise<void>
  /** Runs at once, at most. */
  readonly concurrency: number
  /** Share of the time that runs may take, of each place: after a run of t ms a place rests t · (1 / share − 1). */
  readonly share: number
}

/** Every so many turns the series that has waited longest goes first, so that none waits for ever. */
const oldestEvery = 4

/**
 * Runs once for many wakes: a series that is waiting is not queued again, one that runs is queued once more. Those due go
 * newest first, since what is fresh is what is looked at. A run that throws counts as done.
 */
export function createFollower({ run, concurrency, share }: FollowOptions): Follower {
  /** Due now, in the order of waking. */
  const due = new Set<number>()
  /** Not due yet: a timer each. */
  const timers = new Map<number, NodeJS.Timeout>()
  const startedAt = new Map<number, number>()
  const running = new Map<number, Promise<void>>()
  const again = new Map<number, number>()
  let resting = 0
  let turns = 0
  let closed = false

  const next = (): number | undefined => {
    turns++
    if (turns % oldestEvery === 0) return due.values().next().value
    let newest: number | undefined
    for (const id of due) newest = id
    return newest
  }

  const work = () => {
    while (!closed && running.size + resting < concurrency) {
      const id = next()
      if (id === undefined) return
      due.delete(id)
      startedAt.set(id, performance.now())
      running.set(id, once(id))
    }
  }

  const once = async (id: number) => {
    const begun = performance.now()
    try {
      await inNewTrace(() => run(id))
    } catch {
    } finally {
      running.delete(id)
      const gap = again.get(id)
      again.delete(id)
      if (gap !== undefined) wake(id, gap)
      rest((performance.now() - begun) * (1 / share - 1))
    }
  }

  const rest = (time: number) => {
    if (closed) return
    resting++
    const timer = setTimeout(() => {
      resting--
      work()
    }, time)
    timer.unref()
  }

  const wake = (id: number, gap: number) => {
    if (closed || due.has(id) || timers.has(id)) return
    if (running.has(id)) {
      again.set(id, gap)
      return
    }
    const wait = (startedAt.get(id) ?? Number.NEGATIVE_INFINITY) + gap - performance.now()
    if (wait <= 0) {
      due.add(id)
      work()
      return
    }
    const timer = setTimeout(() => {
      timers.delete(id)
      due.add(id)
      work()
    }, wait)
    timer.unref()
    timers.set(id, timer)
  }

  return {
    wake,
    async close() {
      closed = true
      for (const timer of timers.values()) clearTimeout(timer)
      await Promise.all(running.values())
    },
  }
}
