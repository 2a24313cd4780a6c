import { parseArgs } from 'node:util'
import type { FittedForecaster, Window } from '@seriema/ml/contract/forecaster'
import type { QuantileForecaster } from '@seriema/ml/contract/quantiles'
import { backtest } from '@seriema/ml/evaluation/backtest'
import { quantileBacktest } from '@seriema/ml/evaluation/quantile-backtest'
import type { Bench } from './contract.ts'
import { type Coverage, countConformal, countQuantiles, levels } from './coverage/count.ts'
import { readBenchmarkSeries, splits, standardise } from './ett.ts'
import { horizon, models, oneOf } from './standardised.ts'

/** Origins in the validation rows that intervals are calibrated on. */
const calibrationOrigins = 500

/**
 * Whether intervals hold what they say: calibrated on the validation rows, counted on the test rows at every origin.
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
    const calibrated = upTo(testFrom)
    const tested = upTo(testFrom + split.test)
    const results = []
    for (const name of model?.split(',') ?? Object.keys(models)) {
      const began = performance.now()
      const fitted = await oneOf(models, name, '--model')(calibrated, split)
      if (fitted === null) continue
      const held = { from: split.training, origins: calibrationOrigins }
      const test = { from: testFrom, origins: split.test }
      const counted = await countedFor(fitted, [calibrated, held], [tested, test])
      results.push(...counted.map(one => ({ model: name, ...one })))
      console.error(`${name}: ${Math.round((performance.now() - began) / 1000)} s`)
    }
    return {
      columns: ['model', 'intervals', 'level', 'mean', 'least', 'most', 'farthest off'],
      rows: results.flatMap(({ model, intervals, coverage }) =>
        levels.map((level, place) => summary(model, intervals, level, coverage[place]!)),
      ),
      notes: [
        `${data}: ${channels.length} channels, split ${splitName}; least, most and farthest off are over the steps`,
      ],
      json: { data, split: splitName, horizon, levels, results },
    }
  },
}

type Origins = readonly [history: Window, options: { readonly from: number; readonly origins: number }]

async function countedFor(
  fitted: FittedForecaster & { readonly quantiles?: QuantileForecaster | null },
  calibration: Origins,
  test: Origins,
): Promise<readonly { readonly intervals: string; readonly coverage: Coverage }[]> {
  const run = ([history, options]: Origins) => backtest(fitted, history, { horizon, ...options })
  const [held, counted] = [await run(calibration), await run(test)]
  const [once, online] = countConformal(held.residuals, counted.residuals)
  const split = [
    { intervals: 'calibrated once', coverage: once },
    { intervals: 'kept honest online', coverage: online },
  ]
  const { quantiles, lookback } = fitted
  if (quantiles == null) return split
  const asked = (history: Window, origins: Int32Array) =>
    quantileBacktest(quantiles, lookback, history, origins, horizon)
  const [alone, conformal, kept] = countQuantiles(
    quantiles.levels,
    await asked(calibration[0], held.origins),
    await asked(test[0], counted.origins),
  )
  return [
    ...split,
    { intervals: 'quantiles alone', coverage: alone },
    { intervals: 'quantiles, conformalised', coverage: conformal },
    { intervals: 'quantiles, kept honest online', coverage: kept },
  ]
}

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
  if (values.data === undefined) {
    throw new Error('usage: pnpm bench coverage --data FILE.csv [--split …] [--model NAME,NAME…]')
  }
  return { ...values, data: values.data }
}
