import fc from 'fast-check'
import { expect, test } from 'vitest'
import { equalParts, sharder } from './shards.ts'

test('the parts of a batch are its rows in their order, in shares that add up to one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 5 }), (rows, most) => {
      const numbers = Float32Array.from({ length: rows * 3 }, (_, i) => i)
      const tokens = BigInt64Array.from({ length: rows }, (_, i) => BigInt(i))
      const batch = { x: { values: numbers, shape: [rows, 3] }, token: { values: tokens, shape: [rows] } }
      const shards = sharder(most)(batch)
      expect(shards.flatMap(({ rows }) => Array.from(rows.x!.values as Float32Array))).toEqual([...numbers])
      expect(shards.flatMap(({ rows }) => Array.from(rows.token!.values as BigInt64Array))).toEqual([...tokens])
      expect(shards.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
      for (const { count, share, rows: part } of shards) {
        expect(share).toBeCloseTo(count / rows)
        expect(part.x!.shape).toEqual([count, 3])
        if (shards.length > 1) expect(count).toBeGreaterThanOrEqual(8)
      }
      expect(shards.length).toBeLessThanOrEqual(most)
    }),
  )
})

test('rows that are cut into parts of one length are at least those asked for, and few more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 64 }), (rows, most) => {
      const whole = equalParts(rows, most)
      expect(whole.rows).toBeGreaterThanOrEqual(rows)
      expect(whole.rows).toBeLessThan(rows + Math.max(1, most))
      const counts = sharder(most)({ x: { values: new Float32Array(whole.rows), shape: [whole.rows] } })
      expect(new Set(counts.map(({ count }) => count))).toEqual(new Set([whole.part]))
    }),
  )
})
