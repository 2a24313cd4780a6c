import { expect, test } from 'vitest'
import { decimalsFor, formatBytes, formatCount, formatNumber, withUnit } from './number.ts'

test('about four digits are shown, whatever the magnitude', () => {
  expect([0.012345, 1.2345, 12.345, 123.45, 1234.5, 123_456].map(value => formatNumber(value))).toEqual([
    '0.01235',
    '1.235',
    '12.35',
    '123.5',
    '1,235',
    '123,456',
  ])
  expect(formatNumber(1.5e12)).toBe('1.5E12')
})

test('values of one chart keep their decimals as they change', () => {
  const decimals = decimalsFor(104.2)
  expect([99.96, 100, 104.25].map(value => formatNumber(value, decimals))).toEqual(['100.0', '100.0', '104.3'])
})

test('a missing value is a dash without a unit', () => {
  expect(withUnit(formatNumber(null), '°C')).toBe('–')
  expect(withUnit(formatNumber(Number.NaN), null)).toBe('–')
  expect(withUnit(formatNumber(21.5), '°C')).toBe('21.50 °C')
})

test('counts and sizes are shortened only when they are long', () => {
  expect([0, 17_420, 99_999, 1_234_567].map(formatCount)).toEqual(['0', '17,420', '99,999', '1.2M'])
  expect([0, 999, 2_590_000, 1e9].map(formatBytes)).toEqual(['0 B', '999 B', '2.6 MB', '1.0 GB'])
})
