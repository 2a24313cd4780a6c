import { defaultAlarmRules } from '@seriema/domain/anomaly'
import type { Pattern } from '@seriema/domain/suppression'
import { expect, test } from 'vitest'
import { detectorOf } from '../scorers/registry.ts'
import { runToEnd } from './judge.ts'
import { learn, newDetectorState } from './knowledge.ts'
import { opinion } from './opinion.ts'

const columns = (first: number, values: readonly number[]) => ({
  times: Float64Array.from(values, (_, i) => first + i),
  channels: [Float64Array.from(values)],
})
const calm = Array.from({ length: 400 }, (_, i) => ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 100) / 50)

const saidWith = (suppressions: readonly Pattern[]) => {
  const detector = detectorOf('zscore')
  const series = {
    channels: [{ unit: null }],
    alarmRules: { ...defaultAlarmRules, rest: 0 },
    suppressions,
    timeZone: 'UTC',
    pointCount: 400,
    lastAt: 399,
  }
  const state = newDetectorState(detector, series, 0)
  runToEnd(learn(detector, state, series, columns(0, calm), () => null))
  return runToEnd(opinion(detector, state, series, columns(400, [1, 21, 1, 61]), () => null))
}

test('what is suppressed is flagged by nobody, whatever it scores; what is beyond is', () => {
  const plain = saidWith([])
  expect([...plain.flagged]).toEqual([0, 1, 0, 1])
  const { flagged, spoke, scores } = saidWith([
    { channel: 0, direction: 'above', atMost: 30, time: 'any', minute: null },
  ])
  expect([...flagged]).toEqual([0, 0, 0, 1])
  expect({ spoke, scores }).toEqual({ spoke: plain.spoke, scores: plain.scores })
})
