import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate } from '../../runtime/evaluate.ts'
import { input } from '../tensor.ts'
import { softmax } from './activation.ts'
import { transpose } from './shape.ts'

const value = fc.double({ min: -200, max: 200, noNaN: true })

test('a softmax down the columns is one along the rows of the matrix on its side, for values however large', async () => {
  const matrix = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
    .chain(([rows, columns]) =>
      fc.tuple(fc.constant(rows), fc.array(value, { minLength: rows * columns, maxLength: rows * columns })),
    )
  await fc.assert(
    fc.asyncProperty(matrix, async ([rows, values]) => {
      const x = input('x', [rows, values.length / rows])
      const outputs = { down: softmax(x, 0), along: transpose(softmax(transpose(x, [1, 0]), 1), [1, 0]) }
      const feed = { values: Float32Array.from(values), shape: [rows, values.length / rows] }
      const { down, along } = await evaluate({ outputs }, { x: feed })
      for (const [i, got] of (down!.values as Float32Array).entries())
        expect(got).toBeCloseTo(along!.values[i] as number, 5)
    }),
    { numRuns: 30 },
  )
})
