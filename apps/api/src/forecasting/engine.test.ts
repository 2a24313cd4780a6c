import type { ForecasterKind } from '@seriema/domain/forecast'
import { expect, test } from 'vitest'
import { createForecastEngine } from './engine.ts'
import type { ForecastTask, MadeForecast, PastForecast } from './task.ts'

const interval = 1_000
const calm = 1_000
const horizon = 4
const levels = [0.5, 0.8, 0.95]

/** Seeded noise, near enough normal, whose deviation doubles after `calm` points. */
function noise(length: number): Float64Array {
  let state = 7
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const sum = () => draw() + draw() + draw() + draw() + draw() + draw() - 3
  return Float64Array.from({ length }, (_, i) => 1e6 + sum() * (i < calm ? 1 : 2))
}

const values = noise(calm + 300)

function taskAt(now: number, past: readonly PastForecast[]): ForecastTask {
  return {
    seriesId: 1,
    window: { channels: [values.subarray(now - calm, now)], interval },
    step: { unit: 'millisecond', count: interval },
    // So many that the fit of the calm time serves on.
    points: 1e6 + now,
    origin: now * interval,
    gaps: [null],
    declared: [{ minimum: null, maximum: null }],
    past,
    horizon,
    levels,
    wanted: 'seasonal-naive',
    quick: false,
  }
}

const kept = (forecaster: ForecasterKind, now: number, { mean }: MadeForecast): PastForecast => ({
  forecaster,
  origin: now * interval,
  interval,
  channels: mean.map(steps => ({
    centre: steps[0]!,
    deltas: steps.map(v => v - steps[0]!) as unknown as Float32Array,
  })),
})

/** A forecast at every point; the share of outcomes inside, per level, over the last `judged` of them. */
async function coverage(remember: boolean, judged: number): Promise<number[]> {
  const engine = createForecastEngine()
  const past: PastForecast[] = []
  const inside = levels.map(() => 0)
  let outcomes = 0
  for (let now = calm; now + horizon <= values.length; now++) {
    const made = await engine.run(taskAt(now, remember ? past : []))
    past.push(kept('seasonal-naive', now, made))
    if (now < values.length - judged) continue
    for (let h = 0; h < horizon; h++) {
      outcomes++
      made.intervals.forEach(({ lower, upper }, l) => {
        const actual = values[now + h]!
        if (lower[0]![h]! <= actual && actual <= upper[0]![h]!) inside[l]!++
      })
    }
  }
  return inside.map(count => count / outcomes)
}

test('when noise doubles, intervals hold their level again within 150 points, at any levels; without outcomes they do not', async () => {
  const [half, most, nearlyAll] = await coverage(true, 150)
  expect(half).toBeGreaterThan(0.42)
  expect(most).toBeGreaterThan(0.72)
  expect(nearlyAll).toBeGreaterThan(0.9)
  const [oldHalf, oldMost, oldNearlyAll] = await coverage(false, 150)
  expect(oldHalf).toBeLessThan(0.35)
  expect(oldMost).toBeLessThan(0.6)
  expect(oldNearlyAll).toBeLessThan(0.8)
})

test('what another forecaster said, in another rhythm, or of what never came, teaches nothing', async () => {
  const engine = createForecastEngine()
  const now = calm + 200
  const off = { channels: [{ centre: 0, deltas: new Float32Array(horizon) }] }
  const all = Array.from({ length: 60 }, (_, i) => ({
    forecaster: 'seasonal-naive' as const,
    origin: (now - 60 + i) * interval,
    interval,
    ...off,
  }))
  const run = async (past: readonly PastForecast[], change: Partial<ForecastTask> = {}) =>
    (await engine.run({ ...taskAt(now, past), ...change })).intervals
  const plain = await run([])
  expect(await run(all)).not.toEqual(plain)
  expect(await run(all.map(one => ({ ...one, forecaster: 'ets' })))).toEqual(plain)
  expect(await run(all.map(one => ({ ...one, interval: 2 * interval })))).toEqual(plain)
  expect(await run(all.map(one => ({ ...one, origin: one.origin + 60 * interval })))).toEqual(plain)
  expect(await run(all, { gaps: [new Uint8Array(calm).fill(1, 1)] })).toEqual(plain)
})
