import * as ort from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { evaluate } from '../runtime/evaluate.ts'
import { openSession } from '../runtime/session.ts'
import { encode } from './encode.ts'
import { gelu } from './ops/activation.ts'
import { toDouble, toFloat } from './ops/comparison.ts'
import { add, multiply, subtract } from './ops/elementwise.ts'
import { gemm, matmul } from './ops/linear.ts'
import { repeated } from './ops/loop.ts'
import { mean } from './ops/reduce.ts'
import { reshape, transpose } from './ops/shape.ts'
import { concat, slice } from './ops/slice.ts'
import { constant, double, input, parameter, scalar, type Tensor } from './tensor.ts'

const x = input('x', ['batch', 3])
const weight = parameter('weight', [2, 3])
const values = new Map([['weight', Float32Array.of(1, 2, 3, 4, 5, 6)]])
const fed = { x: { values: Float32Array.of(1, 0, -1, 2, 2, 2), shape: [2, 3] } }
const y = gemm(x, weight, undefined, { transposeB: true })

test('a graph with a named batch runs at any batch', async () => {
  const session = await openSession(encode({ outputs: { y }, parameters: values }), { providers: ['cpu'] })
  expect([...(await session.run(fed)).y!.values]).toEqual([-2, -2, 12, 30])
  const one = { x: { values: Float32Array.of(1, 1, 1), shape: [1, 3] } }
  expect(await session.run(one)).toEqual({ y: { values: Float32Array.of(6, 15), shape: [1, 2] } })
  await session.close()
  await expect(session.run(fed)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

test('a parameter without values is an input of the run', async () => {
  const session = await openSession(encode({ outputs: { y } }), { providers: ['cpu'] })
  expect(session.inputs).toEqual(['x', 'weight'])
  const run = await session.run({ ...fed, weight: { values: values.get('weight')!, shape: [2, 3] } })
  expect([...run.y!.values]).toEqual([-2, -2, 12, 30])
  await session.close()
})

test('outputs are written into the memory that is given for them', async () => {
  const session = await openSession(encode({ outputs: { y }, parameters: values }), { providers: ['cpu'] })
  const into = new Float32Array(4)
  await session.run(fed, { y: { values: into, shape: [2, 2] } })
  expect([...into]).toEqual([-2, -2, 12, 30])
  await session.close()
})

test('one tensor may be several outputs, an input an output, and a deep graph is no danger', async () => {
  let deep: Tensor = x
  for (let i = 0; i < 3000; i++) deep = add(deep, scalar(1))
  const result = await evaluate({ outputs: { y, again: y, same: x, deep }, parameters: values }, fed)
  expect(result.again).toEqual(result.y)
  expect(result.same).toEqual(fed.x)
  expect(result.deep!.values[0]).toBe(3001)
})

test('the same graph always gives the same bytes, with its metadata in them', () => {
  const file = () => encode({ outputs: { y: gelu(y) }, parameters: values, metadata: { kind: 'ttm' } })
  expect(file()).toEqual(file())
  expect(Buffer.from(file()).includes('kind')).toBe(true)
})

test('what does not fit is refused where the graph is built, naming operator and shapes', () => {
  const wide = input('wide', ['batch', 4])
  expect(() => add(x, wide)).toThrow(
    'Add([batch, 3], [batch, 4]): [batch, 3] and [batch, 4] do not broadcast: 3 against 4',
  )
  expect(() => matmul(x, wide)).toThrow('inner lengths 3 and batch differ')
  expect(() => gemm(x, reshape(weight, [1, 2, 3]))).toThrow('[1, 2, 3] is not a matrix')
  expect(() => reshape(x, ['batch', 4])).toThrow('[batch, 3] does not fill [batch, 4]')
  expect(() => reshape(x, ['time', 3])).toThrow('does not fill')
  expect(() => transpose(x, [0, 0])).toThrow('no order of the axes')
  expect(() => slice(x, 1, 2, 5)).toThrow('2 to 5 is not inside 0 to 3')
  expect(() => slice(x, 0, 0, 1)).toThrow('axis 0 of [batch, 3] has to be of a known length')
  expect(() => concat([x, reshape(x, ['batch', 3, 1])], 1)).toThrow('does not join')
  expect(() => multiply(x, input('i', ['batch', 3], 'int64'))).toThrow('types float32 and int64')
  expect(() => constant(new Float32Array(3), [2, 2])).toThrow('3 values do not fill [2, 2]')
})

test('lengths known only at run time are multiplied and told apart by name', () => {
  const rows = reshape(input('cube', [4, 'batch', 3]), ['4*batch', 3])
  expect(rows.shape).toEqual(['4*batch', 3])
  expect(reshape(rows, [2, 'batch', 6]).shape).toEqual([2, 'batch', 6])
  expect(() => reshape(rows, ['8*batch', 3])).toThrow('does not fill')
})

test('a loop feeds each turn with what the one before it made, with weights inside and at any batch', async () => {
  const square = parameter('square', [3, 3])
  const grown = repeated(4, x, state => {
    const next = add(gemm(state, square), scalar(1))
    return { next, made: reshape(next, ['batch', 1, 3]) }
  })
  const parameters = new Map([['square', Float32Array.of(0, 1, 0, 0, 0, 1, 1, 0, 0)]])
  const result = await evaluate({ outputs: { grown, x2: add(x, x) }, parameters }, fed)
  expect(result.grown!.shape).toEqual([4, 2, 1, 3])
  expect([...result.grown!.values]).toEqual([0, 2, 1, 3, 3, 3, 2, 1, 3, 4, 4, 4, 4, 3, 2, 5, 5, 5, 3, 5, 4, 6, 6, 6])
  expect(() => repeated(2, x, state => ({ next: reshape(state, [1, 'batch', 3]), made: state }))).toThrow(
    'a turn makes',
  )
})

test('doubles keep what single precision would lose', async () => {
  const far = input('far', ['batch'], 'float64')
  const file = encode({ outputs: { near: toFloat(subtract(far, double(1e9))), mean: mean(toDouble(far), [0]) } })
  const session = await ort.InferenceSession.create(file, { executionProviders: ['cpu'] })
  const run = await session.run({ far: new ort.Tensor('float64', Float64Array.of(1e9 + 0.25, 1e9 - 0.5), [2]) })
  expect(run.near!.data).toEqual(Float32Array.of(0.25, -0.5))
  expect(run.mean!.data).toEqual(Float64Array.of(1e9 - 0.125))
  await session.release()
})
