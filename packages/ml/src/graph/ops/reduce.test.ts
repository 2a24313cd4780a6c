import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate } from '../../runtime/evaluate.ts'
import { dividedBy, largestPart } from '../shape.ts'
import { input } from '../tensor.ts'
import { columnSums } from './reduce.ts'

test('columns of any matrix are added up, whether its rows are taken together or one by one', async () => {
  const count = fc.integer({ min: 1, max: 60 })
  await fc.assert(
    fc.asyncProperty(count, fc.constantFrom(1, 3, 8, 700, 3000), fc.boolean(), async (rows, width, named) => {
      const x = input('x', [named ? `${rows}*batch` : 2 * rows, width])
      const values = Float32Array.from({ length: 2 * rows * width }, (_, i) => (i % 7) - (i % 3))
      const { sums } = await evaluate({ outputs: { sums: columnSums(x) } }, { x: { values, shape: [2 * rows, width] } })
      const want = new Float32Array(width)
      for (const [i, value] of values.entries()) want[i % width]! += value
      expect(sums).toEqual({ values: want, shape: [width] })
    }),
    { numRuns: 25 },
  )
})

test('a length is cut only into parts it is known to be made of', () => {
  expect(largestPart('12*batch', 5)).toBe(4)
  expect(largestPart('batch', 5)).toBe(1)
  expect(largestPart(7, 6)).toBe(1)
  expect(largestPart(8, 0.5)).toBe(1)
  expect(dividedBy('12*batch', 4)).toBe('3*batch')
  expect(dividedBy('12*batch', 12)).toBe('batch')
  expect(() => dividedBy('batch', 2)).toThrow('batch is not a multiple of 2')
})
