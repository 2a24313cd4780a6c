import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Comparison,
  defineRolloutLimits,
  judgeRollout,
  defaultRolloutLimits as limits,
  nothingCompared,
  type Rollout,
} from './rollout.ts'

const canary: Rollout = { slot: 'canary', share: 0.05, since: 0 }
const shadow: Rollout = { slot: 'shadow', share: 1, since: 0 }
const good: Comparison = { ...nothingCompared, points: 1_000, agreeing: 990, extraFlags: 5, calls: 1_000, latency: 2 }
const later = limits.hold

test('what is good goes from share to share, each held for its time, and a shadow becomes active at once', () => {
  expect(judgeRollout(canary, limits, good, later - 1)).toMatchObject({ action: 'hold', reason: /another 1 s/ })
  const taken: number[] = []
  for (let share = 0.05; share < 1; ) {
    const verdict = judgeRollout({ ...canary, share }, limits, good, later)
    if (verdict.action !== 'promote') expect.unreachable()
    share = verdict.share
    taken.push(share)
  }
  expect(taken).toEqual([0.25, 0.5, 1])
  expect(judgeRollout(shadow, limits, good, later)).toMatchObject({ action: 'promote', share: 1 })
})

test.each([
  ['flags everything', { extraFlags: 900, agreeing: 100 }, /it flags 900 of 1000 points/],
  ['throws', { failures: 500 }, /500 of 1000 calls failed/],
  ['is slow', { latency: 450 }, /takes 450 ms/],
  ['is called wrong', { labelled: 40, labelledFalse: 30 }, /30 of 40 of its flags false/],
  ['forecasts worse', { errors: { points: 900, own: 2.5, active: 2 } }, /off by 2.5/],
] as const)('a version that %s is rolled back, whatever its time, and the reason has the figure', (_, seen, reason) => {
  expect(judgeRollout(canary, limits, { ...good, ...seen }, 0)).toMatchObject({ action: 'roll-back', reason })
})

test('a version that throws is rolled back before there are points to compare', () => {
  const seen = { ...nothingCompared, calls: 20, failures: 20, latency: 1 }
  expect(judgeRollout(canary, limits, seen, 0).action).toBe('roll-back')
  expect(judgeRollout(canary, limits, { ...seen, calls: 19, failures: 19 }, 0).action).toBe('hold')
})

test('too few points hold it, and a shadow that disagrees waits while a canary that does is taken back', () => {
  expect(judgeRollout(shadow, limits, { ...good, points: 499 }, later)).toMatchObject({
    action: 'hold',
    reason: /499 of 500/,
  })
  const unlike = { ...good, agreeing: 940 }
  expect(judgeRollout(shadow, limits, unlike, later)).toMatchObject({ action: 'hold', reason: /94 % of 1000/ })
  expect(judgeRollout(canary, limits, unlike, later).action).toBe('roll-back')
})

test('whatever is seen ends in a verdict with a reason, and a promotion never lowers the share', () => {
  const count = fc.nat(2_000)
  const seen = fc.record({
    points: count,
    agreeing: count,
    extraFlags: count,
    calls: count,
    failures: count,
    latency: fc.option(fc.double({ min: 0, max: 1e4, noNaN: true })),
    errors: fc.option(fc.record({ points: count, own: fc.nat(9), active: fc.nat(9) })),
    labelled: count,
    labelledFalse: count,
  })
  const share = fc.constantFrom(0.05, 0.1, 0.25, 0.5)
  fc.assert(
    fc.property(seen, share, fc.nat(2 * later), (comparison, at, now) => {
      const verdict = judgeRollout({ ...canary, share: at }, limits, comparison, now)
      expect(verdict.reason).not.toBe('')
      if (verdict.action === 'promote') expect(verdict.share).toBeGreaterThan(at)
    }),
  )
})

test('limits that make no sense are refused by name, and the last step is all', () => {
  expect(defineRolloutLimits({ steps: [0.1, 0.4] }).steps).toEqual([0.1, 0.4, 1])
  for (const [name, value] of [
    ['leastAgreement', 1.1],
    ['steps', [0.5, 0.5]],
    ['hold', -1],
    ['fewestPoints', 0],
    ['mostLatency', 0],
    ['mostError', Number.NaN],
  ] as const)
    expect(() => defineRolloutLimits({ [name]: value })).toThrow(new RegExp(name))
})
