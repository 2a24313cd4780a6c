import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Event, eventKinds } from './event.ts'
import { type EventFilter, filterKey, passing } from './filter.ts'

const filters: fc.Arbitrary<EventFilter> = fc.record({
  kinds: fc.array(fc.constantFrom(...eventKinds)),
  seriesIds: fc.option(fc.array(fc.integer({ min: 1, max: 4 }))),
})
const events = eventKinds.flatMap(kind => [null, 1, 2, 3, 4].map(seriesId => ({ kind, seriesId }) as Event))
const passed = (filter: EventFilter) => events.map(passing(filter))

test('filters with the same key let the same events pass, and only they share it', () => {
  fc.assert(
    fc.property(filters, filters, (a, b) => {
      fc.pre(a.kinds.length > 0 && b.kinds.length > 0)
      fc.pre((a.seriesIds?.length ?? 1) > 0 && (b.seriesIds?.length ?? 1) > 0)
      expect(filterKey(a) === filterKey(b)).toBe(JSON.stringify(passed(a)) === JSON.stringify(passed(b)))
    }),
  )
})

test('what concerns no series passes only where no series are named', () => {
  const of = (seriesIds: readonly number[] | null) =>
    passing({ kinds: ['status'], seriesIds })({ kind: 'status', seriesId: null } as Event)
  expect(of(null)).toBe(true)
  expect(of([1])).toBe(false)
})
