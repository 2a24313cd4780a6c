import { expect, test } from 'vitest'
import { type Drift, defineDriftLimit, driftWindow, isAnotherRate } from './drift.ts'
import { healthOf } from './health.ts'

const fine = (rule: 'completeness' | 'timeliness') => ({ rule, figure: 0, limit: 1, passed: true })
const none = { info: 0, warning: 0, critical: 0 }
const fineToo = { level: 'OK', failing: [], drifted: false, alerts: 0 }
const still: Drift = {
  ...{ at: 0, window: 1, samples: 1, seasonThen: 24, seasonNow: 24, seasonChanged: false },
  ...{ intervalThen: 60_000, intervalNow: 60_000, rateChanged: false },
  channels: [{ channel: 0, psi: 0, kl: 0, prediction: null, predictionDrifted: false, limit: 0.15, drifted: false }],
}

test('one thing amiss is a warning, several are bad, each in words; of what nobody looked at nothing is said', () => {
  expect(healthOf(null, null, none)).toBeNull()
  expect(healthOf([fine('completeness')], still, none)).toEqual({ ...fineToo, words: [] })
  const silent = { rule: 'timeliness' as const, figure: 8 * 86_400_000, limit: 1, passed: false }
  expect(healthOf([fine('completeness'), silent], null, none)).toEqual({
    ...{ level: 'WARN', failing: ['timeliness'], drifted: null, alerts: 0 },
    words: ['nothing has come for 8 days'],
  })
  const moved = { ...still, seasonNow: 1, seasonChanged: true, intervalNow: 300_000, rateChanged: true }
  const two = moved.channels.flatMap(one => [one, { ...one, channel: 1, drifted: true }])
  expect(
    healthOf(
      [silent, { rule: 'outliers', figure: 0.0312, limit: 0.02, passed: false }],
      { ...moved, channels: two },
      none,
    ),
  ).toEqual({
    ...{ level: 'BAD', failing: ['timeliness', 'outliers'], drifted: true, alerts: 0 },
    words: [
      'nothing has come for 8 days',
      '3.1 % of the values stand out',
      'the values of 1 of 2 channels are not what they were',
      'the season is none, and was 24 points',
      'points come every 5 minutes, and came every 60 seconds',
    ],
  })
})

test('an open alert is amiss, a critical one bad by itself, also where nobody has looked yet', () => {
  expect(healthOf([fine('completeness')], still, { ...none, warning: 1 })).toEqual({
    ...{ ...fineToo, level: 'WARN', alerts: 1 },
    words: ['1 warning alert is open'],
  })
  expect(healthOf(null, null, { info: 2, warning: 0, critical: 1 })).toEqual({
    ...{ level: 'BAD', failing: [], drifted: null, alerts: 3 },
    words: ['1 critical alert is open', '2 info alerts are open'],
  })
})

test('windows are whole days or weeks that hold enough, shorter where the past is; and of too little there is none', () => {
  const day = 86_400_000
  const of = (step: number, span: number) => driftWindow({ unit: 'millisecond', count: step }, span)
  expect(of(60_000, 30 * day)).toBe(day)
  expect(of(3_600_000, 28 * day)).toBe(7 * day)
  expect(of(3_600_000, 27 * day)).toBe(day)
  expect(of(day, 112 * day)).toBe(28 * day)
  expect(of(7 * day, 4 * 364 * day)).toBe(364 * day)
  expect(of(60_000, 3 * day)).toBeNull()
  expect(of(30 * day, 1e13)).toBeNull()
  expect([isAnotherRate(60, 70), isAnotherRate(60, 80), isAnotherRate(80, 60)]).toEqual([false, true, true])
  expect(() => defineDriftLimit(0)).toThrow(/0.01 to 10/)
})
