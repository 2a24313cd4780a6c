import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { formatWithin } from '../number.ts'
import { tickLabels } from './tick-labels.ts'
import { ticks } from './ticks.ts'
import { valueTicks } from './value-ticks.ts'

const magnitude = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -300, max: 300 }))
const domain = fc
  .tuple(magnitude, fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -11, max: 2 }))
  .map(([[mantissa, exponent], factor, narrower]) => {
    const middle = mantissa * 10 ** exponent
    const half = factor * Math.max(Math.abs(middle), 10 ** exponent) * 10 ** narrower
    return [middle - half, middle + half] as const
  })

test('no two labels of a value axis read alike, none is long, and each can be read back', () => {
  fc.assert(
    fc.property(domain, fc.integer({ min: 80, max: 600 }), ([low, high], height) => {
      const { step, values, labels, offset, exponent } = valueTicks([low, high], height)
      expect(values.length).toBeGreaterThan(1)
      expect(new Set(labels).size).toBe(labels.length)
      for (const [i, label] of labels.entries()) {
        expect(label.length).toBeLessThanOrEqual(8)
        const read = Number(`${label.replaceAll(',', '')}e${exponent}`) + offset
        expect(Math.abs(read - values[i]!)).toBeLessThan(step / 2)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('an axis far from zero says the round number its labels go from', () => {
  const huge = valueTicks([1e12 - 6, 1e12 + 6], 340)
  expect(huge).toMatchObject({ offset: 1e12, exponent: 0 })
  expect(huge.labels).toContain('+2')
  expect(valueTicks([49.98, 50.02], 340).labels).toContain('50.005')
  expect(valueTicks([0, 6e-6], 150)).toMatchObject({ offset: 0, exponent: -6, labels: ['0', '2', '4', '6'] })
})

test('ticks end, whatever the ends of the axis', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (a, b) => {
        const { values } = ticks(Math.min(a, b), Math.max(a, b), 8)
        expect(values.length).toBeLessThan(40)
        expect(new Set(values).size).toBe(values.length)
        expect(tickLabels(values, ticks(Math.min(a, b), Math.max(a, b), 8).step).labels).toHaveLength(values.length)
      },
    ),
  )
})

test('values a hundredth of their range apart read differently', () => {
  fc.assert(
    fc.property(domain, fc.double({ min: 0, max: 0.98, noNaN: true }), ([low, high], share) => {
      const format = formatWithin(low, high)
      const value = low + share * (high - low)
      expect(format(value)).not.toBe(format(value + (high - low) / 100))
    }),
    { numRuns: 2_000 },
  )
  expect(formatWithin(1e12 - 5, 1e12 + 5)(1e12)).toBe('1,000,000,000,000.00')
  expect(formatWithin(42, 42)(42)).toBe('42.00')
})

afterEach(() => vi.unstubAllEnvs())

/** As a browser in that time zone has them: formats are made once, with the zone there is then. */
async function ticksIn(zone: string) {
  vi.stubEnv('TZ', zone)
  vi.resetModules()
  return (await import('./time-ticks.ts')).timeTicks
}

test('no two ticks of a time axis read alike, years are said, and they are as many as asked for, in every zone', async () => {
  for (const each of ['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Australia/Lord_Howe']) {
    const timeTicks = await ticksIn(each)
    fc.assert(
      fc.property(
        fc.integer({ min: -5e11, max: 4e12 }),
        fc.double({ min: 1.5, max: 12.4, noNaN: true }),
        fc.integer({ min: 2, max: 12 }),
        (from, power, count) => {
          const to = from + 10 ** power
          const ticks = timeTicks(from, to, count)
          expect(ticks.length).toBeLessThanOrEqual(count + 3)
          expect(ticks.length).toBeGreaterThan(1)
          let context = ''
          const texts = ticks.map(tick => {
            context = tick.context ?? context
            return `${context} ${tick.label}`
          })
          expect(new Set(texts).size).toBe(texts.length)
          for (const [i, { at }] of ticks.entries()) {
            expect(at).toBeGreaterThanOrEqual(from)
            expect(at).toBeLessThanOrEqual(to)
            if (i > 0) expect(at).toBeGreaterThan(ticks[i - 1]!.at)
            expect(texts[i]).toContain(String(new Date(at).getFullYear()))
          }
        },
      ),
      { numRuns: 400 },
    )
  }
})

test('the hour that comes twice is told apart', async () => {
  const timeTicks = await ticksIn('Europe/Berlin')
  const labels = timeTicks(Date.UTC(2026, 9, 24, 23, 50), Date.UTC(2026, 9, 25, 1, 40), 8).map(it => it.label)
  expect(labels).toContain('02:00 GMT+2')
  expect(labels).toContain('02:00 GMT+1')
})
