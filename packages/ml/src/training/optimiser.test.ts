import fc from 'fast-check'
import { expect, test } from 'vitest'
import { square, subtract } from '../graph/ops/elementwise.ts'
import { sum } from '../graph/ops/reduce.ts'
import { input } from '../graph/tensor.ts'
import { uniformOver } from '../layers/initialise.ts'
import { declarations } from '../layers/scope.ts'
import { adam, adamW, type Optimiser, sgd } from './optimiser.ts'
import { openTrainer, type TrainingState } from './trainer.ts'

/** Half the squared distance of a parameter to a target: the gradient is `p − target`. */
const { scope, parameters } = declarations()
const p = scope.parameter('p', [2], uniformOver(2))
const still = scope.buffer('still', [2], uniformOver(2))
const target = input('target', [2])
const loss = sum(square(subtract(subtract(p, still), target)))
const weights = new Map([
  ['p', Float32Array.of(1, -2)],
  ['still', Float32Array.of(0, 0)],
])
const feeds = (a: number, b: number) => ({ target: { values: Float32Array.of(a, b), shape: [2] } })
const open = (optimiser: Optimiser, more: { clip?: number; state?: TrainingState } = {}) =>
  openTrainer({ loss, parameters, weights, optimiser, providers: ['cpu'], threads: 1, ...more })

/** What each optimiser's paper says, one number at a time. */
const papers: Record<string, [Optimiser, (rate: number) => (p: number, g: number, t: number) => number]> = {
  sgd: [sgd(), rate => (p, g) => p - rate * g],
  'sgd with momentum': [
    sgd(0.9),
    rate => {
      let velocity = 0
      return (p, g) => {
        velocity = 0.9 * velocity + g
        return p - rate * velocity
      }
    },
  ],
  adam: [adam(), rate => adamPaper(rate, 0)],
  adamW: [adamW({ weightDecay: 0.1 }), rate => adamPaper(rate, 0.1)],
}

function adamPaper(rate: number, decay: number) {
  let m = 0
  let v = 0
  return (p: number, g: number, t: number) => {
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    return p - rate * decay * p - (rate * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8)
  }
}

test.each(Object.entries(papers))('%s does what its paper says', async (_, [optimiser, paper]) => {
  const trainer = await open(optimiser)
  const updates = [paper(0.1), paper(0.1)]
  let want = [1, -2]
  for (let t = 1; t <= 20; t++) {
    const goal = [Math.sin(t), 3]
    want = want.map((value, i) => updates[i]!(value, 2 * (value - goal[i]!), t))
    await trainer.step(feeds(goal[0]!, goal[1]!), { rate: 0.1 })
    const got = trainer.state().weights.get('p')!
    want.forEach((value, i) => {
      expect(Math.abs(got[i]! - value)).toBeLessThan(1e-4)
    })
  }
  expect(trainer.state().weights.get('still')).toEqual(Float32Array.of(0, 0))
  await trainer.close()
})

test('the gradient is shortened to the length it may have, and left alone below', async () => {
  const step = async (clip: number) => {
    const trainer = await open(sgd(), { clip })
    await trainer.step(feeds(-0.5, 0), { rate: 1 })
    const moved = trainer.state().weights.get('p')!
    await trainer.close()
    return Math.hypot(moved[0]! - 1, moved[1]! + 2)
  }
  expect(await step(0.5)).toBeCloseTo(0.5, 4)
  expect(await step(100)).toBeCloseTo(5, 4)
})

test('a run that is interrupted anywhere and resumed ends where one that was not does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 8 }), async at => {
      const whole = await open(adamW())
      const first = await open(adamW())
      const steps = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => feeds(from + i, -1))
      for (const one of steps(0, 8)) await whole.step(one, { rate: 0.05 })
      for (const one of steps(0, at)) await first.step(one, { rate: 0.05 })
      const second = await open(adamW(), { state: first.state() })
      for (const one of steps(at, 8)) await second.step(one, { rate: 0.05 })
      expect(second.state()).toEqual(whole.state())
      for (const trainer of [whole, first, second]) await trainer.close()
    }),
    { numRuns: 5 },
  )
})

test('a state is a copy: later steps do not change it', async () => {
  const trainer = await open(sgd())
  const before = trainer.state()
  await trainer.step(feeds(0, 0), { rate: 0.1 })
  expect(before.weights.get('p')).toEqual(Float32Array.of(1, -2))
  expect(weights.get('p')).toEqual(Float32Array.of(1, -2))
  await trainer.close()
})
