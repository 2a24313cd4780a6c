import { expect, test } from 'vitest'
import { evaluate } from '../runtime/evaluate.ts'
import { add, exp, multiply } from './ops/elementwise.ts'
import { reshape } from './ops/shape.ts'
import { split } from './ops/slice.ts'
import { substituted } from './substitute.ts'
import { input, parameter, type Tensor } from './tensor.ts'

const flat = input('flat', [4])
const values = Float32Array.of(1, 2, 3, 4)

test('outputs rest on what stands for a parameter, wherever it was used, and on everything else as before', async () => {
  const weight = parameter('weight', [2])
  const other = parameter('other', [1, 2])
  const square = multiply(weight, weight)
  const outputs = { sum: add(add(square, other), weight), weight, untouched: exp(input('x', [1])) }
  const [first, second] = split(flat, 0, [2, 2]) as [Tensor, Tensor]
  const stands = new Map([
    [weight.source, first],
    [other.source, reshape(second, [1, 2])],
  ])
  const made = substituted(Object.values(outputs), stands)
  expect(made[2]!.source).toBe(outputs.untouched.source)
  const named = Object.fromEntries(Object.keys(outputs).map((name, i) => [name, made[i]!]))
  const result = await evaluate(
    { outputs: named },
    { flat: { values, shape: [4] }, x: { values: Float32Array.of(0), shape: [1] } },
  )
  expect([...result.sum!.values]).toEqual([1 + 3 + 1, 4 + 4 + 2])
  expect([...result.weight!.values]).toEqual([1, 2])
  expect([...result.untouched!.values]).toEqual([1])
})

test('what uses a source twice uses the same replacement, made once', () => {
  const weight = parameter('weight', [2])
  const shared = exp(weight)
  const stand = input('stand', [2])
  const [a, b] = substituted([multiply(shared, shared), shared], new Map([[weight.source, stand]])) as [Tensor, Tensor]
  const { source } = a
  if (source.kind !== 'application') throw new Error('a product is an application')
  expect(source.inputs.map(made => made.source)).toEqual([b.source, b.source])
})

test('nothing of another shape may stand for a tensor', () => {
  const weight = parameter('weight', [2])
  expect(() => substituted([exp(weight)], new Map([[weight.source, flat]]))).toThrow('[4] cannot stand for [2]')
})
