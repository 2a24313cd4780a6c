import { parseArgs } from 'node:util'
import { adapt, adaptedHalfWidth, noAdaptation } from '@seriema/ml/calibration/adaptive'
import { calibrate, halfWidth } from '@seriema/ml/calibration/conformal'
import { backtest } from '@seriema/ml/training/backtest'
import type { Bench } from './contract.ts'
import { readBenchmarkSeries, splits, standardise } from './ett.ts'
import { horizon, models, oneOf } from './standardised.ts'

const levels = [0.8, 0.95]
/** Origins in the validation rows that intervals are calibrated on. */
const calibrationOrigins = 500

/** Over all channels, per step: the share of outcomes inside. */
type Coverage = readonly Float64Array[]

/**
 * Whether intervals hold what they say: calibrated on the validation rows, counted on the test rows at every origin. Online,
 * each outcome is learnt from when it comes, as many points after its forecast as its step.
 */
export const coverage: Bench = {
  name: 'coverage',
  summary: `share of outcomes inside the 80 % and 95 % intervals, per step of ${horizon}, on test rows never seen`,
  async run(args) {
    const { data, split: splitName, model } = options(args)
    const series = await readBenchmarkSeries(data)
    const split = oneOf(splits, splitName, '--split')(series.channels[0]?.length ?? 0)
    const channels = standardise(series.channels, split.training)
    const upTo = (end: number) => ({ channels: channels.map(v => v.subarray(0, end)), interval: series.interval })
    const testFrom = split.training + split.validation
    const results = []
    for (const name of model === undefined ? Object.keys(models) : [model]) {
      const fitted = await oneOf(models, name, '--model')(upTo(testFrom), split)
      const held = await backtest(fitted, upTo(testFrom), {
        horizon,
        origins: calibrationOrigins,
        from: split.training,
      })
      const test = await backtest(fitted, upTo(testFrom + split.test), { horizon, origins: split.test, from: testFrom })
      const [offline, online] = covered(held.residuals, test.residuals)
      results.push({ model: name, offline, online })
    }
    return {
      columns: ['model', 'intervals', 'level', 'mean', 'least', 'most', 'farthest off'],
      rows: results.flatMap(({ model, offline, online }) =>
        [
          ['calibrated once', offline],
          ['kept honest online', online],
        ].flatMap(([how, coverage]) =>
          levels.map((level, place) => summary(model, how as string, level, (coverage as Coverage)[place]!)),
        ),
      ),
      notes: [
        `${data}: ${channels.length} channels, split ${splitName}; least, most and farthest off are over the steps`,
      ],
      json: { data, split: splitName, horizon, levels, results },
    }
  },
}

function covered(held: Residuals, test: Residuals): readonly [Coverage, Coverage] {
  const calibration = calibrate(held)
  const adaptation = noAdaptation(test.length, horizon, levels)
  const offline = levels.map(() => new Float64Array(horizon))
  const online = levels.map(() => new Float64Array(horizon))
  const origins = test[0]![0]!.length
  const each = 1 / (origins * test.length)
  test.forEach((steps, channel) => {
    steps.forEach((residuals, step) => {
      levels.forEach((level, place) => {
        const once = halfWidth(calibration.errors[channel]!, step, level)
        const hits: boolean[] = []
        residuals.forEach((residual, origin) => {
          const known = hits[origin - step - 1]
          if (known !== undefined) adapt(adaptation, channel, step, level, known)
          if (Math.abs(residual) <= once) offline[place]![step]! += each
          hits.push(Math.abs(residual) <= adaptedHalfWidth(calibration, adaptation, channel, step, level))
          if (hits.at(-1)) online[place]![step]! += each
        })
      })
    })
  })
  return [offline, online]
}

type Residuals = readonly (readonly Float64Array[])[]

function summary(model: string, how: string, level: number, shares: Float64Array): (string | number)[] {
  const percent = (share: number) => Number((100 * share).toFixed(1))
  const least = Math.min(...shares)
  const most = Math.max(...shares)
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  const off = Math.max(level - least, most - level)
  return [model, how, percent(level), percent(mean), percent(least), percent(most), percent(off)]
}

function options(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: 'string' }, split: { type: 'string', default: 'ett-hourly' }, model: { type: 'string' } },
  })
  if (values.data === undefined) throw new Error('usage: pnpm bench coverage --data FILE.csv [--split …] [--model …]')
  return { ...values, data: values.data }
}
