import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ownSettings } from '../../versions/own.ts'
import { fewestPoints, planTraining } from './plan.ts'
import { splitsOf } from './series.ts'
import { recurrentSettings } from './settings.ts'

test('every part of a history holds a window of what is planned, whatever its length and season', () => {
  fc.assert(
    fc.property(fc.integer({ min: fewestPoints, max: 5_000 }), fc.integer({ min: 1, max: 2_000 }), (points, season) => {
      const { lookback, steps } = planTraining(points, season)
      expect(steps).toBeGreaterThanOrEqual(12)
      expect(steps).toBeLessThanOrEqual(96)
      expect(lookback).toBeGreaterThanOrEqual(24)
      const window = { channels: [new Float64Array(points)], interval: 1_000 }
      const { training, validation, test } = splitsOf(window, lookback + steps, recurrentSettings)
      for (const part of [training, validation, test]) expect(part.to).toBeGreaterThan(part.from)
    }),
  )
})

test('looks a season back where there is room, and says how much history it needs', () => {
  expect(planTraining(4_000, 96)).toEqual({ lookback: 96, steps: 96 })
  expect(planTraining(4_000, 500)).toEqual({ lookback: 168, steps: 96 })
  expect(planTraining(300, 96)).toEqual({ lookback: 24, steps: 21 })
  const points = (count: number) => {
    const times = Float64Array.from({ length: count }, (_, i) => (i + 1) * 1_000)
    return { times, channels: [times.map(time => Math.sin(time / 9_000))] }
  }
  const step = { unit: 'millisecond', count: 1_000 } as const
  expect(() => ownSettings('gru', points(239), step)).toThrow(
    'gru needs at least 240 points to learn from, and has 239',
  )
  expect(ownSettings('gru', points(240), step)).toMatchObject({ lookback: 24, horizon: 12 })
  expect(() => ownSettings('gru', points(1), null)).toThrow('and has 1')
})
