import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultView, readView, writeView } from '../series/view.ts'
import { around, chartTime, pan, within, zoom } from './chart-time.ts'

const columns = { times: [0, 500, 1_000], values: [[1, 2, 3]] }

test('a chart that follows shows the forecast, but never more future than a third', () => {
  expect(chartTime({ kind: 'all' }, columns, 1_100)).toEqual([0, 1_100])
  const [from, to] = chartTime({ kind: 'all' }, columns, 1e9)!
  expect((to - 1_000) / (to - from)).toBeCloseTo(0.35)
})

test('a chart of a length of time is as long as that, even where points begin later', () => {
  expect(chartTime({ kind: 'since', length: 5_000 }, columns, null)).toEqual([-4_000, 1_000])
})

test('a range stays where an instant is in sight, and else shows it in as much time, with room for what comes after', () => {
  const range = { kind: 'all' } as const
  expect(around(500, range, [0, 900])).toBe(range)
  expect(around(900, range, [0, 900])).toEqual({ kind: 'between', from: 600, to: 1_500 })
})

const domain = fc
  .tuple(fc.integer({ min: 1e12, max: 2e12 }), fc.integer({ min: 100, max: 1e9 }))
  .map(([from, length]) => [from, from + length] as const)

test('zooming keeps the instant under the pointer in its place', () => {
  fc.assert(
    fc.property(
      domain,
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (it, factor, share) => {
        const around = it[0] + share * (it[1] - it[0])
        const range = zoom(it, factor, around)
        if (range.kind !== 'between') throw new Error('not a stretch')
        expect((around - range.from) / (range.to - range.from)).toBeCloseTo(share, 5)
      },
    ),
  )
})

test('wherever it is dragged, some of the history stays in sight and its address shows the same', () => {
  fc.assert(
    fc.property(domain, domain, fc.double({ min: -1e10, max: 1e10, noNaN: true }), (history, shown, by) => {
      const range = within(pan(shown, by), history)
      if (range.kind === 'between') {
        expect(range.from).toBeLessThanOrEqual(history[1])
        expect(range.to).toBeGreaterThanOrEqual(history[0])
      }
      expect(readView(writeView({ ...defaultView, range })).range).toEqual(range)
    }),
  )
})
