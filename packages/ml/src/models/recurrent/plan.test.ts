import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gru } from '../gru.ts'
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

test('looks a season back where there is room, and says how much history it needs', async () => {
  expect(planTraining(4_000, 96)).toEqual({ lookback: 96, steps: 96 })
  expect(planTraining(4_000, 500)).toEqual({ lookback: 168, steps: 96 })
  expect(planTraining(300, 96)).toEqual({ lookback: 24, steps: 21 })
  const short = { channels: [new Float64Array(239)], interval: 1_000 }
  await expect(gru.train(short)).rejects.toThrow('gru needs at least 240 points to learn from, and has 239')
})
