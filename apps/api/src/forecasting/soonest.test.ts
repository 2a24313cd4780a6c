import { expect, test } from 'vitest'
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
