import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Window } from '../contract/forecaster.ts'
import { generator } from '../training/random.ts'
import { pointsNeeded, splitsOf } from './recurrent/series.ts'
import { fitRecurrent, openRecurrent, type RecurrentOptions } from './recurrent.ts'

const season = 12
const random = generator(1)
const wave = (length: number, phase = 0) =>
  Float64Array.from(
    { length },
    (_, i) => 50 + 10 * Math.sin((2 * Math.PI * (i + phase)) / season) + 0.5 * (random() - 0.5),
  )
const window = (...channels: Float64Array[]): Window => ({ channels, interval: 60_000 })
const history = window(wave(300), wave(300, 3))
const small: RecurrentOptions = {
  cell: 'gru',
  seed: 7,
  lookback: 12,
  steps: 6,
  layers: [{ units: 8 }],
  epochs: 8,
  rate: 1e-2,
  providers: ['cpu'],
  threads: 1,
}
const cut = ({ channels, interval }: Window, from: number, to: number): Window => ({
  channels: channels.map(values => values.subarray(from, to)),
  interval,
})

describe.each(['lstm', 'gru'] as const)('%s', cell => {
  test.each([
    ['direct', 6],
    ['recursive', 1],
  ])('forecasts what was held out far better than its mean would, %s', async (_, steps) => {
    const fitted = await fitRecurrent(history, { ...small, cell, steps, epochs: 25 })
    const at = fitted.splits.heldOut + 12
    const [forecast] = await fitted.forecast([cut(history, 0, at)], 6)
    expect(forecast).toHaveLength(2)
    forecast!.forEach((channel, c) => {
      const error = channel.reduce((sum, value, i) => sum + (value - history.channels[c]![at + i]!) ** 2, 0) / 6
      expect(error).toBeLessThan(15)
    })
    await fitted.close()
  })
})

test('the same seed gives the same weights, another one others', async () => {
  const settings = { ...small, epochs: 2, layers: [{ units: 4, dropout: 0.2, recurrentDropout: 0.2 }, { units: 3 }] }
  const weights = async (seed: number) => {
    const fitted = await fitRecurrent(history, { ...settings, seed })
    await fitted.close()
    return fitted.weights
  }
  const first = await weights(7)
  expect(await weights(7)).toEqual(first)
  expect(await weights(8)).not.toEqual(first)
})

test('a last batch that is not full counts for what it holds', async () => {
  const steps: number[] = []
  const once = async (batch: number) => {
    const fitted = await fitRecurrent(history, {
      ...small,
      epochs: 1,
      batch,
      rate: 1e-6,
      onStep: ({ loss }) => steps.push(loss),
    })
    await fitted.close()
    return fitted.splits.training.to
  }
  const windows = await once(150)
  expect([windows, steps.length]).toEqual([193, 2])
  await once(windows)
  const [first, last, whole] = steps as [number, number, number]
  expect(first).toBeGreaterThan(0)
  // At this rate the first step changes next to nothing.
  expect(Math.abs((150 * first + 43 * last) / 193 - whole)).toBeLessThan(1e-3 * whole)
})

test.each([2, 4])(
  '%i threads that share the batches learn what one does, whatever the batches are long',
  async threads => {
    const losses = async (more: Partial<RecurrentOptions>) => {
      const steps: number[] = []
      const fitted = await fitRecurrent(history, {
        ...small,
        epochs: 2,
        batch: 31,
        ...more,
        onStep: ({ loss }) => steps.push(loss),
      })
      await fitted.close()
      return steps
    }
    const alone = await losses({})
    const together = await losses({ threads })
    expect(together).toHaveLength(alone.length)
    for (const [i, loss] of together.entries()) expect(Math.abs(loss / alone[i]! - 1)).toBeLessThan(1e-3)
  },
)

test('what was held out changes neither scales nor weights', async () => {
  const settings = { ...small, epochs: 2 }
  const fitted = await fitRecurrent(history, settings)
  const { heldOut } = fitted.splits
  const changed = window(...history.channels.map(values => values.map((value, i) => (i < heldOut ? value : 1e6))))
  const other = await fitRecurrent(changed, settings)
  expect([other.weights, other.scales]).toEqual([fitted.weights, fitted.scales])
  await Promise.all([fitted.close(), other.close()])
})

test('the unit does not matter, and what is opened again forecasts the same', async () => {
  const fitted = await fitRecurrent(history, { ...small, epochs: 3 })
  const moved = window(...history.channels.map(values => values.map(value => 4096 * value - 1000)))
  const other = await fitRecurrent(moved, { ...small, epochs: 3 })
  const opened = await openRecurrent(fitted, { providers: ['cpu'], threads: 1 })
  const [plain] = await fitted.forecast([history], 9)
  const [scaled] = await other.forecast([moved], 9)
  expect(await opened.forecast([history], 9)).toEqual([plain])
  plain!.forEach((channel, c) => {
    channel.forEach((value, i) => {
      expect((scaled![c]![i]! + 1000) / 4096).toBeCloseTo(value, 2)
    })
  })
  await Promise.all([fitted.close(), other.close(), opened.close()])
})

test('a level never seen in training is forecast like any other', async () => {
  const fitted = await fitRecurrent(history, { ...small, epochs: 3 })
  const lifted = window(...history.channels.map(values => values.map(value => value + 500)))
  const [plain, high] = await fitted.forecast([history, lifted], 9)
  plain!.forEach((channel, c) => {
    channel.forEach((value, i) => {
      expect(high![c]![i]! - 500).toBeCloseTo(value, 2)
    })
  })
  await fitted.close()
})

test('windows given together are answered in order, and only their last points are looked at', async () => {
  const fitted = await fitRecurrent(history, { ...small, epochs: 1 })
  const windows = [20, 33, 150].map(end => cut(history, 0, end))
  const together = await fitted.forecast(windows, 8)
  for (const [i, one] of windows.entries()) {
    const [alone] = await fitted.forecast([cut(one, one.channels[0]!.length - 12, one.channels[0]!.length)], 8)
    alone!.forEach((channel, c) => {
      expect(channel).toHaveLength(8)
      channel.forEach((value, step) => {
        expect(together[i]![c]![step]).toBeCloseTo(value, 3)
      })
    })
  }
  expect(await fitted.forecast([], 8)).toEqual([])
  await expect(fitted.forecast([cut(history, 0, 11)], 1)).rejects.toMatchObject({ code: 'INSUFFICIENT_DATA' })
  await expect(fitted.forecast([window(wave(50))], 1)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await fitted.close()
})

test('where not every channel is forecast, the horizon ends where forecasts would have to be fed back', async () => {
  const fitted = await fitRecurrent(history, { ...small, epochs: 1, predicted: 1 })
  const [forecast] = await fitted.forecast([history], 6)
  expect(forecast!.map(channel => channel.length)).toEqual([6])
  await expect(fitted.forecast([history], 7)).rejects.toMatchObject({ code: 'HORIZON_TOO_LONG' })
  await fitted.close()
})

test('a channel that never moves is forecast where it is', async () => {
  const fitted = await fitRecurrent(window(wave(300), new Float64Array(300).fill(1e6)), { ...small, epochs: 3 })
  const [forecast] = await fitted.forecast([window(wave(12), new Float64Array(12).fill(1e6))], 6)
  for (const value of forecast![1]!) expect(Math.abs(value - 1e6)).toBeLessThan(1)
  await fitted.close()
})

test('it stops early with the best weights, and is cancelled between two steps', async () => {
  const noise = window(Float64Array.from({ length: 200 }, () => random()))
  const stopped = await fitRecurrent(noise, { ...small, epochs: 200, rate: 0.03 })
  expect(stopped.training.ended).toBe('stopped early')
  expect(stopped.training.epochs).toHaveLength(stopped.training.bestEpoch + 20)
  const control = new AbortController()
  const cancelled = await fitRecurrent(noise, {
    ...small,
    signal: control.signal,
    onStep: ({ step }) => step === 7 && control.abort(),
  })
  expect(cancelled.training.ended).toBe('cancelled')
  await Promise.all([stopped.close(), cancelled.close()])
})

test('every split of at least as many points as are needed holds a window, and none reaches into the next', () => {
  const ratio = fc.constantFrom(0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), ratio, ratio, fc.nat(50), (reach, validation, test, more) => {
      const need = pointsNeeded(reach, { validation, test })
      const points = need + more
      const {
        training,
        validation: middle,
        ...rest
      } = splitsOf(window(new Float64Array(points)), reach, { validation, test })
      expect(training.from).toBe(0)
      expect(training.to - 1 + reach).toBe(rest.trainable)
      expect(training.to).toBeGreaterThanOrEqual(2)
      expect(middle.from).toBe(rest.trainable)
      if (validation > 0) expect(middle.to - 1 + reach).toBe(rest.heldOut)
      else expect(middle.to).toBe(middle.from)
      if (test > 0) expect(rest.test.to - 1 + reach).toBe(points)
      expect(() => splitsOf(window(new Float64Array(need - 1)), reach, { validation, test })).toThrow(
        `need ${need} points`,
      )
    }),
  )
})

test('shares that leave nothing to learn from are refused, and so is a rate that makes training diverge', async () => {
  await expect(fitRecurrent(history, { ...small, validation: 0.5, test: 0.5 })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  })
  await expect(fitRecurrent(history, { ...small, rate: 1e30 })).rejects.toThrow('choose a lower one')
})

test.each(['lstm', 'gru'] as const)(
  '%s: quantiles part the outcomes at their levels, in order, wide where noise is',
  { timeout: 60_000 },
  async cell => {
    const levels = [0.1, 0.5, 0.9]
    // Every other block of six points is noisy, and the noise leans upwards.
    const loud = (i: number) => i % season >= 6
    const draw = generator(2)
    const noisy = window(
      Float64Array.from({ length: 1_500 }, (_, i) => (loud(i) ? 100 + 8 * -Math.log(1 - draw()) : 100 + draw())),
    )
    // Its level never moves, and the mean of twelve such points says little of it.
    const settings = { ...small, centred: false, quantiles: levels, steps: 6, epochs: 30 }
    const fitted = await fitRecurrent(noisy, { ...settings, cell })
    const { quantiles, splits } = fitted
    expect(quantiles).toMatchObject({ levels, longestHorizon: 6 })
    const origins = Array.from({ length: 200 }, (_, i) => splits.heldOut + 12 + i)
    const made = await quantiles!.forecast(
      origins.map(origin => cut(noisy, 0, origin)),
      6,
    )
    const below = levels.map(() => 0)
    const widths = { loud: [0, 0], calm: [0, 0] }
    origins.forEach((origin, o) => {
      const [channel] = made[o]!
      for (let step = 0; step < 6; step++) {
        const [low, middle, high] = channel!.map(values => values[step]!) as [number, number, number]
        expect(low <= middle && middle <= high).toBe(true)
        channel!.forEach((values, level) => {
          if (noisy.channels[0]![origin + step]! < values[step]!) below[level]!++
        })
        const kind = widths[loud(origin + step) ? 'loud' : 'calm']
        kind[0]! += high - low
        kind[1]!++
      }
    })
    below.forEach((count, level) => {
      expect(Math.abs(count / 1_200 - levels[level]!)).toBeLessThan(0.1)
    })
    expect(widths.loud[0]! / widths.loud[1]!).toBeGreaterThan((3 * widths.calm[0]!) / widths.calm[1]!)
    await expect(quantiles!.forecast([noisy], 7)).rejects.toMatchObject({ code: 'HORIZON_TOO_LONG' })
    const opened = await openRecurrent(fitted, { providers: ['cpu'], threads: 1 })
    expect(await opened.quantiles!.forecast([noisy], 6)).toEqual(await quantiles!.forecast([noisy], 6))
    await Promise.all([fitted.close(), opened.close()])
  },
)
