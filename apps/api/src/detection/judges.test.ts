import { deserialize, serialize } from 'node:v8'
import type { PointColumns } from '@seriema/domain/point'
import type { Detector } from '@seriema/ml/contract/detector'
import { judge, noForecasts, runToEnd } from '@seriema/ml/detection/judge'
import { newDetectorState } from '@seriema/ml/detection/knowledge'
import { valueDetectors } from '@seriema/ml/scorers/registry'
import { zscoreDetector } from '@seriema/ml/scorers/zscore'
import { afterAll, expect, test } from 'vitest'
import { createJudges } from './judges.ts'

const judges = createJudges(2)
afterAll(() => judges.close())

const hour = 3_600_000
const channels = 3

/** From the `from`-th on; noise on a season, with holes, silences and outliers. */
function points(from: number, count: number): PointColumns {
  const value = (i: number, c: number) => {
    const noise = (Math.imul(i + 7 * c, 2_654_435_761) >>> 0) / 2 ** 32
    if (noise < 0.02) return Number.NaN
    return (i % 24) * (c + 1) + noise + (noise > 0.995 ? 80 : 0)
  }
  const places = Array.from({ length: count }, (_, i) => from + i)
  return {
    times: Float64Array.from(places, i => (i + Math.floor(i / 1_000)) * hour),
    channels: Array.from({ length: channels }, (_, c) => Float64Array.from(places, i => value(i, c))),
  }
}

const series = (timeZone: string) => ({ channels: Array(channels).fill({ unit: null }), timeZone })
const parts = [points(0, 1_500), points(1_500, 2_000)]

test.each(
  valueDetectors.flatMap(detector => ['UTC', 'Europe/Berlin'].map(zone => [detector.kind, zone, detector] as const)),
)('%s in %s says in threads what it says here, and knows the same afterwards', async (_, zone, detector) => {
  const here = newDetectorState(detector, series(zone), 0)
  let there = newDetectorState(detector, series(zone), 0)
  for (const part of parts) {
    const { columns } = runToEnd(judge(detector, here.channels, part, noForecasts, false, zone))
    const told = await judges.judge(there, part)
    expect(told.map(({ scored }) => scored)).toEqual(columns.map(({ scored }) => scored))
    expect(told.map(({ silent }) => silent)).toEqual(columns.map(({ silent }) => silent))
    // As a state comes from where it was put away: its numbers lie in one buffer.
    const states = told.map(({ state }) => deserialize(serialize(state)))
    expect(states).toEqual(here.channels)
    there = { ...there, channels: states }
  }
})

test('points that were handed over can still be read here', async () => {
  const part = points(0, 1_500)
  await judges.judge(newDetectorState(zscoreDetector, series('UTC'), 0), part)
  expect(part).toEqual(points(0, 1_500))
})

test('a state that cannot be judged by fails alone', async () => {
  const broken = { ...newDetectorState(zscoreDetector, series('UTC'), 0), channels: Array(channels).fill({}) }
  await expect(judges.judge(broken, parts[0]!)).rejects.toThrow('TypeError')
  const told = await judges.judge(newDetectorState(zscoreDetector, series('UTC'), 0), parts[0]!)
  expect(told).toHaveLength(channels)
})

test('few values, and detectors that look at more than values or were trained, are none of theirs', () => {
  const trained: Detector = { ...zscoreDetector, versionId: 1 }
  const { scorer: _, ...other } = zscoreDetector
  expect(judges.take(zscoreDetector, parts[0]!)).toBe(true)
  expect(judges.take(zscoreDetector, points(0, 100))).toBe(false)
  expect(judges.take(trained, parts[0]!)).toBe(false)
  expect(judges.take(other, parts[0]!)).toBe(false)
})
