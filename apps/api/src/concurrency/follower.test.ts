import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createFollower } from './follower.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Runs take `time` milliseconds; remembers who ran when. */
function recorded(time: number) {
  const runs: { id: number; at: number }[] = []
  let running = 0
  let most = 0
  const run = async (id: number) => {
    runs.push({ id, at: performance.now() })
    most = Math.max(most, ++running)
    await new Promise(resolve => setTimeout(resolve, time))
    running--
  }
  return { runs, run, most: () => most }
}

describe('a series', () => {
  test('runs at once when it has not run for a while', () => {
    const { runs, run } = recorded(1)
    createFollower({ run, concurrency: 1, share: 1 }).wake(7, 1_000)
    expect(runs.map(r => r.id)).toEqual([7])
  })

  test('woken often runs once a gap, and once more after the last wake', async () => {
    const { runs, run } = recorded(1)
    const follower = createFollower({ run, concurrency: 1, share: 1 })
    const begun = performance.now()
    for (let i = 0; i < 100; i++) {
      follower.wake(7, 1_000)
      await vi.advanceTimersByTimeAsync(25)
    }
    await vi.advanceTimersByTimeAsync(5_000)
    expect(runs.map(r => Math.round(r.at - begun))).toEqual([0, 1_000, 2_000, 3_000])
  })

  test('woken while it runs is run again, so that nothing that came is missed', async () => {
    const { runs, run } = recorded(500)
    const follower = createFollower({ run, concurrency: 1, share: 1 })
    follower.wake(7, 100)
    await vi.advanceTimersByTimeAsync(200)
    follower.wake(7, 100)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(runs).toHaveLength(2)
  })

  test('whose run throws runs again', async () => {
    const run = vi.fn(async () => {
      throw new Error('no')
    })
    const follower = createFollower({ run, concurrency: 1, share: 1 })
    follower.wake(7, 0)
    await vi.advanceTimersByTimeAsync(10)
    follower.wake(7, 0)
    await vi.advanceTimersByTimeAsync(10)
    expect(run).toHaveBeenCalledTimes(2)
  })
})

describe('many series', () => {
  test('run so many at once at most, for no more than their share of the time', async () => {
    const { runs, run, most } = recorded(100)
    const follower = createFollower({ run, concurrency: 2, share: 0.25 })
    for (let id = 0; id < 100; id++) follower.wake(id, 0)
    await vi.advanceTimersByTimeAsync(3_999)
    expect(most()).toBe(2)
    expect(runs).toHaveLength(20)
  })

  test('run the newest first, and none waits for ever', async () => {
    const { runs, run } = recorded(10)
    const follower = createFollower({ run, concurrency: 1, share: 1 })
    for (let id = 0; id < 4; id++) follower.wake(id, 0)
    for (let id = 100; id < 140; id++) {
      follower.wake(id, 0)
      await vi.advanceTimersByTimeAsync(10)
    }
    const order = runs.map(r => r.id)
    expect(order[0]).toBe(0)
    expect(order[1]).toBeGreaterThanOrEqual(100)
    for (const old of [1, 2, 3]) expect(order.indexOf(old)).toBeGreaterThan(1)
  })
})

test('closing waits for what runs and starts nothing more', async () => {
  const { runs, run } = recorded(100)
  const follower = createFollower({ run, concurrency: 1, share: 1 })
  follower.wake(1, 0)
  follower.wake(2, 0)
  const closed = follower.close()
  await vi.advanceTimersByTimeAsync(1_000)
  await closed
  follower.wake(3, 0)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(runs.map(r => r.id)).toEqual([1])
})
