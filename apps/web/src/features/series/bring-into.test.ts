import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bringInto } from './bring-into.ts'
import type { Range } from './view.ts'

const at = fc.integer({ min: 0, max: 2e12 })

test('whatever was shown, the instant is well inside what is shown then, and the length is kept', () => {
  fc.assert(
    fc.property(at, fc.integer({ min: 100, max: 1e10 }), at, (from, length, instant) => {
      const range: Range = { kind: 'between', from, to: from + length }
      const next = bringInto(range, [from, from + length], instant)
      if (next.kind !== 'between') throw new Error('not a stretch')
      expect((instant - next.from) / (next.to - next.from)).toBeGreaterThanOrEqual(0.0199)
      expect((next.to - instant) / (next.to - next.from)).toBeGreaterThanOrEqual(0.0199)
      expect(next.to - next.from).toBeLessThanOrEqual(length + 2)
    }),
  )
})

test('a chart that follows goes on following where it shows the instant, its newest point too', () => {
  const range: Range = { kind: 'last', count: 300 }
  expect(bringInto(range, [0, 1_000], 1_000)).toBe(range)
  expect(bringInto(range, [500, 1_000], 400)).toEqual({ kind: 'between', from: 150, to: 650 })
})
