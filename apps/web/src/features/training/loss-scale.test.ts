import { expect, test } from 'vitest'
import { logarithm, lossTicks } from './loss-scale.ts'

test('ticks of losses are round numbers, as many as have room', () => {
  expect(lossTicks([-2.1, 0]).labels).toEqual(['0.01', '0.1', '1'])
  expect(lossTicks([-1, 0]).labels).toEqual(['0.1', '0.2', '0.5', '1'])
  expect(lossTicks([Math.log10(0.31), Math.log10(0.38)]).labels).toEqual(['0.32', '0.34', '0.36', '0.38'])
  expect(lossTicks([-12, 2]).labels.length).toBeGreaterThan(2)
})

test('a loss of nothing has no place on the axis', () => {
  expect(logarithm(0)).toBeNaN()
  expect(logarithm(100)).toBe(2)
})
