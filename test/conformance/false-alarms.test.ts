import { expect, test } from 'vitest'
import { falseAlarms } from '../bench/false-alarms.ts'

interface Result {
  readonly quiet: readonly { readonly noise: string; readonly anomalies: number }[]
  readonly recall: number
  readonly precision: number
}

const of = async (detector: string) => {
  const { json } = await falseAlarms.run(['--detector', detector])
  return (json.results as [Result])[0]
}

test('the default detector cries wolf a third as often as the z-score at most, and finds more of the outliers', async () => {
  const [ensemble, zscore] = [await of('ensemble'), await of('zscore')]
  for (const [i, { noise, anomalies }] of ensemble.quiet.entries()) {
    expect(anomalies, noise).toBeLessThan(zscore.quiet[i]!.anomalies / 3)
  }
  expect(ensemble.recall).toBeGreaterThan(zscore.recall)
  expect(ensemble.precision).toBeGreaterThan(0.98)
})
