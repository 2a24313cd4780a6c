import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stretchOf } from './stretch.ts'

test('what is asked for begins at or before what is shown, and at most a twentieth or five seconds before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1e12, max: 2e12 }), fc.integer({ min: 1, max: 1e11 }), (from, length) => {
      const stretch = stretchOf({ kind: 'last', count: 300 }, [from, from + length])!
      const before = from - Date.parse(stretch.from)
      expect(before).toBeGreaterThanOrEqual(0)
      expect(before).toBeLessThanOrEqual(Math.max(5_000, length / 20))
      expect(stretch.to).toBeNull()
    }),
  )
})

test('a chart that moves on with every point asks anew a few times for each of its lengths', () => {
  const asked = new Set<string>()
  for (let i = 0; i < 300; i++)
    asked.add(stretchOf({ kind: 'last', count: 300 }, [1e12 + i * 1_000, 1e12 + 300_000 + i * 1_000 + (i % 7)])!.from)
  expect(asked.size).toBeLessThan(45)
})

test('a chosen stretch is asked for as it is, its last millisecond too', () => {
  const at = Date.UTC(2026, 0, 1)
  expect(stretchOf({ kind: 'between', from: at, to: at + 10 }, [at, at + 10])).toEqual({
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-01-01T00:00:00.011Z',
  })
})
