import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gradient } from '../graph/gradient.ts'
import { multiply } from '../graph/ops/elementwise.ts'
import { sum } from '../graph/ops/reduce.ts'
import { constant, input } from '../graph/tensor.ts'
import { evaluate } from '../runtime/evaluate.ts'
import { openEvaluator } from '../training/evaluator.ts'
import { generator } from '../training/random.ts'
import { type Cell, recurrent, recurrentParams } from './recurrent.ts'
import { declarations } from './scope.ts'

interface Size {
  readonly time: number
  readonly batch: number
  readonly inputs: number
  readonly units: number
}

const sizes: fc.Arbitrary<Size> = fc.record({
  time: fc.integer({ min: 1, max: 7 }),
  batch: fc.integer({ min: 1, max: 4 }),
  inputs: fc.integer({ min: 1, max: 3 }),
  units: fc.integer({ min: 1, max: 5 }),
})
const seeds = fc.integer({ min: 0, max: 1e6 })

function layer(cell: Cell, { time, batch, inputs, units }: Size, seed: number) {
  const { scope, parameters } = declarations()
  const x = input('x', [time, 'batch', inputs])
  const y = recurrent(x, recurrentParams(scope, 0, { cell, inputs, units, dropout: 0, recurrentDropout: 0 }))
  const random = generator(seed)
  const draw = (count: number) => Float32Array.from({ length: count }, () => 2 * random() - 1)
  const weights = new Map(parameters.map(({ name, shape }) => [name, draw(shape.reduce((a, b) => a * b, 1))]))
  return { x, y, parameters, weights, values: draw(time * batch * inputs), draw }
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

/** The equations of PyTorch's documentation, number by number. */
function written(cell: Cell, size: Size, weights: ReadonlyMap<string, Float32Array>, x: Float32Array): number[] {
  const { time, batch, inputs, units } = size
  const [w, r, bw, br] = ['weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0'].map(name => weights.get(name)!)
  const y: number[] = []
  const state = Array.from({ length: batch }, () => ({ h: new Float64Array(units), c: new Float64Array(units) }))
  for (let t = 0; t < time; t++) {
    for (const [b, { h, c }] of state.entries()) {
      const was = h.slice()
      const given = (row: number) => {
        let value = bw![row]!
        for (let k = 0; k < inputs; k++) value += w![row * inputs + k]! * x[(t * batch + b) * inputs + k]!
        return value
      }
      const recalled = (row: number) => {
        let value = br![row]!
        for (let k = 0; k < units; k++) value += r![row * units + k]! * was[k]!
        return value
      }
      const both = (row: number) => given(row) + recalled(row)
      for (let u = 0; u < units; u++) {
        if (cell === 'lstm') {
          const candidate = Math.tanh(both(2 * units + u))
          c[u] = sigmoid(both(units + u)) * c[u]! + sigmoid(both(u)) * candidate
          h[u] = sigmoid(both(3 * units + u)) * Math.tanh(c[u]!)
        } else {
          const keep = sigmoid(both(units + u))
          const fresh = Math.tanh(given(2 * units + u) + sigmoid(both(u)) * recalled(2 * units + u))
          h[u] = (1 - keep) * fresh + keep * was[u]!
        }
      }
      y.push(...h)
    }
  }
  return y
}

describe.each(['lstm', 'gru'] as const)('%s', cell => {
  test('computes what PyTorch documents, from parameters in its order', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, seeds, async (size, seed) => {
        const { y, weights, values } = layer(cell, size, seed)
        const feeds = { x: { values, shape: [size.time, size.batch, size.inputs] } }
        const got = (await evaluate({ outputs: { y }, parameters: weights }, feeds)).y!
        expect(got.shape).toEqual([size.time, size.batch, size.units])
        const want = written(cell, size, weights, values)
        want.forEach((value, i) => {
          expect(Math.abs((got.values[i] as number) - value)).toBeLessThan(1e-5)
        })
      }),
      { numRuns: 25 },
    )
  })

  test('every gradient is that of finite differences', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, seeds, async (size, seed) => {
        const { x, y, parameters, weights, values, draw } = layer(cell, size, seed)
        const { time, batch, inputs, units } = size
        const tilt = draw(time * batch * units)
        const loss = sum(multiply(y, input('tilt', [time, 'batch', units])))
        const all = [...parameters.map(({ name, tensor }) => ({ name, tensor })), { name: 'x', tensor: x }]
        const gradients = gradient(
          loss,
          all.map(({ tensor }) => tensor),
        )
        const outputs = { loss, ...Object.fromEntries(all.map(({ name }, i) => [`d ${name}`, gradients[i]!])) }
        const evaluator = await openEvaluator({ outputs, parameters, providers: ['cpu'], threads: 1 })
        const feeds = {
          x: { values, shape: [time, batch, inputs] },
          tilt: { values: tilt, shape: [time, batch, units] },
        }
        const found = await evaluator.run(weights, feeds)
        /** In double precision, by the equations themselves. */
        const lossNow = () => written(cell, size, weights, values).reduce((a, v, i) => a + v * tilt[i]!, 0)
        for (const { name } of all) {
          const held = name === 'x' ? values : weights.get(name)!
          const d = found[`d ${name}`]!.values
          expect(d).toHaveLength(held.length)
          for (let i = 0; i < held.length; i++) {
            const at = held[i]!
            held[i] = at + 1e-3
            const [up, above] = [lossNow(), held[i]!]
            held[i] = at - 1e-3
            const [down, below] = [lossNow(), held[i]!]
            held[i] = at
            const slope = (up - down) / (above - below)
            expect(Math.abs((d[i] as number) - slope), `${name}[${i}]`).toBeLessThan(1e-4 * (1 + Math.abs(slope)))
          }
        }
        await evaluator.close()
      }),
      { numRuns: 15 },
    )
  })

  test('is initialised within ±1/√units', () => {
    const { parameters } = layer(cell, { time: 2, batch: 1, inputs: 3, units: 16 }, 1)
    for (const { initialise } of parameters) {
      const values = initialise(1000, generator(3))
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.25)
      expect(Math.max(...values)).toBeGreaterThan(0.24)
      expect(Math.min(...values)).toBeLessThan(-0.24)
    }
  })
})

test('dropout is applied to what the layer is given, recurrent dropout to its recurrent weights', () => {
  const dropped: [unknown, number][] = []
  const { scope } = declarations((x, rate) => {
    dropped.push([x.shape, rate])
    return x
  })
  const shape = { cell: 'gru', inputs: 2, units: 4, dropout: 0.1, recurrentDropout: 0.2 } as const
  recurrent(input('x', [3, 'batch', 2]), recurrentParams(scope, 0, shape))
  expect(dropped).toEqual([
    [[12, 4], 0.2],
    [[3, 'batch', 2], 0.1],
  ])
})

test('operands that do not fit are refused where the graph is built', () => {
  const { scope } = declarations()
  const params = recurrentParams(scope, 0, { cell: 'lstm', inputs: 2, units: 4, dropout: 0, recurrentDropout: 0 })
  expect(() => recurrent(input('x', [3, 'batch', 5]), params)).toThrow('[1, 16, 2] is not [1, 16, 5]')
  expect(() => recurrent(constant(new Float32Array(6), [3, 2]), params)).toThrow('is not [time, batch, inputs]')
})
