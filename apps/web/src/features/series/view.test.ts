import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ForecasterKind } from '../../graphql/forecast.ts'
import { defaultView, knownView, readView, type View, writeView } from './view.ts'

const instant = fc.integer({ min: 0, max: 4e12 })
/** Whatever kinds the API may have. */
const kind = fc.stringMatching(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/).map(text => text as ForecasterKind)
const view: fc.Arbitrary<View> = fc.record({
  range: fc.oneof(
    fc.record({ kind: fc.constant('last' as const), count: fc.integer({ min: 10, max: 10_000 }) }),
    fc.record({ kind: fc.constant('since' as const), length: fc.constantFrom(3_600_000, 86_400_000, 604_800_000) }),
    fc.record({ kind: fc.constant('all' as const) }),
    fc
      .tuple(instant, fc.integer({ min: 1, max: 1e9 }))
      .map(([from, length]) => ({ kind: 'between' as const, from, to: from + length })),
  ),
  channels: fc.option(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 })),
  forecaster: fc.option(kind),
  past: fc.option(fc.base64String({ minLength: 1, maxLength: 64 }).filter(text => text.length > 0)),
  mean: fc.option(fc.integer({ min: 2, max: 1000 })),
  split: fc.boolean(),
  counters: fc.constantFrom('RATE', 'READING'),
})

test('every view survives its address', () => {
  fc.assert(
    fc.property(view, it => {
      expect(readView(new URLSearchParams(writeView(it).toString()))).toEqual(it)
    }),
  )
})

test('an address nobody wrote gives the default view', () => {
  const params = new URLSearchParams('range=2026-01-02/2026-01-01&mean=1e3&forecaster=no%20name&lanes=x')
  expect(readView(params)).toEqual(defaultView)
})

test('a forecaster that the API does not know is left to the series, as soon as it has said which it knows', () => {
  const view = readView(new URLSearchParams('forecaster=seasonal-naive'))
  expect(view.forecaster).toBe('SEASONAL_NAIVE')
  expect(knownView(view, null)).toBe(view)
  expect(knownView(view, [{ kind: 'ETS' }, { kind: 'SEASONAL_NAIVE' }])).toBe(view)
  expect(knownView(view, [{ kind: 'ETS' }])).toEqual(defaultView)
})

test('the default view leaves the address empty', () => {
  expect(writeView(defaultView).toString()).toBe('')
})
