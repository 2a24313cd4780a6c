import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Domain, stickyDomain } from './sticky-domain.ts'

const extent = fc
  .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-3, max: 1e6, noNaN: true }))
  .map(([least, span]): Domain => [least, least + span])

test('the axis always holds the values and never wastes most of its length', () => {
  fc.assert(
    fc.property(fc.array(extent, { minLength: 1, maxLength: 20 }), extents => {
      let domain: Domain | null = null
      for (const it of extents) {
        domain = stickyDomain(domain, it)
        expect(domain[0]).toBeLessThanOrEqual(it[0])
        expect(domain[1]).toBeGreaterThanOrEqual(it[1])
        expect((it[1] - it[0]) / (domain[1] - domain[0])).toBeGreaterThan(0.4)
      }
    }),
  )
})

test('an axis whose values move a little within it stays as it is', () => {
  const domain = stickyDomain(null, [82, 118])
  expect(stickyDomain(domain, [85, 117])).toBe(domain)
})

test('asked again for the same values, the axis answers with itself', () => {
  fc.assert(
    fc.property(extent, it => {
      const domain = stickyDomain(null, it)
      expect(stickyDomain(domain, it)).toBe(domain)
    }),
  )
  const flat = stickyDomain(null, [5, 5])
  expect(stickyDomain(flat, [5, 5])).toBe(flat)
})

test('a flat line gets an axis with room on both sides', () => {
  const [low, high] = stickyDomain(null, [5, 5])
  expect(low).toBeLessThan(5)
  expect(high).toBeGreaterThan(5)
})

test('values that are never negative keep zero as their floor', () => {
  expect(stickyDomain(null, [0.1, 100])[0]).toBe(0)
})
