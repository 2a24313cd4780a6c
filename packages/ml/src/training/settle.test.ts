import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { settled, type Weights } from './settle.ts'

const weights = (...values: readonly number[]): Weights => new Map([['w', Float32Array.from(values)]])
const start = weights(1, 2)
const trained = weights(3, -2)
/** A loss that is least at this share of the way. */
const leastAt = (share: number) => async (of: Weights) => Math.abs(of.get('w')![0]! - (1 + 2 * share))

test.each([
  [1.4, 1],
  [1, 1],
  [0.7, 0.7],
  [0.1, 0.1],
  [0, 0],
  [-1, 0],
])('with the least loss %d of the way along, the weights are those at %d', async (least, share) => {
  const found = await settled(start, trained, leastAt(least))
  expect(found).toMatchObject({ share, startLoss: expect.closeTo(Math.abs(2 * least)) })
  expect(found.loss).toBe(await leastAt(least)(found.weights))
  expect(found.weights.get('w')![1]).toBeCloseTo(2 - 4 * share, 5)
})

test('weights that came to nothing are given up for those it began with', async () => {
  const found = await settled(start, weights(Number.NaN, 0), leastAt(1))
  expect([found.weights, found.share, found.loss]).toEqual([start, 0, 2])
})

test('a start that has no loss is left', async () => {
  const found = await settled(weights(Number.NaN, 0), trained, leastAt(1))
  expect([found.weights, found.share]).toEqual([trained, 1])
})

test('where the training was right it looks no further than one step back', async () => {
  const lossOf = vi.fn(leastAt(1))
  await settled(start, trained, lossOf)
  expect(lossOf).toHaveBeenCalledTimes(3)
})

test('what comes of it is never worse than the start', async () => {
  const shape = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(shape, shape, shape, async (from, to, target) => {
      const lossOf = async (of: Weights) => of.get('w')!.reduce((sum, value, i) => sum + (value - target[i]!) ** 2, 0)
      const { loss, startLoss } = await settled(weights(...from), weights(...to), lossOf)
      expect(loss).toBeLessThanOrEqual(startLoss)
    }),
  )
})
