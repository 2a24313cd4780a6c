import { valueDetectors } from '@seriema/ml/scorers/registry'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packed, unpacked } from './packed.ts'
import type { Dated } from './rebuild.ts'

const value = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, -0, 1e300, Number.MIN_VALUE) },
)
const gap = fc.oneof(
  { weight: 20, arbitrary: fc.constant(1_000) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 100_000_000 }) },
)

describe.each(valueDetectors.map(detector => [detector.kind, detector] as const))('%s', (kind, { scorer }) => {
  test('a state that was packed scores what comes as if it never had been', () => {
    const points = fc.array(fc.record({ value, gap }), { minLength: 1, maxLength: 700 })
    fc.assert(
      fc.property(points, fc.nat(699), (series, cut) => {
        const state = scorer.initial(scorer.defaults)
        let twin = scorer.initial(scorer.defaults)
        let at = 0
        series.forEach((point, i) => {
          at += point.gap
          expect(scorer.score(twin, point.value, at)).toEqual(scorer.score(state, point.value, at))
          if (i === cut) twin = through(twin)
        })
        expect(twin).toEqual(state)

        function through(channel: object) {
          const figures = { lastSeq: i64, pointCount: 3, lastAt: null, terms: null }
          const dated = {
            at: figures,
            state: { kind, timeZone: 'UTC', versionId: null, channels: [channel], alarms: [] },
          } satisfies Dated
          const back = unpacked(packed(dated))
          expect(back).toEqual(dated)
          return back.state.channels[0] as typeof twin
        }
      }),
      { numRuns: 25 },
    )
  })
})

const i64 = 2 ** 52

test.each(valueDetectors.map(detector => [detector.kind, detector] as const))(
  'what is read back of %s holds on to no memory but its own',
  (kind, { scorer }) => {
    const channel = scorer.initial(scorer.defaults)
    for (let i = 0; i < 300; i++) scorer.score(channel, Math.sin(i), i * 1_000)
    const back = unpacked(
      packed({
        at: { lastSeq: 300, pointCount: 300, lastAt: null, terms: null },
        state: { kind, timeZone: 'UTC', versionId: null, channels: [channel], alarms: [] },
      }),
    )
    for (const numbers of numbersIn(back)) expect(numbers.buffer.byteLength).toBe(numbers.byteLength)
  },
)

const numbersIn = (value: unknown): readonly ArrayBufferView[] => {
  if (ArrayBuffer.isView(value)) return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

test('what was never packed is refused', () => {
  expect(() => unpacked(new Uint8Array([1, 2, 3]))).toThrow()
})
