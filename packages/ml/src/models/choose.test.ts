import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseForecaster } from './choose.ts'
import { closedFormForecasters } from './kinds.ts'

const facts = { horizon: 24, season: 24 }

test('two points are needed for any forecast', () => {
  expect(chooseForecaster({ ...facts, points: 1 })).toBeNull()
  expect(chooseForecaster({ ...facts, points: 2 })).toMatchObject({ kind: 'seasonal-naive' })
})

test('says what is repeated when it repeats', () => {
  expect(chooseForecaster({ ...facts, points: 10 })!.reason).toContain('the last value')
  expect(chooseForecaster({ ...facts, points: 30 })!.reason).toContain('the last season of 24 points')
})

test('a line that a short series keeps to goes on', () => {
  const line = { points: 5, horizon: 96, season: 1 }
  expect(chooseForecaster({ ...line, steady: true })).toMatchObject({ kind: 'drift' })
  expect(chooseForecaster(line)).toMatchObject({ kind: 'seasonal-naive' })
})

test('ridge as soon as there is enough history, as far as it reaches', () => {
  expect(chooseForecaster({ ...facts, points: 95 })).toMatchObject({ kind: 'seasonal-naive' })
  expect(chooseForecaster({ ...facts, points: 96 })).toMatchObject({ kind: 'ridge' })
  expect(chooseForecaster({ ...facts, points: 100_000, horizon: 2_048 })).toMatchObject({ kind: 'ridge' })
  expect(chooseForecaster({ ...facts, points: 100_000, horizon: 2_049 })).toMatchObject({ kind: 'seasonal-naive' })
})

test('what is chosen can be fitted', () => {
  const natural = fc.integer({ min: 1, max: 3_000 })
  fc.assert(
    fc.property(natural, natural, natural, (points, horizon, season) => {
      const choice = chooseForecaster({ points, horizon, season })
      if (choice === null) return
      const chosen = closedFormForecasters.find(({ kind }) => kind === choice.kind)!
      const fits = choice.reason.includes('the last value') ? 1 : season
      expect(points).toBeGreaterThanOrEqual(chosen.pointsNeeded(horizon, fits))
      expect(horizon).toBeLessThanOrEqual(chosen.longestHorizon)
    }),
  )
})
