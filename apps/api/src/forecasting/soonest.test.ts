import { expect, test, vi } from 'vitest'
import { soonest } from './soonest.ts'

const never = () => Promise.reject(new Error('not to be asked'))

test('what comes soon is the answer, or its failure', async () => {
  expect(await soonest(Promise.resolve('whole'), never, 1_000)).toEqual({ now: 'whole', better: null })
  await expect(soonest(Promise.reject(new Error('no')), never, 1_000)).rejects.toThrow('no')
})

test('what is late is stood in for, and follows', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  const { now, better } = await soonest(promise, async () => 'quick', 1)
  expect(now).toBe('quick')
  resolve('whole')
  expect(await better).toBe('whole')
})

test('where the quick one fails the whole is awaited', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  const answer = soonest(promise, never, 1)
  resolve('whole')
  expect(await answer).toMatchObject({ now: 'whole' })
})

const after = <T>(milliseconds: number, value: T) => new Promise<T>(resolve => setTimeout(resolve, milliseconds, value))

/** What is answered and when, by a clock of the test's own. */
async function asked(whole: () => Promise<string>, quick: () => Promise<string>) {
  vi.useFakeTimers()
  try {
    const began = Date.now()
    const answer = soonest(whole(), quick, 250).then(({ now, better }) => ({ now, better, took: Date.now() - began }))
    answer.catch(() => {})
    await vi.advanceTimersByTimeAsync(10_000)
    return await answer
  } finally {
    vi.useRealTimers()
  }
}

test('within its time the whole is the answer, and the quick one is not begun for what comes at once', async () => {
  const quick = vi.fn(() => after(10, 'quick'))
  expect(await asked(() => after(90, 'whole'), quick)).toEqual({ now: 'whole', better: null, took: 90 })
  expect(quick).not.toHaveBeenCalled()
  expect(await asked(() => after(240, 'whole'), quick)).toEqual({ now: 'whole', better: null, took: 240 })
})

test('a quick one that takes a while is there when the time of the whole is over', async () => {
  const answer = await asked(
    () => after(2_000, 'whole'),
    () => after(140, 'quick'),
  )
  expect(answer).toMatchObject({ now: 'quick', took: 250 })
  expect(await answer.better).toBe('whole')
})
