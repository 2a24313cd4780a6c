import { describe, expect, test } from 'vitest'
import { type AlarmPolicy, alarms, defaultAlarmPolicy, noAlarmsYet, standsOut } from './alarm-policy.ts'

const point = (score: number) => ({ score, expected: 100, lower: 90, upper: 110 })
const decisions = (scores: number[], policy: Partial<AlarmPolicy> = {}, before = 1_000) => {
  const state = noAlarmsYet()
  for (let i = 0; i < before; i++) alarms(state, defaultAlarmPolicy, 100, null)
  return scores.map(score => alarms(state, { ...defaultAlarmPolicy, ...policy }, 120, point(score)))
}

describe('alarms', () => {
  test('above the threshold only', () => {
    expect(decisions([2.9])).toEqual([false])
    expect(decisions([3])).toEqual([false])
    expect(decisions([3.1])).toEqual([true])
  })

  test('one event is one alarm: there is rest after it, unless it gets half as bad again', () => {
    expect(decisions([4, 5, 4, 6.1, 5, 5])).toEqual([true, false, false, true, false, false])
  })

  test('rest is a share of what was seen, and no longer than the longest', () => {
    const rested = (before: number) => decisions(Array(300).fill(4), {}, before).indexOf(true, 1)
    expect(rested(1_000)).toBe(41)
    expect(rested(100_000)).toBe(151)
  })

  test('on the side and by the deviation asked for', () => {
    expect(decisions([9], { direction: 'below' })).toEqual([false])
    expect(decisions([9], { direction: 'above' })).toEqual([true])
    expect(decisions([9], { leastAbsolute: 21 })).toEqual([false])
    expect(decisions([9], { leastAbsolute: 20 })).toEqual([true])
    expect(decisions([9], { leastRelative: 0.21 })).toEqual([false])
    expect(decisions([9], { leastRelative: 0.2 })).toEqual([true])
  })

  test('what is no alarm begins no rest', () => {
    const state = noAlarmsYet()
    expect(alarms(state, { ...defaultAlarmPolicy, direction: 'below' }, 120, point(9))).toBe(false)
    expect(alarms(state, defaultAlarmPolicy, 120, point(4))).toBe(true)
  })
})

test('what stands out does so in the rest after an alarm as well', () => {
  const state = noAlarmsYet()
  for (let i = 0; i < 1_000; i++) alarms(state, defaultAlarmPolicy, 100, null)
  expect([4, 4].map(score => alarms(state, defaultAlarmPolicy, 120, point(score)))).toEqual([true, false])
  expect([4, 2.9].map(score => standsOut(defaultAlarmPolicy, 120, point(score)))).toEqual([true, false])
})
