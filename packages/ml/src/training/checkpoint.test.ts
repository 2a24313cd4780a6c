import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zeros } from '../layers/initialise.ts'
import { declarations } from '../layers/scope.ts'
import { writeSafetensors } from '../runtime/write-safetensors.ts'
import { readCheckpoint, readFitCheckpoint, writeCheckpoint, writeFitCheckpoint } from './checkpoint.ts'
import { noPlateau, noProgress } from './progress.ts'
import type { TrainingState } from './trainer.ts'

const { scope, parameters } = declarations()
scope.parameter('weight', [2, 3], zeros)
scope.parameter('bias', [2], zeros)
scope.buffer('mean', [1], zeros)

const floats = (length: number) =>
  fc.float32Array({ minLength: length, maxLength: length, noNaN: true, noDefaultInfinity: true })
const states: fc.Arbitrary<TrainingState> = fc
  .tuple(
    fc.nat(),
    fc.nat({ max: 3 }),
    floats(6),
    floats(2),
    floats(1),
    fc.array(floats(8), { minLength: 3, maxLength: 3 }),
  )
  .map(([step, slots, weight, bias, mean, kept]) => ({
    step,
    weights: new Map([
      ['weight', weight],
      ['bias', bias],
      ['mean', mean],
    ]),
    slots: new Map(
      slots === 0
        ? []
        : [
            ['weight', kept.slice(0, slots).map(values => values.slice(0, 6))],
            ['bias', kept.slice(0, slots).map(values => values.slice(6))],
          ],
    ),
  }))

test('a state comes back as it was written, to the last bit', () => {
  fc.assert(
    fc.property(states, state => {
      const { state: back, metadata } = readCheckpoint(writeCheckpoint(state, parameters, { seed: '7' }), parameters)
      expect(back).toEqual(state)
      expect(metadata.seed).toBe('7')
    }),
  )
})

test.each([
  ['no step', writeSafetensors(new Map(), {}), 'step'],
  ['no weights', writeSafetensors(new Map(), { step: '3' }), 'weight'],
  [
    'other shapes',
    writeSafetensors(new Map([['weight.weight', { shape: [2], values: new Float32Array(2) }]]), { step: '3' }),
    '6 are called for',
  ],
  ['no format', new TextEncoder().encode('not a checkpoint at all'), 'safetensors'],
])('a file of %s is refused, and the reason said', (_, bytes, reason) => {
  expect(() => readCheckpoint(bytes, parameters)).toThrow(
    expect.objectContaining({ code: 'INVALID_WEIGHTS', message: expect.stringContaining(reason) }),
  )
})

test('where a training in epochs stands is read back whole: its best epoch, and losses that are no numbers', () => {
  const none = { progress: noProgress, plateau: noPlateau, epochs: [], steps: 0, lossSum: 0 }
  const some = {
    progress: { best: 0.1, bestEpoch: 1, epoch: 2 },
    plateau: { factor: 0.5, best: 0.1, waited: 2 },
    epochs: [{ epoch: 1, trainingLoss: 1 / 3, validationLoss: Number.NaN }],
    steps: 3,
    lossSum: Number.POSITIVE_INFINITY,
  }
  fc.assert(
    fc.property(states, fc.option(states), fc.constantFrom(none, some), (state, best, counted) => {
      const checkpoint = { ...counted, state, best }
      const bytes = writeFitCheckpoint(checkpoint, parameters, { rate: 1e-3 })
      expect(readFitCheckpoint<{ rate: number }>(bytes, parameters)).toEqual({ ...checkpoint, rate: 1e-3 })
    }),
  )
  const alone = writeCheckpoint(fc.sample(states, 1)[0]!, parameters)
  expect(() => readFitCheckpoint(alone, parameters)).toThrow(expect.objectContaining({ code: 'INVALID_WEIGHTS' }))
})
