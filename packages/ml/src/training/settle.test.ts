import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { type BlockLoss, meanLoss } from './block-loss.ts'
import { settled, type Weights } from './settle.ts'

const weights = (...values: readonly number[]): Weights => new Map([['w', Float32Array.from(values)]])
const start = weights(1, 2)
const trained = weights(3, -2)
/** One block for each share of the way: the loss of each is least there. */
const leastAt =
  (...shares: readonly number[]) =>
  async (of: Weights): Promise<readonly BlockLoss[]> =>
    shares.map(share => ({ count: 64, loss: ((of.get('w')![0]! - 1) / 2 - share) ** 2 }))

test.each([
  [1.4, 1],
  [1, 1],
  [0.7, 0.7],
  [0.1, 0.1],
  [0, 0],
  [-1, 0],
])('with the least loss %d of the way along, the weights are those at %d', async (least, share) => {
  const found = await settled(start, trained, leastAt(least))
  expect(found).toMatchObject({ share, startLoss: expect.closeTo(least ** 2) })
  expect(found.loss).toBe(meanLoss(await leastAt(least)(found.weights)))
  expect(found.weights.get('w')![1]).toBeCloseTo(2 - 4 * share, 5)
})

test('weights that came to nothing are given up for those it began with', async () => {
  const found = await settled(start, weights(Number.NaN, 0), leastAt(1))
  expect([found.weights, found.share, found.loss]).toEqual([start, 0, 1])
})

test('a start that has no loss is left', async () => {
  const found = await settled(weights(Number.NaN, 0), trained, leastAt(1))
  expect([found.weights, found.share]).toEqual([trained, 1])
})

test('where the training was right it looks no further than one step back', async () => {
  const lossesOf = vi.fn(leastAt(1))
  await settled(start, trained, lossesOf)
  expect(lossesOf).toHaveBeenCalledTimes(3)
})

test.each([
  [[0.7, 0.7, 0.7, 0.7], 0.7],
  [[0.6, 0.8, 0.6, 0.8], 0.6],
  [[0.4, 1, 0.4, 1], 0.4],
])('the more the blocks %j disagree, the smaller the change: %d of the way', async (least, share) => {
  expect((await settled(start, trained, leastAt(...least))).share).toBe(share)
})

test('what comes of it is never worse than the start', async () => {
  const shape = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(shape, shape, shape, async (from, to, target) => {
      const lossesOf = async (of: Weights) =>
        Array.from(of.get('w')!, (value, i) => ({ count: 64 - i, loss: (value - target[i]!) ** 2 }))
      const { loss, startLoss } = await settled(weights(...from), weights(...to), lossesOf)
      expect(loss).toBeLessThanOrEqual(startLoss)
    }),
  )
})
