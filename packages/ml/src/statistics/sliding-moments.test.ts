import fc from 'fast-check'
import { expect, test } from 'vitest'
import { empty, noMomentsYet, slide } from './sliding-moments.ts'

test('are those of the last values, at every point', () => {
  const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { maxLength: 200 })
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 40 }), (series, width) => {
      const moments = noMomentsYet(width)
      series.forEach((value, i) => {
        slide(moments, value)
        const window = series.slice(Math.max(0, i + 1 - width), i + 1)
        const mean = window.reduce((sum, x) => sum + x, 0) / window.length
        expect(moments.count).toBe(window.length)
        expect(moments.mean).toBeCloseTo(mean, 8)
        expect(Math.abs(moments.squares - window.reduce((sum, x) => sum + (x - mean) ** 2, 0))).toBeLessThan(1e-6)
      })
    }),
  )
})

test('are finite for values of any size, and as before once these have left', () => {
  const any = fc.array(fc.double({ noNaN: true }), { maxLength: 200 })
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 40 }), (series, width) => {
      const moments = noMomentsYet(width)
      for (const value of series) {
        slide(moments, value)
        expect([moments.mean, moments.squares].every(Number.isFinite)).toBe(true)
      }
      for (let i = 0; i < 2 * width; i++) slide(moments, i % 2)
      const fresh = noMomentsYet(width)
      for (let i = 0; i < 2 * width; i++) slide(fresh, i % 2)
      expect(moments.mean).toBeCloseTo(fresh.mean, 9)
      expect(moments.squares).toBeCloseTo(fresh.squares, 6)
    }),
  )
})

test('emptied, are those of what comes after', () => {
  const moments = noMomentsYet(7)
  for (let i = 0; i < 25; i++) slide(moments, 1e6 + i)
  empty(moments)
  for (const value of [3, 5]) slide(moments, value)
  expect(moments).toMatchObject({ count: 2, mean: 4, squares: 2 })
})
