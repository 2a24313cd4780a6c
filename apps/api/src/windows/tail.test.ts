import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTail } from './tail.ts'

const columns = (from: number, count: number) => ({
  times: Float64Array.from({ length: count }, (_, i) => from + i),
  channels: [Float64Array.from({ length: count }, (_, i) => 2 * (from + i))],
})

test('holds the last points in a row, at least the limit and at most twice as many, and old views stay as they were', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.nat(30),
      fc.array(fc.nat(45), { maxLength: 20 }),
      (limit, initial, batches) => {
        const tail = createTail(columns(0, initial), limit)
        let next = initial
        const given: { view: ReturnType<typeof tail.view>; as: string }[] = []
        for (const count of batches) {
          tail.append(columns(next, count))
          next += count
          expect(tail.count).toBeGreaterThanOrEqual(Math.min(next, limit))
          expect(tail.count).toBeLessThanOrEqual(Math.max(2 * limit, 64, initial))
          for (const wanted of [1, limit, 1_000]) {
            const view = tail.view(wanted)
            const held = Math.min(wanted, tail.count)
            expect(view).toEqual(columns(next - held, held))
            given.push({ view, as: JSON.stringify(view) })
          }
        }
        for (const { view, as } of given) expect(JSON.stringify(view)).toBe(as)
      },
    ),
  )
})
