import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parameter } from '../graph/tensor.ts'
import { evaluate } from '../runtime/evaluate.ts'
import { packed, packedInput, packedTensors, packing, unpacked, unpackedTensors } from './packing.ts'

const shapes = fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }), { minLength: 1, maxLength: 5 })

test('parameters of any shapes lie one behind the other in memory, and the same way in a graph', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async shapes => {
      const layout = packing(shapes.map((shape, i) => ({ name: `p${i}`, shape })))
      const flat = Float32Array.from({ length: layout.length }, (_, i) => i)
      const values = unpacked(layout, flat)
      expect([...values.values()].map(one => one.length)).toEqual(shapes.map(shape => shape.reduce((a, b) => a * b, 1)))
      expect(packed(layout, name => values.get(name))).toEqual(flat)

      const parts = unpackedTensors(layout, packedInput('all', layout))
      expect(parts.map(part => part.shape)).toEqual(shapes)
      const outputs = {
        ...Object.fromEntries(parts.map((part, i) => [`p${i}`, part])),
        again: packedTensors(layout, parts),
      }
      const result = await evaluate({ outputs }, { all: { values: flat, shape: [layout.length] } })
      expect(result.again!.values).toEqual(flat)
      for (const [name, one] of values) expect(result[name]!.values).toEqual(one)
    }),
    { numRuns: 20 },
  )
})

test('what has no values is packed as zeros', () => {
  const layout = packing([
    { name: 'a', shape: [2] },
    { name: 'b', shape: [1] },
  ])
  expect(packed(layout, name => (name === 'b' ? Float32Array.of(5) : undefined))).toEqual(Float32Array.of(0, 0, 5))
  expect(packedTensors(layout, [parameter('a', [2]), parameter('b', [1])]).shape).toEqual([3])
})
