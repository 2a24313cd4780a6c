import { openTimeZone } from '@seriema/domain/time-zone'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileTimeFormat, explainTime } from './time-format.ts'

interface Zoned {
  readonly epochMilliseconds: number
  readonly offsetNanoseconds: number
}
interface LocalTime {
  toZonedDateTime(zone: string, options: { disambiguation: 'earlier' | 'later' | 'reject' }): Zoned
}
/** The platform's own arithmetic, as far as it is needed here. */
const { Temporal } = globalThis as unknown as {
  Temporal: {
    Instant: { fromEpochMilliseconds(at: number): { toZonedDateTimeISO(zone: string): Zoned } }
    PlainDateTime: { from(text: string): LocalTime }
  }
}
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia']
const opened = new Map(zones.map(name => [name, openTimeZone(name)]))
const zone = fc.constantFrom(...zones)
const at = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2037, 0) })
const plain = (local: number) => Temporal.PlainDateTime.from(new Date(local).toISOString().slice(0, -1))

describe('a time zone', { timeout: 60_000 }, () => {
  it('knows its offset at every instant', () => {
    fc.assert(
      fc.property(zone, at, (name, instant) => {
        const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name)
        expect(opened.get(name)!.offset(instant)).toBe(offsetNanoseconds / 1e6)
      }),
      { numRuns: 500 },
    )
  })

  it('finds the instant of every local time, the first of two, and none for one that is skipped', () => {
    const near = fc.tuple(
      fc.constantFrom(
        Date.UTC(2024, 2, 31, 1),
        Date.UTC(2024, 9, 27, 1),
        Date.UTC(2024, 3, 6, 15),
        Date.UTC(2011, 11, 30),
      ),
      fc.integer({ min: -36 * 3_600_000, max: 36 * 3_600_000 }),
    )
    const local = fc.oneof(
      at,
      near.map(([transition, by]) => transition + by),
    )
    fc.assert(
      fc.property(zone, local, (name, time) => {
        const { instant, offset } = opened.get(name)!
        const found = instant(time)
        let expected: number
        try {
          plain(time).toZonedDateTime(name, { disambiguation: 'reject' })
          expected = plain(time).toZonedDateTime(name, { disambiguation: 'earlier' }).epochMilliseconds
          expect(found).toBe(expected)
          expect(instant(time, found)).toBe(found)
        } catch (error) {
          if (!(error instanceof RangeError)) throw error
          const [earlier, later] = (['earlier', 'later'] as const).map(
            disambiguation => plain(time).toZonedDateTime(name, { disambiguation }).epochMilliseconds,
          )
          const skipped = earlier! + offset(earlier!) !== time
          expect(found).toBe(skipped ? Number.NaN : earlier)
          if (!skipped) expect(instant(time, earlier)).toBe(later)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('reads the hours of a day with two of one in the order of the file', () => {
    const read = compileTimeFormat('YYYY-MM-DD HH:mm', openTimeZone('Europe/Berlin'))
    let previous = Number.NEGATIVE_INFINITY
    const hours = ['01:30', '02:00', '02:30', '02:00', '02:30', '03:00'].map(hour => {
      previous = read(`2024-10-27 ${hour}`, previous)
      return previous
    })
    expect(hours.slice(1).map((instant, i) => instant - hours[i]!)).toEqual(Array(5).fill(1_800_000))
  })

  it('says what to do about a time that never was, and about a zone there is not', () => {
    const berlin = openTimeZone('Europe/Berlin')
    expect(explainTime('2024-03-31 02:30', 'YYYY-MM-DD HH:mm', berlin)).toMatch(/clocks of Europe\/Berlin skip/)
    expect(explainTime('soon', 'YYYY-MM-DD HH:mm', berlin)).toMatch(/'soon' is not YYYY-MM-DD HH:mm/)
    expect(() => openTimeZone('Mars/Olympus')).toThrow(/Mars\/Olympus is not a time zone/)
  })
})

describe('a time format', () => {
  const utc = openTimeZone('UTC')
  const read = (format: string, text: string) => compileTimeFormat(format, utc)(text)

  it.each([
    ['ISO 8601', '2026-01-31T12:30:05.250-03:00', Date.UTC(2026, 0, 31, 15, 30, 5, 250)],
    ['ISO 8601', '2026-01-31', Date.UTC(2026, 0, 31)],
    ['ISO 8601', '2026-01-31 12:30Z', Date.UTC(2026, 0, 31, 12, 30)],
    ['DD/MM/YYYY hh:mm A', '31/1/2026 12:05 a.m.', Date.UTC(2026, 0, 31, 0, 5)],
    ['DD/MM/YYYY hh:mm A', '31/01/2026 11:05 PM', Date.UTC(2026, 0, 31, 23, 5)],
    ['YYYYMMDDHHmm', '202601311230', Date.UTC(2026, 0, 31, 12, 30)],
    ['D MMM YY', '31 January 26', Date.UTC(2026, 0, 31)],
    ['YYYY-MM-DD HH:mm', '2026-01-31 24:00', Date.UTC(2026, 1, 1)],
    ['epoch s', '1700000000.123', 1_700_000_000_123],
    ['epoch us', '1700000000123456', 1_700_000_000_123],
  ])('%s reads %s', (format, text, instant) => expect(read(format, text)).toBe(instant))

  it.each([
    ['YYYY-MM-DD', '2026-02-29'],
    ['YYYY-MM-DD HH:mm', '2026-01-01 24:01'],
    ['YYYY-MM-DD HH:mm', '2026-01-01 12:60'],
    ['DD/MM/YYYY hh:mm A', '31/01/2026 13:05 PM'],
    ['ISO 8601', '1960-01-01'],
    ['epoch ms', '-5'],
    ['epoch s', '1e9'],
  ])('%s does not read %s', (format, text) => expect(read(format, text)).toBeNaN())

  it('that makes no instant is refused', () => {
    for (const format of ['HH:mm', 'YYYY', 'nonsense', 'YYYY-MM-DD [HH', 'YYYY-MM-DD DD'])
      expect(() => read(format, '')).toThrow(/is no time format/)
  })
})
