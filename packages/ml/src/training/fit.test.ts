import { expect, test } from 'vitest'
import { gradient } from '../graph/gradient.ts'
import { square, subtract } from '../graph/ops/elementwise.ts'
import { mean, sum } from '../graph/ops/reduce.ts'
import { input, type Tensor } from '../graph/tensor.ts'
import { dense, denseParams } from '../layers/dense.ts'
import { declarations } from '../layers/scope.ts'
import { evaluate } from '../runtime/evaluate.ts'
import { seededDropout } from './dropout.ts'
import { findRate, valley } from './find-rate.ts'
import { type FitOptions, fit } from './fit.ts'
import { adam } from './optimiser.ts'
import { generator } from './random.ts'
import { steady } from './schedule.ts'
import { openTrainer, type TrainingState } from './trainer.ts'

/** Learns y = 2a − b + 0.5 from points; from the state given, where there is one. */
async function problem(state?: TrainingState) {
  const { scope, parameters } = declarations()
  const loss = mean(
    square(subtract(dense(input('x', ['batch', 2]), denseParams(scope, 2, 1)), input('y', ['batch', 1]))),
  )
  const random = generator(1)
  const weights = new Map(
    parameters.map(({ name, shape, initialise }) => [name, initialise(shape[0]! * (shape[1] ?? 1), random)]),
  )
  const trainer = await openTrainer({
    loss,
    parameters,
    weights,
    optimiser: adam(),
    providers: ['cpu'],
    threads: 1,
    ...(state && { state }),
  })
  const batch = (count: number) => {
    const x = Float32Array.from({ length: 2 * count }, () => 2 * random() - 1)
    const y = Float32Array.from({ length: count }, (_, i) => 2 * x[2 * i]! - x[2 * i + 1]! + 0.5)
    return { x: { values: x, shape: [count, 2] }, y: { values: y, shape: [count, 1] } }
  }
  const options: FitOptions = {
    trainer,
    epochs: 60,
    schedule: steady(0.05),
    batches: () => [batch(8), batch(8), batch(5)],
  }
  return { trainer, options, batch }
}

test('a linear relation is learnt, whatever the size of the last batch', async () => {
  const { trainer, options } = await problem()
  const { best, ended, epochs } = await fit(options)
  expect(ended).toBe('finished')
  expect(epochs).toHaveLength(60)
  const [weight, bias] = [best.weights.get('weight')!, best.weights.get('bias')!]
  expect([weight[0], weight[1], bias[0]].map(value => Math.round(value! * 50) / 50)).toEqual([2, -1, 0.5])
  await trainer.close()
})

test('it stops `patience` epochs after the best one, and gives that one back', async () => {
  const { trainer, options } = await problem()
  const losses = [5, 4, 3, 6, 7, 1]
  const seen: Float32Array[] = []
  const validate: FitOptions['validate'] = async state => {
    seen.push(state.weights.get('weight')!)
    return losses[seen.length - 1]!
  }
  const result = await fit({ ...options, validate, patience: 2 })
  expect(result).toMatchObject({ ended: 'stopped early', bestEpoch: 3 })
  expect(result.epochs).toHaveLength(5)
  expect(result.best.weights.get('weight')).toBe(seen[2])
  await trainer.close()
})

test('it is cancelled between two steps', async () => {
  const { trainer, options } = await problem()
  const control = new AbortController()
  const onStep: FitOptions['onStep'] = ({ step }) => {
    if (step === 4) control.abort()
  }
  const result = await fit({ ...options, signal: control.signal, onStep })
  expect(result).toMatchObject({ ended: 'cancelled', bestEpoch: 1 })
  expect(result.best.step).toBe(3)
  expect(trainer.state().step).toBe(4)
  await trainer.close()
})

test.each([1, 7, 9, 14])('cancelled after %i steps it goes on as if it had never stopped', async cancelled => {
  const { options, trainer, batch } = await problem()
  const all = Array.from({ length: 6 }, () => [batch(8), batch(8), batch(5)])
  const validation = [5, 4, 4.5, 4.6, 4.7, 4.8]
  const settings = (control?: AbortController): Omit<FitOptions, 'trainer'> => ({
    ...options,
    epochs: 6,
    plateau: 1,
    patience: 4,
    batches: epoch => all[epoch - 1]!,
    validate: async ({ step }) => validation[step / 3 - 1]!,
    ...(control && { signal: control.signal, onStep: ({ step }) => step === cancelled && control.abort() }),
  })
  const whole = await fit({ ...settings(), trainer })
  expect(whole).toMatchObject({ ended: 'stopped early', bestEpoch: 2 })
  const first = await problem()
  const control = new AbortController()
  const { ended, checkpoint } = await fit({ ...settings(control), trainer: first.trainer })
  expect([ended, checkpoint.state.step]).toEqual(['cancelled', cancelled])
  const second = await problem(checkpoint.state)
  expect(await fit({ ...settings(), trainer: second.trainer, from: checkpoint })).toEqual(whole)
  await Promise.all([trainer, first.trainer, second.trainer].map(one => one.close()))
})

test('a loss that is no number ends it with what was best before', async () => {
  const { trainer, options, batch } = await problem()
  const broken = batch(3)
  broken.y.values[1] = Number.NaN
  const result = await fit({ ...options, batches: epoch => (epoch === 3 ? [broken] : [batch(8)]) })
  expect(result).toMatchObject({ ended: 'diverged', bestEpoch: expect.any(Number) })
  expect(result.best.weights.get('weight')!.every(Number.isFinite)).toBe(true)
  await trainer.close()
})

test('the rate found lies where the loss falls, below where it grows', async () => {
  const { rate, trials } = await findRate(async rate => (rate < 1e-3 ? 1 - 300 * rate : rate < 0.1 ? 0.5 : 50))
  expect(rate).toBeGreaterThan(1e-5)
  expect(rate).toBeLessThan(0.5)
  expect(trials.length).toBeLessThan(100)
})

test('the valley is the middle of the longest falling stretch, bumps on the way left out', () => {
  const falling = (count: number) => Array.from({ length: count }, (_, i) => 1 - i / 100)
  expect(valley([...Array(20).fill(2), ...falling(40), ...Array(20).fill(9)])).toBe(37)
  expect(valley([...falling(30), 5, ...falling(60).slice(30)])).toBe(30)
  expect(valley([3, 3, 3])).toBe(0)
  expect(valley([])).toBe(0)
})

test('a search for the rate ends when it is told to, and where no loss is a number there is none', async () => {
  const control = new AbortController()
  const cancelled = await findRate(
    async rate => {
      if (rate > 1e-5) control.abort()
      return 1 - rate
    },
    { signal: control.signal },
  )
  expect(cancelled.trials.length).toBeLessThan(40)
  expect(await findRate(async () => Number.NaN)).toEqual({ rate: null, trials: [] })
})

/** Dropout of ones, and its gradient, at a step. */
async function dropped(seed: number, step: number) {
  const { drop, feeds } = seededDropout(seed, 10_000)
  const x = input('x', ['batch', 100])
  const y = drop(x, 0.4)
  const [d] = gradient(sum(y), [x]) as [Tensor]
  const ones = { values: new Float32Array(10_000).fill(1), shape: [100, 100] }
  return evaluate({ outputs: { y, d } }, { x: ones, ...feeds(step, 0, 100) })
}

test('dropout zeroes at its rate, keeps the mean, and lets the gradient pass where it let the value', async () => {
  const { y, d } = await dropped(3, 1)
  const values = y!.values as Float32Array
  expect(values.filter(value => value === 0).length / 10_000).toBeCloseTo(0.4, 1)
  expect(values.reduce((a, b) => a + b) / 10_000).toBeCloseTo(1, 1)
  expect(d).toEqual(y)
})

test('what is dropped depends on seed and step alone', async () => {
  const first = await dropped(3, 1)
  expect(await dropped(3, 1)).toEqual(first)
  expect(await dropped(3, 2)).not.toEqual(first)
  expect(await dropped(4, 1)).not.toEqual(first)
})
