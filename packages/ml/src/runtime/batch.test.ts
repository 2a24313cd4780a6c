import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batched } from './batch.ts'

/** Doubles numbers, refuses negative ones, and remembers the batches it was given. */
function doubling() {
  const batches: (readonly number[])[] = []
  const run = async (items: readonly number[]) => {
    batches.push(items)
    await new Promise(resolve => setImmediate(resolve))
    if (items.some(item => item < 0)) throw new Error(`refused ${items}`)
    return items.map(item => 2 * item)
  }
  return { batches, run }
}

test('calls that arrive together share one run, and each gets its own results', async () => {
  const { batches, run } = doubling()
  const call = batched(run, 10)
  expect(await Promise.all([call([1, 2]), call([]), call([3])])).toEqual([[2, 4], [], [6]])
  expect(batches).toEqual([[1, 2, 3]])
})

test('calls that arrive while a run is under way form the next batch', async () => {
  const { batches, run } = doubling()
  const call = batched(run, 10)
  const first = call([1])
  await expect.poll(() => batches.length).toBe(1)
  expect(await Promise.all([first, call([2]), call([3])])).toEqual([[2], [4], [6]])
  expect(batches).toEqual([[1], [2, 3]])
})

test('no run is larger than the largest, and a call may take several', async () => {
  const { batches, run } = doubling()
  const call = batched(run, 2)
  expect(await Promise.all([call([1, 2, 3]), call([4, 5])])).toEqual([
    [2, 4, 6],
    [8, 10],
  ])
  expect(batches).toEqual([[1, 2], [3, 4], [5]])
})

test('whatever is called together, a call fails exactly by its own items', async () => {
  const calls = fc.array(fc.array(fc.integer({ min: -1, max: 9 }), { maxLength: 5 }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(calls, fc.integer({ min: 1, max: 6 }), async (lists, largest) => {
      const call = batched(doubling().run, largest)
      const outcomes = await Promise.allSettled(lists.map(list => call(list)))
      outcomes.forEach((outcome, i) => {
        const items = lists[i]!
        if (items.some(item => item < 0)) expect(outcome.status).toBe('rejected')
        else expect(outcome).toEqual({ status: 'fulfilled', value: items.map(item => 2 * item) })
      })
      expect(await call([21])).toEqual([42])
    }),
    { numRuns: 60 },
  )
})

test('a run that loses items is an error, not an endless wait', async () => {
  await expect(batched(async () => [], 4)([1])).rejects.toThrow('1 items gave 0 results')
})
