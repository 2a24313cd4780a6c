import { expect, test } from 'vitest'
import type { Expectation } from '../contract/detector.ts'
import { reasonFor } from './reason.ts'

const mean = { kind: 'mean', window: 50 } as const
const point = (score: number, expected: number) => ({ score, expected, lower: 0, upper: 0 })

test('says what, how far, and from what', () => {
  expect(reasonFor(12.4, point(4.2, 8.1), mean, '°C')).toBe(
    '12.4 °C is 4.2 σ above the mean 8.1 °C of the last 50 points',
  )
  expect(reasonFor(3, point(3.5, 8), { kind: 'forecast', forecaster: 'ridge' })).toBe(
    '3 is 3.5 σ below the 8 that ridge had forecast',
  )
})

test('carries enough digits to tell value and expectation apart', () => {
  expect(reasonFor(1_000_000.5, point(6, 1_000_000.1), mean)).toContain('1000000.5 is 6.0 σ above the mean 1000000.1')
})

test('does not pretend to a figure where the past never moved', () => {
  expect(reasonFor(5, point(1e6, 0), mean)).toBe('5 is far above the mean 0 of the last 50 points')
})

test('claims no distance where the pattern and not the value is unusual', () => {
  expect(reasonFor(8.2, { score: 4.2, expected: 8.1, lower: 7, upper: 9 }, { kind: 'usual' }, 'bar')).toBe(
    '8.2 bar makes a pattern rarely seen in this series, whose usual value is 8.1 bar',
  )
})

test('names what each kind of detector compares with', () => {
  const said = (expectation: Expectation) => reasonFor(12, point(4.2, 8), expectation)
  expect(said({ kind: 'median', window: 200 })).toBe('12 is 4.2 σ above the median 8 of the last 200 points')
  expect(said({ kind: 'line', window: 12 })).toBe('12 is 4.2 σ above the 8 that the last 12 points lead to')
  expect(said({ kind: 'place' })).toBe('12 is 4.2 σ above the usual 8')
  expect(reasonFor(12, { score: 4.2, expected: 8, lower: 7, upper: 9 }, { kind: 'usual' }, 'bar')).toBe(
    '12 bar is outside what is usual in this series, 7 bar to 9 bar',
  )
})
