import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstBatch, rowsPerBatch } from './batch.ts'
import { type Event, pointsPerEvent } from './event.ts'

const rows = (events: readonly Event[]) =>
  events.reduce((sum, event) => sum + (event.kind === 'points' ? event.toSeq - event.fromSeq + 1 : 1), 0)

test('events are cut into whole, ordered batches, each as large as it may be', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: pointsPerEvent }), { maxLength: 40 }), counts => {
      const events = counts.map((count, id) => ({ kind: 'points', id, fromSeq: 1, toSeq: count }) as Event)
      const cut: Event[] = []
      while (cut.length < events.length) {
        const left = events.slice(cut.length)
        const batch = firstBatch(left)
        expect(rows(batch)).toBeLessThanOrEqual(rowsPerBatch)
        if (batch.length < left.length) expect(rows(left.slice(0, batch.length + 1))).toBeGreaterThan(rowsPerBatch)
        cut.push(...batch)
      }
      expect(cut).toEqual(events)
    }),
  )
})

test('an event larger than a batch is a batch of its own', () => {
  const large = { kind: 'points', fromSeq: 1, toSeq: 2 * rowsPerBatch } as Event
  expect(firstBatch([large, large])).toEqual([large])
})
