import { expect, onTestFinished, test } from 'vitest'
import { gelu } from '../graph/ops/activation.ts'
import { input } from '../graph/tensor.ts'
import { dense, denseParams } from '../layers/dense.ts'
import { loss } from '../layers/loss.ts'
import { declarations } from '../layers/scope.ts'
import { initialWeights } from '../models/ttm/graph.ts'
import { seededDropout } from './dropout.ts'
import { adamW } from './optimiser.ts'
import { generator } from './random.ts'
import { openTrainer, type Trainer, type TrainerOptions, type TrainingState } from './trainer.ts'

/** A small network, with dropout or without. */
function network(rate: number) {
  const dropout = seededDropout(7, 10_000)
  const { scope, parameters } = declarations(dropout.drop)
  const hidden = gelu(dense(input('x', ['batch', 5]), denseParams(scope.within('in'), 5, 16)))
  const output = dense(scope.dropout(hidden, rate), denseParams(scope.within('out'), 16, 2))
  return { loss: loss(output, input('y', ['batch', 2]), { kind: 'mse' }), parameters, feeds: dropout.feeds }
}

async function open(rate: number, more: Partial<TrainerOptions>): Promise<Trainer> {
  const { feeds, ...model } = network(rate)
  const weights = initialWeights(model.parameters, generator(3))
  const trainer = await openTrainer({ ...model, feeds, weights, optimiser: adamW(), providers: ['cpu'], ...more })
  onTestFinished(() => trainer.close())
  return trainer
}

/** The last batches of an epoch are shorter: too short for a part for each thread, or for more than one. */
const sizes = [40, 40, 21, 9, 3, 40]
const batch = (step: number, rows: number) => {
  const draw = generator(step)
  const values = (width: number) => ({
    values: Float32Array.from({ length: rows * width }, () => draw() - 0.5),
    shape: [rows, width],
  })
  return { x: values(5), y: values(2) }
}

async function trained(trainer: Trainer, from = 0): Promise<{ losses: number[]; state: TrainingState }> {
  const losses = []
  for (const [i, rows] of sizes.entries()) {
    if (i >= from) losses.push(await trainer.step(batch(i, rows), { rate: 0.01 }))
  }
  return { losses, state: trainer.state() }
}

function expectClose(got: TrainingState, want: TrainingState) {
  for (const [name, values] of want.weights) {
    for (const [i, value] of got.weights.get(name)!.entries()) expect(value).toBeCloseTo(values[i]!, 5)
  }
}

test.each([{ threads: 2 }, { threads: 3 }, { threads: 2, clip: 0.05 }])(
  'batches that threads share teach what whole ones do: %o',
  async options => {
    const whole = await trained(await open(0, { ...options, threads: 1 }))
    const shared = await trained(await open(0, { ...options, shared: true }))
    for (const [i, one] of shared.losses.entries()) expect(one).toBeCloseTo(whole.losses[i]!, 5)
    expectClose(shared.state, whole.state)
  },
)

test('shared training with dropout gives the same weights again, and goes on from a state as if never ended', async () => {
  const options = { shared: true, threads: 2 }
  const first = await trained(await open(0.3, options))
  const second = await trained(await open(0.3, options))
  expect(second).toEqual(first)

  const begun = await open(0.3, options)
  for (const i of [0, 1, 2]) await begun.step(batch(i, sizes[i]!), { rate: 0.01 })
  const resumed = await trained(await open(0.3, { ...options, state: begun.state() }), 3)
  expect(resumed.state).toEqual(first.state)
})

test('a state is a copy: training on does not change it', async () => {
  const trainer = await open(0, { shared: true, threads: 2 })
  await trainer.step(batch(0, 40), { rate: 0.01 })
  const state = trainer.state()
  const kept = structuredClone(state)
  await trainer.step(batch(1, 40), { rate: 0.01 })
  expect(state).toEqual(kept)
})
