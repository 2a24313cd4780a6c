import { expect, test } from 'vitest'
import type { Forecaster, Window } from '../contract/forecaster.ts'
import { closedFormForecasters as kinds } from '../models/kinds.ts'
import { auto, reasonOf } from './auto.ts'

const window = (length: number, at: (i: number) => number): Window => ({
  channels: [Float64Array.from({ length }, (_, i) => at(i))],
  interval: 1_000,
})

/** Seeded uniform draws. */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

test('picks by what a kind is good at', async () => {
  const draw = uniform(1)
  const season = window(480, i => 10 * Math.sin((2 * Math.PI * i) / 24) + (i % 24 === 5 ? 20 : 0))
  expect((await auto(season, { horizon: 12, season: 24 }, kinds)).kind).toBe('seasonal-naive')
  const trend = window(300, i => 0.5 * i + draw())
  expect((await auto(trend, { horizon: 12, season: 1 }, kinds)).kind).not.toBe('seasonal-naive')
  const swing = window(1_000, i => Math.sin(i / 3.3) + Math.sin(i / 17.7) + 0.05 * draw())
  expect((await auto(swing, { horizon: 8, season: 1 }, kinds)).kind).toBe('ridge')
})

test('shows the table it picked from: every kind, the chosen one first, those not tried last and why', async () => {
  const { kind, table } = await auto(
    window(60, i => i % 7),
    { horizon: 6, season: 7 },
    kinds,
  )
  expect(table.map(row => row.kind).sort()).toEqual(kinds.map(one => one.kind).sort())
  expect(table[0]!.kind).toBe(kind)
  const ridge = table.find(row => row.kind === 'ridge')!
  expect(ridge).toMatchObject({ relativeError: null, origins: 0 })
  expect(ridge.skipped).toContain('needs 64 points')
  expect(table.at(-1)).toBe(ridge)
})

/** Forecasts `change` more than the last value, whatever its kind is called. */
const adding = (kind: Forecaster['kind'], change: number): Forecaster => ({
  kind,
  longestHorizon: 1,
  pointsNeeded: () => 1,
  fit: async () => ({
    kind,
    lookback: 1,
    forecast: async windows =>
      windows.map(({ channels }) => channels.map(values => Float64Array.of(values.at(-1)! + change))),
  }),
})

test('prefers the simpler of two that are as good, to within 2 %', async () => {
  const ramp = window(100, i => i)
  const pick = (gain: number) =>
    auto(ramp, { horizon: 1, season: 1 }, [adding('seasonal-naive', 0), adding('ridge', gain)])
  expect((await pick(0.015)).kind).toBe('seasonal-naive')
  const { kind, table } = await pick(0.1)
  expect(kind).toBe('ridge')
  expect(table.map(row => row.kind)).toEqual(['ridge', 'seasonal-naive'])
  expect(table[0]!.relativeError).toBeCloseTo(0.9, 9)
})

test('with next to no history there is nothing to pick', async () => {
  const { kind, table } = await auto(
    window(3, i => i),
    { horizon: 2, season: 1 },
    kinds,
  )
  expect(kind).toBeNull()
  expect(table.every(row => row.skipped !== null)).toBe(true)
})

test('is deterministic, and a constant series goes to the simplest', async () => {
  const flat = window(200, () => 5)
  const once = await auto(flat, { horizon: 5, season: 1 }, kinds)
  expect(once.kind).toBe('seasonal-naive')
  const again = await auto(flat, { horizon: 5, season: 1 }, kinds)
  expect([again.kind, again.table]).toEqual([once.kind, once.table])
})

/** Takes so many milliseconds for each forecast, by its own estimate. */
const slow = (milliseconds: number): Forecaster => ({ ...adding('mstl', 1), effort: () => milliseconds })

test('a kind that fails is not picked, and one that takes long is judged by fewer forecasts or not at all', async () => {
  const broken: Forecaster = { ...adding('ets', 1), fit: () => Promise.reject(new Error('it broke')) }
  const ramp = window(100, i => i)
  const options = { horizon: 1, season: 1 }
  const { kind, table } = await auto(ramp, options, [adding('seasonal-naive', 0), broken, slow(50)])
  expect(kind).toBe('mstl')
  expect(table.map(row => [row.kind, row.origins])).toEqual([
    ['mstl', 5],
    ['seasonal-naive', 12],
    ['ets', 0],
  ])
  expect(table[2]!.skipped).toBe('failed: it broke')
  const slower = await auto(ramp, options, [adding('seasonal-naive', 0), slow(70)])
  expect(slower.kind).toBe('seasonal-naive')
  expect(slower.table[1]!.skipped).toContain('too long')
})

test('says in words why it picked what it picked', async () => {
  const ramp = window(100, i => i)
  const reason = async (...gains: number[]) => {
    const kinds = (['seasonal-naive', 'ridge'] as const).slice(0, gains.length)
    const choice = await auto(
      ramp,
      { horizon: 1, season: 1 },
      kinds.map((kind, i) => adding(kind, gains[i]!)),
    )
    return reasonOf(choice)
  }
  expect(await reason(0.5)).toContain('the only one that could be tried')
  expect(await reason(0, 0.5)).toBe(
    'the best in a backtest on this series, with 50 % of the error of repeating the last value (seasonal-naive: 100 %)',
  )
  expect(await reason(0, 0.01)).toMatch(/as good as any .* and simpler, .* 100 % .* \(ridge: 99 %\)/)
})

test('takes no kind for the best because the others had too little history to be tried', async () => {
  const line = window(5, i => i)
  const { kind, table } = await auto(line, { horizon: 3, season: 1 }, kinds)
  expect(kind).toBeNull()
  expect(table.every(row => row.relativeError === null)).toBe(true)
})
