import { parseArgs } from 'node:util'
import type { Bench } from './contract.ts'
import { readBenchmarkSeries, splits, standardise } from './ett.ts'
import { horizon, lookback, models, oneOf, testErrors } from './standardised.ts'

/**
 * The literature's measure: every channel standardised on the training rows; over the test rows, which begin a lookback
 * early, every window of 512 forecasts the next 96 (stride 1); errors averaged over windows, steps and channels.
 */
export const zeroShot: Bench = {
  name: 'zero-shot',
  summary: `test MSE and MAE of ${horizon} steps ahead on standardised benchmark data`,
  async run(args) {
    const { data, split: splitName, model } = options(args)
    const series = await readBenchmarkSeries(data)
    const rows = series.channels[0]?.length ?? 0
    const split = oneOf(splits, splitName, '--split')(rows)
    const testFrom = split.training + split.validation
    const needed = testFrom + split.test
    if (rows < needed) throw new Error(`${splitName} needs ${needed} rows, ${data} has ${rows}: try --split 7-1-2`)
    const channels = standardise(series.channels, split.training)
    const upTo = (end: number) => ({ channels: channels.map(v => v.subarray(0, end)), interval: series.interval })
    const results = []
    for (const name of model.split(',')) {
      const began = performance.now()
      const fitted = await oneOf(models, name, '--model')(upTo(testFrom), split)
      if (fitted === null) continue
      const ready = performance.now()
      const { mse, mae, windows } = await testErrors(fitted, upTo(needed), testFrom)
      results.push({ model: name, mse, mae, windows, fitMs: ready - began, testMs: performance.now() - ready })
    }
    return {
      columns: ['model', 'MSE', 'MAE', 'windows', 'fit s', 'forecasts/s'],
      rows: results.map(one => [
        one.model,
        Number(one.mse.toFixed(4)),
        Number(one.mae.toFixed(4)),
        one.windows,
        Number((one.fitMs / 1000).toFixed(2)),
        Math.round((1000 * one.windows * channels.length) / one.testMs),
      ]),
      notes: [`${data}: ${channels.length} channels, split ${splitName}, lookback ${lookback}, horizon ${horizon}`],
      json: { data, split: splitName, horizon, lookback, channels: series.names, results },
    }
  },
}

function options(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      split: { type: 'string', default: 'ett-hourly' },
      model: { type: 'string', default: 'base,ttm,ridge,seasonal-naive' },
    },
  })
  if (values.data === undefined) {
    throw new Error(
      `usage: pnpm bench zero-shot --data FILE.csv [--split ${Object.keys(splits).join('|')}] [--model ${Object.keys(models).join(',')}]`,
    )
  }
  return { ...values, data: values.data }
}
