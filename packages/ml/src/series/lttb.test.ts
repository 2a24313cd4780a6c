import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lttb } from './lttb.ts'

const value = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  fc.constant(Number.NaN),
)
const columns = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 300 })).chain(([channels, n]) =>
  fc.array(
    fc.array(value, { minLength: n, maxLength: n }).map(values => Float64Array.from(values)),
    {
      minLength: channels,
      maxLength: channels,
    },
  ),
)
const regular = (n: number) => Float64Array.from({ length: n }, (_, i) => 1.7e12 + i * 2000)

describe('lttb', () => {
  test('returns ascending indices, both ends, every extreme, everything asked to be kept, and no more than allowed', () => {
    fc.assert(
      fc.property(
        columns,
        fc.integer({ min: 2, max: 120 }),
        fc.array(fc.nat(299), { maxLength: 20 }),
        (channels, target, keep) => {
          const n = channels[0]!.length
          const kept = keep.filter(index => index < n)
          const chosen = lttb(regular(n), channels, target, kept)
          const set = new Set(chosen)
          expect(set.size).toBe(chosen.length)
          expect(chosen).toEqual(chosen.slice().sort())
          const must = new Set([0, n - 1, ...kept])
          for (const values of channels) {
            const present = values.filter(value => !Number.isNaN(value))
            if (present.length === 0) continue
            must.add(values.indexOf(Math.min(...present)))
            must.add(values.indexOf(Math.max(...present)))
          }
          for (const index of must) expect(set).toContain(index)
          expect(chosen.length).toBeLessThanOrEqual(Math.max(target, must.size))
          if (n <= target) expect(chosen.length).toBe(n)
        },
      ),
    )
  })

  test('spends what it may: close to the target on a plain series', () => {
    const values = Float64Array.from({ length: 10_000 }, (_, i) => Math.sin(i / 50) + ((i * 7919) % 100) / 200)
    const chosen = lttb(regular(10_000), [values], 500)
    expect(chosen.length).toBeGreaterThan(490)
  })

  test('keeps every one of a handful of narrow peaks in each channel', () => {
    const peaks = [1234, 4321, 5000, 7777]
    const calm = (i: number) => Math.sin(i / 500)
    const left = Float64Array.from({ length: 10_000 }, (_, i) => calm(i) + (peaks.includes(i) ? 5 : 0))
    const right = Float64Array.from({ length: 10_000 }, (_, i) => 1e6 * (calm(i) - (peaks.includes(i + 100) ? 5 : 0)))
    const chosen = new Set(lttb(regular(10_000), [left, right], 300))
    for (const peak of peaks) {
      expect(chosen).toContain(peak)
      expect(chosen).toContain(peak - 100)
    }
  })

  test('a gap stays visible', () => {
    const values = Float64Array.from({ length: 1_000 }, (_, i) => (i > 400 && i < 600 ? Number.NaN : i % 7))
    const chosen = lttb(regular(1_000), [values], 100)
    expect(chosen.some(index => Number.isNaN(values[index]!))).toBe(true)
  })

  test('points out of reach are not asked to be kept', () => {
    expect(lttb(regular(10), [new Float64Array(10)], 2, [-1, 99])).toEqual(Uint32Array.of(0, 9))
  })
})
