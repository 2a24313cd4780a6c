import { expect, test } from 'vitest'
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
  expect(reasonFor(8.2, point(4.2, 8.1), { kind: 'usual' }, 'bar')).toBe(
    '8.2 bar makes a pattern rarely seen in this series, whose usual value is 8.1 bar',
  )
})
