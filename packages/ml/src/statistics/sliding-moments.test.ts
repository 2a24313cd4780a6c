import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noMomentsYet, slide } from './sliding-moments.ts'

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
