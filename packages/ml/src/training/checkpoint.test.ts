import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zeros } from '../layers/initialise.ts'
import { declarations } from '../layers/scope.ts'
import { writeSafetensors } from '../runtime/write-safetensors.ts'
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts'
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
