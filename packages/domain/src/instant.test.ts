import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { latestInstant, parseInstant } from './instant.ts'

const instant = fc.integer({ min: 1, max: latestInstant })

test('every instant is read back from each way of writing it', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: -14 * 60, max: 14 * 60 }), (at, minutes) => {
      expect(parseInstant(at)).toBe(at)
      expect(parseInstant(new Date(at).toISOString())).toBe(at)
      expect(parseInstant(new Date(at).toISOString().replace('T', ' '))).toBe(at)
      const local = new Date(at + minutes * 60_000)
      if (local.getUTCFullYear() > 9_999 || local.getTime() < 0) return
      const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
      const zone = `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`
      for (const written of [zone, zone.replace(':', '')])
        expect(parseInstant(local.toISOString().replace('Z', written))).toBe(at)
    }),
  )
})

test('a number of seconds without a fraction, and finer fractions, which are cut', () => {
  const base = Date.UTC(2026, 0, 31, 12, 0, 5)
  expect(parseInstant('2026-01-31T12:00:05Z')).toBe(base)
  expect(parseInstant('2026-01-31T12:00Z')).toBe(base - 5_000)
  expect(parseInstant('2026-01-31T12:00:05.9Z')).toBe(base + 900)
  expect(parseInstant('2026-01-31T12:00:05.123456789Z')).toBe(base + 123)
  expect(parseInstant('2026-01-31T14:00:05+02')).toBe(base)
})

describe('is not an instant', () => {
  test.each([
    '2026-02-29T00:00:00Z',
    '2100-02-29T00:00:00.000Z',
    '2026-04-31T00:00:00.000Z',
    '2026-00-10T00:00:00.000Z',
    '2026-13-10T00:00:00.000Z',
    '2026-01-00T00:00:00.000Z',
    '2026-01-10T24:00:00.000Z',
    '2026-01-10T23:60:00.000Z',
    '2026-01-10T23:59:60.000Z',
    '2026-01-10T23:59:59.00xZ',
    '2026-01-10T23:59:59',
    '2026-01-10',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00.000Z',
    ' 2026-01-10T00:00:00Z',
    '',
    0,
    -1,
    1.5,
    latestInstant + 1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    undefined,
    true,
    {},
    ['2026-01-10T00:00:00Z'],
  ])('%s', value => {
    expect(parseInstant(value)).toBeNaN()
  })

  test('whatever else is written: what it reads it would write the same way', () => {
    const digit = fc.constantFrom(...'0123456789')
    const shaped = fc
      .tuple(...Array.from({ length: 17 }, () => digit))
      .map(d => d.join('').replace(/^(....)(..)(..)(..)(..)(..)(...)$/, '$1-$2-$3T$4:$5:$6.$7Z'))
    fc.assert(
      fc.property(shaped, text => {
        const at = parseInstant(text)
        if (!Number.isNaN(at)) expect(new Date(at).toISOString()).toBe(text)
        else expect(Date.parse(text) > 0 && new Date(Date.parse(text)).toISOString() === text).toBe(false)
      }),
      { numRuns: 2_000 },
    )
    fc.assert(
      fc.property(fc.string(), text => {
        expect(parseInstant(text)).toBeNaN()
      }),
    )
  })
})
