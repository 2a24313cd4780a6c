import { gru } from '@seriema/ml/models/gru'
import type { RecurrentWeights } from '@seriema/ml/models/recurrent'
import { expect, test } from 'vitest'
import { startTraining } from './process.ts'

const wave = (length: number) => ({
  channels: [Float64Array.from({ length }, (_, i) => 100 + 20 * Math.sin((2 * Math.PI * i) / 24) + ((i * 7) % 5))],
  interval: 1_000,
})

test('a network is trained in a process of its own, tells of its epochs, and forecasts with the errors it made unseen', async () => {
  const window = wave(300)
  const epochs: number[] = []
  const { result } = startTraining({ kind: 'gru', window }, epoch => epochs.push(epoch))
  const { model, calibration } = await result
  expect(epochs[0]).toBe(1)
  expect(epochs).toEqual(epochs.map((_, i) => i + 1))
  expect(calibration.errors[0]![0]!.length).toBeGreaterThan(10)
  const network = await gru.open(model as RecurrentWeights, { providers: ['cpu'] })
  const [[forecast]] = (await network.forecast([window], 24)) as [[Float64Array]]
  const actual = wave(324).channels[0]!.subarray(300)
  const error = Math.hypot(...forecast.map((value, h) => value - actual[h]!)) / Math.sqrt(24)
  expect(error).toBeLessThan(7)
  await network.close()
}, 60_000)

test('too little history is a Fault, across processes', async () => {
  const { result } = startTraining({ kind: 'lstm', window: wave(100) }, () => {})
  await expect(result).rejects.toMatchObject({ name: 'Fault', code: 'INSUFFICIENT_DATA' })
}, 60_000)

test('a training that is stopped ends at once, whatever it is doing', async () => {
  const begun = Promise.withResolvers<void>()
  const training = startTraining({ kind: 'lstm', window: wave(4_000) }, () => begun.resolve())
  const ended = expect(training.result).rejects.toThrow('no more')
  await begun.promise
  training.stop(new Error('no more'))
  await ended
}, 60_000)
