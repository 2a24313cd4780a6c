import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLiveWindow, type Loaded } from './live-window.ts'

const loaded = (times: number[], keep: Loaded['keep'], meanLength: number | null = null): Loaded => ({
  columns: { times, values: [times] },
  rollingMean: meanLength === null ? null : [times],
  meanLength,
  tail: [times],
  keep,
})

test('batches that overlap, as after a reconnection, are held once and in order', () => {
  const batches = fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 100 })))
  fc.assert(
    fc.property(batches, it => {
      const window = createLiveWindow()
      window.load(loaded([0], { kind: 'all' }))
      let furthest = 0
      for (const [start, length] of it) {
        const from = Math.min(start, furthest + 1)
        const times = Array.from({ length }, (_, i) => from + i)
        window.append({ times, values: [times] })
        furthest = Math.max(furthest, from + length - 1)
      }
      expect(window.snapshot().times).toEqual(Array.from({ length: furthest + 1 }, (_, i) => i))
    }),
  )
})

test('a window of the last points never holds more', () => {
  const window = createLiveWindow()
  window.load(loaded([1, 2, 3], { kind: 'last', count: 3 }))
  window.append({ times: [4, 5], values: [[4, 5]] })
  expect(window.snapshot()).toMatchObject({ times: [3, 4, 5], values: [[3, 4, 5]] })
})

test('a window of a length of time lets go of what is older than its newest point by more', () => {
  const window = createLiveWindow()
  window.load(loaded([0, 50, 100], { kind: 'since', length: 100 }))
  window.append({ times: [120], values: [[120]] })
  expect(window.snapshot().times).toEqual([50, 100, 120])
})

test('a window with an end takes nothing beyond it', () => {
  const window = createLiveWindow()
  window.load(loaded([0], { kind: 'until', to: 10 }))
  expect(window.append({ times: [10], values: [[1]] })).toBe(false)
})

test('the rolling mean goes on from the stored points, missing values left out', () => {
  const window = createLiveWindow()
  window.load(loaded([1, 2, 3], { kind: 'all' }, 3))
  window.append({ times: [4, 5], values: [[7, Number.NaN]] })
  expect(window.snapshot().rollingMean).toEqual([[1, 2, 3, (2 + 3 + 7) / 3, (3 + 7) / 2]])
})

test('a snapshot stays as it was', () => {
  const window = createLiveWindow()
  window.load(loaded([1], { kind: 'all' }))
  const before = window.snapshot()
  window.append({ times: [2], values: [[2]] })
  expect(before.times).toEqual([1])
  expect(window.snapshot()).not.toBe(before)
  expect(window.snapshot()).toBe(window.snapshot())
})
