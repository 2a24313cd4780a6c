import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@seriema/domain/fault'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Forecaster, Window } from '../contract/forecaster.ts'
import { baseDirectory } from './base.ts'
import { forecasterOf, forecasters } from './registry.ts'
import { loadTtm, ttmForecaster } from './ttm.ts'

const interval = 60_000
const season = 12
const horizon = 8

/** A season, a trend, and deterministic noise. */
const values = (length: number, phase = 0) =>
  Float64Array.from(
    { length },
    (_, i) =>
      10 * Math.sin((2 * Math.PI * (i + phase)) / season) +
      0.02 * i +
      ((Math.imul(i + phase + 1, 2654435761) >>> 0) % 1000) / 500,
  )
const window = (...channels: Float64Array[]): Window => ({ channels, interval })
const options = { horizon, season }

/** Weights for TTM, where they are at hand. */
const weights = join(process.env.SERIEMA_SHARED ?? '../shared', 'models/granite-timeseries-ttm-r2')
const ttm = existsSync(join(weights, 'model.safetensors')) ? await loadTtm(weights) : null
const base = ttmForecaster(await loadTtm(baseDirectory), 'base')
const members = [...forecasters, base, ...(ttm === null ? [] : [ttmForecaster(ttm)])]
if (ttm === null) test.skip('ttm (skipped where its weights are absent)', () => {})

test('every kind is registered once, under its own name', () => {
  expect(new Set(forecasters.map(one => one.kind)).size).toBe(forecasters.length)
  for (const one of forecasters) expect(forecasterOf(one.kind)).toBe(one)
})

describe.each(members.map(one => [one.kind, one] as [string, Forecaster]))('%s', (kind, forecaster) => {
  /** Parameters found by search follow the last digits of what they are given. */
  const searched = kind === 'ets' || kind === 'mstl'
  /** TTM computes in single precision, adds 1e-5 to each variance, and a series upside down is another series to it. */
  const mixer = kind === 'ttm' || kind === 'base'
  const tolerance = mixer ? 1e-3 : searched ? 1e-4 : 1e-7
  const length = Math.max(400, forecaster.pointsNeeded(horizon, season) + 50)
  const history = window(
    values(length),
    values(length, 5).map(value => 100 * value - 3),
  )
  const near = (got: Float64Array, want: Float64Array) => {
    expect(got).toHaveLength(want.length)
    got.forEach((value, i) => {
      expect(Math.abs(value - want[i]!)).toBeLessThan(tolerance * (1 + Math.abs(want[i]!)))
    })
  }

  test('gives every window, channel and step a finite number, whatever horizon up to its own is asked for', async () => {
    const fitted = await forecaster.fit(history, options)
    expect(fitted.kind).toBe(kind)
    for (const asked of [1, 3, horizon]) {
      const forecasts = await fitted.forecast([history, history], asked)
      expect(forecasts).toHaveLength(2)
      for (const forecast of forecasts) {
        expect(forecast).toHaveLength(2)
        for (const channel of forecast) {
          expect(channel).toBeInstanceOf(Float64Array)
          expect(channel).toHaveLength(asked)
          expect(channel.every(Number.isFinite)).toBe(true)
        }
      }
    }
  })

  test('a shorter horizon is the beginning of a longer one', async () => {
    const fitted = await forecaster.fit(history, options)
    const [[long]] = (await fitted.forecast([history], horizon)) as [[Float64Array]]
    const [[short]] = (await fitted.forecast([history], 3)) as [[Float64Array]]
    near(short, long.subarray(0, 3))
  })

  test('is deterministic, from fit to forecast', async () => {
    const [once, again] = await Promise.all([forecaster.fit(history, options), forecaster.fit(history, options)])
    expect(await once.forecast([history], horizon)).toEqual(await again.forecast([history], horizon))
  })

  test('windows given together are answered in order, as if each were alone', async () => {
    const fitted = await forecaster.fit(history, options)
    const windows = [0, 3, 7].map(phase => window(values(length, phase), values(length, phase + 1)))
    const together = await fitted.forecast(windows, horizon)
    for (const [i, one] of windows.entries()) {
      const [alone] = await fitted.forecast([one], horizon)
      together[i]!.forEach((channel, c) => {
        near(channel, alone![c]!)
      })
    }
    expect(await fitted.forecast([], horizon)).toEqual([])
  })

  test('channels do not look at each other, and there may be another number of them than it was fitted on', async () => {
    const fitted = await forecaster.fit(history, options)
    const [[first, second]] = (await fitted.forecast([history], horizon)) as [[Float64Array, Float64Array]]
    const [[alone]] = (await fitted.forecast([window(history.channels[1]!)], horizon)) as [[Float64Array]]
    near(second, alone)
    expect(first).not.toEqual(second)
  })

  test('looks at the last `lookback` points only', async () => {
    const fitted = await forecaster.fit(history, options)
    const cropped = window(...history.channels.map(channel => channel.slice(-fitted.lookback)))
    expect(await fitted.forecast([cropped], horizon)).toEqual(await fitted.forecast([history], horizon))
    const short = window(...cropped.channels.map(channel => channel.subarray(1)))
    await expect(fitted.forecast([short], horizon)).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' })
  })

  test('refuses less than `pointsNeeded`, and does with just that', async () => {
    const needed = forecaster.pointsNeeded(horizon, season)
    const enough = window(values(needed))
    const [forecast] = await (await forecaster.fit(enough, options)).forecast([enough], horizon)
    expect(forecast![0]!.every(Number.isFinite)).toBe(true)
    const refused = forecaster.fit(window(values(needed - 1)), options)
    await expect(refused).rejects.toBeInstanceOf(Fault)
    await expect(refused).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' })
  })

  test('refuses a horizon beyond its longest', async () => {
    if (!Number.isFinite(forecaster.longestHorizon)) return
    const beyond = { horizon: forecaster.longestHorizon + 1, season }
    await expect(forecaster.fit(window(values(20_000)), beyond)).rejects.toMatchObject({ code: 'HORIZON_TOO_LONG' })
  })

  test.skipIf(mixer)('a constant stays what it is, at any level', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: -1e9, max: 1e9, noNaN: true }), async level => {
        const flat = window(new Float64Array(length).fill(level))
        const [forecast] = await (await forecaster.fit(flat, options)).forecast([flat], horizon)
        near(forecast![0]!, new Float64Array(horizon).fill(level))
      }),
      { numRuns: 20 },
    )
  })

  test('does not depend on the unit: a·x + b is forecast as a·ŷ + b', async () => {
    const a = mixer || searched ? 4 : -4
    const moved = window(...history.channels.map(channel => channel.map(value => a * value + 1000)))
    const [plain] = await (await forecaster.fit(history, options)).forecast([history], horizon)
    const [scaled] = await (await forecaster.fit(moved, options)).forecast([moved], horizon)
    plain!.forEach((channel, c) => {
      near(
        scaled![c]!,
        channel.map(value => a * value + 1000),
      )
    })
  })

  test('leaves its input as it was', async () => {
    const given = structuredClone(history)
    const fitted = await forecaster.fit(given, options)
    const forecasts = await fitted.forecast([given], horizon)
    forecasts[0]![0]!.fill(0)
    expect(given).toEqual(history)
  })
})
