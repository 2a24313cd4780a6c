import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openSession } from '../runtime/session.ts'
import { generator } from '../training/random.ts'
import { encode } from './encode.ts'
import { gradient } from './gradient.ts'
import { erf, gelu, relu, sigmoid, softmax, tanh } from './ops/activation.ts'
import { greater, toFloat, where } from './ops/comparison.ts'
import {
  absolute,
  add,
  divide,
  exp,
  log,
  maximum,
  minimum,
  multiply,
  negate,
  sign,
  sqrt,
  square,
  subtract,
} from './ops/elementwise.ts'
import { embed, select } from './ops/gather.ts'
import { gemm, matmul } from './ops/linear.ts'
import { layerNorm } from './ops/normalise.ts'
import { max, mean, meanOver, sum } from './ops/reduce.ts'
import { expand, pad, reshape, transpose } from './ops/shape.ts'
import { concat, slice } from './ops/slice.ts'
import type { Shape } from './shape.ts'
import { constant, input, integers, scalar, type Tensor } from './tensor.ts'

/** Inputs of known lengths, and what is made of them; `span` is where their values lie. */
interface Case {
  readonly shapes: readonly (readonly number[])[]
  readonly build: (inputs: readonly Tensor[]) => Tensor
  readonly span?: readonly [number, number]
}

/** The length that is given a name, so that a case is checked with lengths unknown until the run as well. */
const named = (shape: readonly number[], name: boolean): Shape =>
  shape.map((dim, i) => (name && i === 0 && dim > 1 ? 'batch' : dim))

/**
 * Checks each element of each gradient against central differences at two step lengths, extrapolated, of a weighted
 * sum of the outcome.
 */
async function check({ shapes, build, span = [-2, 2] }: Case, seed: number, name = false): Promise<void> {
  const random = generator(seed)
  const inputs = shapes.map((shape, i) => input(`x${i}`, named(shape, name && i === 0)))
  const outcome = build(inputs)
  const loss = sum(multiply(outcome, weightsLike(outcome)))
  const gradients = gradient(loss, inputs)
  const outputs = Object.fromEntries([['loss', loss], ...gradients.map((g, i) => [`g${i}`, g] as const)])
  const session = await openSession(encode({ outputs }), { providers: ['cpu'], threads: 1 })
  const values = shapes.map(shape =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => span[0] + (span[1] - span[0]) * random()),
  )
  const run = () => session.run(Object.fromEntries(values.map((x, i) => [`x${i}`, { values: x, shape: shapes[i]! }])))
  const lossAt = async (i: number, element: number, value: number) => {
    const x = values[i]!
    const before = x[element]!
    x[element] = value
    const { loss } = await run()
    x[element] = before
    return loss!.values[0] as number
  }
  const slope = async (i: number, element: number, step: number) => {
    const x = values[i]![element]!
    const [above, below] = [Math.fround(x + step), Math.fround(x - step)]
    return ((await lossAt(i, element, above)) - (await lossAt(i, element, below))) / (above - below)
  }
  const result = await run()
  for (const [i, x] of values.entries()) {
    expect(result[`g${i}`]!.shape).toEqual(shapes[i])
    for (let element = 0; element < x.length; element++) {
      const got = result[`g${i}`]!.values[element] as number
      const want = (4 * (await slope(i, element, 0.02)) - (await slope(i, element, 0.04))) / 3
      expect(Math.abs(got - want), `input ${i}, element ${element}: ${got}, by differences ${want}`).toBeLessThan(
        0.004 * (1 + Math.abs(want)),
      )
    }
  }
  await session.close()
}

/** Different weights along every axis, of lengths known or not. */
const weightsLike = (x: Tensor): Tensor => {
  const at = (axis: number, length: number) =>
    constant(
      Float32Array.from({ length }, (_, i) => 0.4 + Math.sin(3 * i + axis)),
      x.shape.map((_, i) => (i === axis ? length : 1)),
    )
  return x.shape.reduce<Tensor>(
    (product, dim, axis) => (typeof dim === 'number' ? multiply(product, at(axis, dim)) : product),
    scalar(1.3),
  )
}

const length = fc.integer({ min: 1, max: 3 })
const shape = fc.array(length, { minLength: 1, maxLength: 3 })
/** Two or three shapes that broadcast: some axes of length 1, some left out at the front. */
const broadcasting = (count: number) =>
  shape.chain(whole =>
    fc.tuple(
      fc.constant(whole),
      ...Array.from({ length: count - 1 }, () =>
        fc
          .tuple(fc.nat(whole.length), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }))
          .map(([from, ones]) => whole.map((dim, i) => (ones[i] ? 1 : dim)).slice(from)),
      ),
    ),
  )
const one = (op: (x: Tensor) => Tensor, span?: [number, number]) =>
  shape.map((x): Case => ({ shapes: [x], build: ([a]) => op(a!), ...(span && { span }) }))
const two = (op: (a: Tensor, b: Tensor) => Tensor, span?: [number, number]) =>
  broadcasting(2).chain(([a, b]) =>
    fc
      .boolean()
      .map(
        (turn): Case => ({ shapes: turn ? [b!, a!] : [a!, b!], build: ([x, y]) => op(x!, y!), ...(span && { span }) }),
      ),
  )
/** Away from where the two are equal. */
const apart = (op: (a: Tensor, b: Tensor) => Tensor) => two((a, b) => op(a, add(b, scalar(0.5))), [0.55, 0.95])

const operators: Readonly<Record<string, fc.Arbitrary<Case>>> = {
  Add: two(add),
  Sub: two(subtract),
  Mul: two(multiply),
  Div: two(divide, [0.5, 2]),
  Max: apart(maximum),
  Min: apart(minimum),
  Neg: one(negate),
  Sqrt: one(sqrt, [0.3, 2]),
  Exp: one(exp),
  Log: one(log, [0.5, 2]),
  Abs: fc.boolean().chain(below => one(absolute, below ? [-2, -0.1] : [0.1, 2])),
  square: one(square),
  Where: broadcasting(2).map(([a, b]) => ({
    shapes: [a!, b!],
    build: ([x, y]) => where(greater(distinct(x!), scalar(0.5)), x!, y!),
  })),
  Gelu: one(gelu),
  Erf: one(erf),
  Sigmoid: one(sigmoid),
  Tanh: one(tanh),
  Relu: one(x => relu(subtract(x, scalar(1.5))), [1.6, 3]),
  Softmax: shape.chain(x => fc.nat(x.length - 1).map(axis => ({ shapes: [x], build: ([a]) => softmax(a!, axis) }))),
  'softmax down the columns': fc.tuple(length, length).map(x => ({ shapes: [x], build: ([a]) => softmax(a!, 0) })),
  ReduceSum: shape.chain(x => fc.subarray([...x.keys()]).map(axes => ({ shapes: [x], build: ([a]) => sum(a!, axes) }))),
  ReduceMean: shape.chain(x =>
    fc.subarray([...x.keys()], { minLength: 1 }).map(axes => ({ shapes: [x], build: ([a]) => mean(a!, axes) })),
  ),
  'mean over known lengths': shape.map(x => ({ shapes: [[2, ...x]], build: ([a]) => meanOver(a!, [-1]) })),
  ReduceMax: shape.map(x => ({
    shapes: [x],
    span: [0, 0.2],
    build: ([a]) => max(add(a!, distinct(a!)), [x.length - 1]),
  })),
  Gemm: fc
    .tuple(
      ...[length, length, length, fc.boolean(), fc.boolean()],
      fc.constantFrom('none', 'row', 'column', 'one'),
      fc.constantFrom(1, 0.3),
    )
    .map(
      ([m, k, n, transposeA, transposeB, bias, alpha]): Case => ({
        shapes: [
          transposeA ? [k, m] : [m, k],
          transposeB ? [n, k] : [k, n],
          ...(bias === 'none' ? [] : [bias === 'row' ? [n] : bias === 'column' ? [m, 1] : [1]]),
        ],
        build: ([a, b, c]) => gemm(a!, b!, c, { transposeA, transposeB, alpha }),
      }),
    ),
  MatMul: fc.tuple(broadcasting(2), length, length, length).map(([[a, b], m, k, n]) => ({
    shapes: [
      [...a!.slice(0, 2), m, k],
      [...b!.slice(0, a!.length > 2 ? 0 : 2), k, n],
    ],
    build: ([x, y]) => matmul(x!, y!),
  })),
  Reshape: shape.map(x => ({ shapes: [x], build: ([a]) => reshape(multiply(a!, a!), [...a!.shape, 1]) })),
  Transpose: shape.chain(x =>
    fc
      .shuffledSubarray([...x.keys()], { minLength: x.length })
      .map(order => ({ shapes: [x], build: ([a]) => transpose(a!, order) })),
  ),
  Expand: fc
    .tuple(shape, length)
    .map(([x, n]) => ({ shapes: [x], build: ([a]) => expand(reshape(a!, [1, ...a!.shape]), [n, ...a!.shape]) })),
  Pad: fc
    .tuple(shape, fc.nat(2), fc.nat(2))
    .map(([x, before, after]) => ({ shapes: [[2, ...x]], build: ([a]) => pad(a!, x.length, before, after) })),
  Slice: fc
    .tuple(shape, fc.nat(1), fc.nat(1))
    .map(([x, start, rest]) => ({ shapes: [[...x, 3]], build: ([a]) => slice(a!, -1, start, 3 - rest) })),
  Concat: fc.tuple(shape, length, length).map(([x, m, n]) => ({
    shapes: [
      [...x, m],
      [...x, n],
    ],
    build: ([a, b]) => concat([a!, b!, a!], -1),
  })),
  'Gather of rows': fc.array(fc.nat(3), { minLength: 1, maxLength: 6 }).map(rows => ({
    shapes: [[4, 2]],
    build: ([a]) => embed(a!, integers(rows)),
  })),
  'Gather of places': fc.tuple(shape, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 })).map(([x, places]) => ({
    shapes: [[...x, 4]],
    build: ([a]) => select(a!, -1, places),
  })),
  LayerNormalization: fc.tuple(shape, fc.integer({ min: 2, max: 4 })).map(([x, width]) => ({
    shapes: [[...x, width], [width], [width]],
    build: ([a, gain, bias]) => layerNorm(add(a!, spread(width)), gain!, bias!, 1e-5),
  })),
}

/** Values along the last axis, far enough apart that small steps do not exchange the largest. */
const distinct = (x: Tensor): Tensor => {
  const last = x.shape.at(-1)
  return typeof last === 'number'
    ? constant(
        Float32Array.from({ length: last }, (_, i) => i),
        [last],
      )
    : scalar(0)
}
/** Keeps values of ±2 apart, since differences say nothing of the slope where a row's variance is next to none. */
const spread = (width: number): Tensor =>
  constant(
    Float32Array.from({ length: width }, (_, i) => 6 * i * i),
    [width],
  )

describe('the gradient of an operator is that of finite differences, over any shapes', () => {
  test.each(Object.entries(operators))('%s', async (name, cases) => {
    await fc.assert(
      fc.asyncProperty(cases, fc.integer(), fc.boolean(), async (one, seed, unknown) => {
        await check(one, seed, unknown && canBeNamed(name, one))
      }),
      { numRuns: 12 },
    )
  })
})

/** Where nothing else has to have the length that is not known. */
const canBeNamed = (name: string, { shapes }: Case): boolean =>
  /^(Neg|Gelu|Softmax|Reduce|Reshape|Transpose|LayerNormalization|Pad|Slice)/.test(name) && shapes[0]!.length > 1

test('a tensor used twice adds up both uses, and one not used has a gradient of zeros', async () => {
  await check({ shapes: [[3], [2]], build: ([a]) => multiply(gelu(a!), add(a!, exp(a!))) }, 3)
})

test('an operator without a gradient is refused by name, but only between the loss and what is learnt', () => {
  const x = input('x', [2])
  const y = input('y', [2])
  const loss = sum(multiply(sign(x), y))
  expect(() => gradient(loss, [x])).toThrow('Sign has no gradient')
  expect(gradient(loss, [y])).toHaveLength(1)
  expect(() => gradient(x, [x])).toThrow('only a single number')
  expect(gradient(sum(multiply(toFloat(greater(x, y)), y)), [y])).toHaveLength(1)
})
