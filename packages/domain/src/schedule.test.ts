import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CronTiming, defineTiming, missedAtMost, nextDue, nextDues, type Timing, takeTurn } from './schedule.ts'

const at = (text: string) => Date.parse(text)
const says = (timing: Timing, after: string, count: number) =>
  nextDues(timing, at(after), count).map(due => new Date(due).toISOString().slice(0, 16))
const berlin = (cron: string): CronTiming => ({ cron, zone: 'Europe/Berlin' })

test('an interval is due at whole multiples of it, whenever it was made', () => {
  expect(says({ everyMinutes: 360 }, '2026-03-01T05:59:59.999Z', 3)).toEqual([
    '2026-03-01T06:00',
    '2026-03-01T12:00',
    '2026-03-01T18:00',
  ])
  expect(nextDue({ everyMinutes: 1 }, 60_000)).toBe(120_000)
})

test('cron goes by the clocks of its zone: a time they skip is due once they have leapt, one they show twice is due once', () => {
  expect(says(berlin('30 2 * * *'), '2026-03-27T12:00Z', 3)).toEqual([
    '2026-03-28T01:30',
    '2026-03-29T01:00',
    '2026-03-30T00:30',
  ])
  expect(says(berlin('30 2,14 * * *'), '2026-10-24T12:00Z', 4)).toEqual([
    '2026-10-24T12:30',
    '2026-10-25T00:30',
    '2026-10-25T13:30',
    '2026-10-26T01:30',
  ])
})

test('what cron has come every so often goes on by real time while clocks are changed', () => {
  expect(says(berlin('*/30 * * * *'), '2026-10-25T00:00Z', 4)).toEqual([
    '2026-10-25T00:30',
    '2026-10-25T01:00',
    '2026-10-25T01:30',
    '2026-10-25T02:00',
  ])
})

test.each([
  [{}, 'exactly one'],
  [{ everyMinutes: 5, cron: '* * * * *' }, 'exactly one'],
  [{ everyMinutes: 0 }, 'whole number'],
  [{ everyMinutes: 1.5 }, 'whole number'],
  [{ everyMinutes: 527_041 }, 'whole number'],
  [{ everyMinutes: 5, zone: 'UTC' }, 'time zone'],
  [{ cron: 'now and then' }, 'five fields'],
  [{ cron: '* * * * * *' }, 'five fields'],
  [{ cron: '? * * * *' }, 'five fields'],
  [{ cron: '61 * * * *' }, 'five fields'],
  [{ cron: '@secondly' }, 'five fields'],
  [{ cron: '@reboot' }, 'five fields'],
  [{ cron: '2026-01-01T00:00:00' }, 'five fields'],
  [{ cron: '0 0 30 2 *' }, 'never due'],
  [{ cron: '0 0 * * *', zone: 'Europe/Nowhere' }, 'time zone'],
])('%j is refused, and how it can be said instead', (draft, says) => {
  expect(() => defineTiming(draft, 0)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining(says) }),
  )
})

test('what is given is kept as it is due', () => {
  expect(defineTiming({ everyMinutes: 15 }, 0)).toEqual({ everyMinutes: 15 })
  expect(defineTiming({ cron: ' 0  6 * * MON-FRI ' }, 0)).toEqual({ cron: '0 6 * * MON-FRI', zone: 'UTC' })
})

const instants = fc.integer({ min: at('2020-01-01T00:00Z'), max: at('2030-01-01T00:00Z') })
const fields = fc.constantFrom('*', '*/7', '5', '3,17', '1-20/6')
const timings: fc.Arbitrary<Timing> = fc.oneof(
  fc.integer({ min: 1, max: 3_000 }).map(everyMinutes => ({ everyMinutes })),
  fc.record({
    cron: fc
      .tuple(fields, fields, fc.constantFrom('*', '1', '*/2'), fc.constantFrom('*', '3', '10'))
      .map(([minute, hour, day, month]) => `${minute} ${hour} ${day} ${month} *`),
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata'),
  }),
)

test('the next due instant is later, on a whole minute, and the same seen from anywhere before it', () => {
  fc.assert(
    fc.property(timings, instants, fc.double({ min: 0, max: 1, noNaN: true }), (timing, after, share) => {
      const next = nextDue(timing, after)!
      expect(next).toBeGreaterThan(after)
      expect(next % 60_000).toBe(0)
      expect(nextDue(timing, after + Math.floor((next - 1 - after) * share))).toBe(next)
    }),
  )
})

test('whatever was missed is caught up once, by the latest, and counted; then comes what is due next', () => {
  fc.assert(
    fc.property(
      timings,
      instants,
      fc.integer({ min: 0, max: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (timing, from, missed, share) => {
        const dues = nextDues(timing, from, missed + 2)
        const [latest, next] = dues.slice(-2) as [number, number]
        const now = latest + Math.floor((next - 1 - latest) * share)
        expect(takeTurn(timing, dues[0]!, now)).toEqual({ dueAt: latest, missed, nextAt: next })
      },
    ),
  )
})

test('after years in which nobody looked the latest is still found', () => {
  fc.assert(
    fc.property(timings, instants, fc.nat(59_999), (timing, from, rest) => {
      const dues = nextDues(timing, from, missedAtMost + 5)
      const [latest, next] = dues.slice(-2) as [number, number]
      const now = Math.min(latest + rest, next - 1)
      expect(takeTurn(timing, dues[0]!, now)).toEqual({ dueAt: latest, missed: missedAtMost, nextAt: next })
    }),
    { numRuns: 10 },
  )
})
