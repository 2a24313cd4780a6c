import { expect, test } from 'vitest'
import { square, subtract } from '../graph/ops/elementwise.ts'
import { mean } from '../graph/ops/reduce.ts'
import { input } from '../graph/tensor.ts'
import { evaluate } from '../runtime/evaluate.ts'
import { sgd } from '../training/optimiser.ts'
import { generator } from '../training/random.ts'
import { openTrainer } from '../training/trainer.ts'
import { norm, normParams } from './norm.ts'
import { declarations } from './scope.ts'

const width = 3
const random = generator(2)
const batch = (rows: number) => Float32Array.from({ length: rows * 2 * width }, () => 10 * random() + 5)
const feed = (values: Float32Array) => ({ x: { values, shape: [values.length / (2 * width), 2, width] } })

/** y normalised, the loss of y against 1, as trained or as served. */
function model(training: boolean) {
  const { scope, parameters } = declarations(training ? x => x : undefined)
  const y = norm(input('x', ['batch', 2, width]), normParams(scope, 'batch', width, 1e-5))
  return { y, loss: mean(square(subtract(y, input('target', [])))), parameters }
}

const weights = new Map([
  ['norm.batchnorm.weight', Float32Array.of(1, 2, 0.5)],
  ['norm.batchnorm.bias', Float32Array.of(0, -1, 3)],
  ['norm.batchnorm.running_mean', Float32Array.of(1, 2, 3)],
  ['norm.batchnorm.running_var', Float32Array.of(1, 4, 9)],
])

/** Mean and squared deviations of a column. */
function moments(values: Float32Array, column: number) {
  const own = [...values].filter((_, i) => i % width === column)
  const average = own.reduce((sum, value) => sum + value, 0) / own.length
  return { own, average, squares: own.reduce((sum, value) => sum + (value - average) ** 2, 0) }
}

test('trained, a batch norm goes by the batch: every column has its bias for a mean and its gain for a deviation', async () => {
  const x = batch(50)
  const { y } = await evaluate({ outputs: { y: model(true).y }, parameters: weights }, feed(x))
  for (let column = 0; column < width; column++) {
    const { average, squares, own } = moments(y!.values as Float32Array, column)
    expect(average).toBeCloseTo(weights.get('norm.batchnorm.bias')![column]!, 4)
    expect(Math.sqrt(squares / own.length)).toBeCloseTo(weights.get('norm.batchnorm.weight')![column]!, 4)
  }
})

test('every step moves the running statistics a tenth of the way to those of its batch, unbiased', async () => {
  const { loss, parameters } = model(true)
  const trainer = await openTrainer({ loss, parameters, weights, optimiser: sgd(), providers: ['cpu'], threads: 1 })
  const wanted = new Map([...weights].map(([name, values]) => [name, Array.from(values)]))
  for (const rows of [4, 7]) {
    const x = batch(rows)
    await trainer.step({ ...feed(x), target: { values: Float32Array.of(1), shape: [] } }, { rate: 0.1 })
    for (let column = 0; column < width; column++) {
      const { own, average, squares } = moments(x, column)
      const [mean, variance] = ['running_mean', 'running_var'].map(name => wanted.get(`norm.batchnorm.${name}`)!)
      mean![column] = 0.9 * mean![column]! + 0.1 * average
      variance![column] = 0.9 * variance![column]! + (0.1 * squares) / (own.length - 1)
    }
  }
  const { weights: after, slots } = trainer.state()
  for (const name of ['norm.batchnorm.running_mean', 'norm.batchnorm.running_var']) {
    after.get(name)!.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted.get(name)![i]!, 4)
    })
  }
  expect(after.get('norm.batchnorm.weight')).not.toEqual(weights.get('norm.batchnorm.weight'))
  const resumed = await openTrainer({
    loss,
    parameters,
    weights,
    optimiser: sgd(),
    providers: ['cpu'],
    threads: 1,
    state: { step: 2, weights: after, slots },
  })
  expect(resumed.state().weights).toEqual(after)
  await Promise.all([trainer.close(), resumed.close()])
})

test('served, it goes by the running statistics alone', async () => {
  const { y } = await evaluate(
    { outputs: { y: model(false).y }, parameters: weights },
    feed(Float32Array.of(1, 4, 6, 2, 0, 0)),
  )
  const want = [0, 2 * (2 / 2) - 1, 0.5 * (3 / 3) + 3, 1, 2 * (-2 / 2) - 1, 0.5 * (-3 / 3) + 3]
  y!.values.forEach((value, i) => {
    expect(Number(value)).toBeCloseTo(want[i]!, 4)
  })
})
