import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseForecaster } from './choose.ts'
import { forecasterOf } from './registry.ts'

const facts = { horizon: 24, season: 24, ttm: null }
const ttm = { context: 512, longestHorizon: 96 }

test('two points are needed for any forecast', () => {
  expect(chooseForecaster({ ...facts, points: 1 })).toBeNull()
  expect(chooseForecaster({ ...facts, points: 2 })).toMatchObject({ kind: 'seasonal-naive' })
})

test('says what is repeated when it repeats', () => {
  expect(chooseForecaster({ ...facts, points: 10 })!.reason).toContain('the last value')
  expect(chooseForecaster({ ...facts, points: 30 })!.reason).toContain('the last season of 24 points')
})

test('ridge as soon as there is enough history, TTM as soon as its context is full', () => {
  expect(chooseForecaster({ ...facts, points: 95, ttm })).toMatchObject({ kind: 'seasonal-naive' })
  expect(chooseForecaster({ ...facts, points: 96, ttm })).toMatchObject({ kind: 'ridge' })
  expect(chooseForecaster({ ...facts, points: 511, ttm })).toMatchObject({ kind: 'ridge' })
  expect(chooseForecaster({ ...facts, points: 512, ttm })).toMatchObject({ kind: 'ttm' })
  expect(chooseForecaster({ ...facts, points: 512 })).toMatchObject({ kind: 'ridge' })
})

test('a horizon beyond what TTM was made for falls to ridge', () => {
  expect(chooseForecaster({ ...facts, points: 5_000, horizon: 97, ttm })).toMatchObject({ kind: 'ridge' })
})

test('what is chosen can be fitted', () => {
  const natural = fc.integer({ min: 1, max: 3_000 })
  fc.assert(
    fc.property(natural, natural, natural, (points, horizon, season) => {
      const choice = chooseForecaster({ points, horizon, season, ttm: null })
      if (choice === null) return
      const chosen = forecasterOf(choice.kind)!
      const fits = choice.reason.includes('the last value') ? 1 : season
      expect(points).toBeGreaterThanOrEqual(chosen.pointsNeeded(horizon, fits))
      expect(horizon).toBeLessThanOrEqual(chosen.longestHorizon)
    }),
  )
})
