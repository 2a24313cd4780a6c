import type { SeriesCase } from '../tried.ts'
import { every, holds, minute, near } from './made.ts'

const counted = Array.from({ length: 4_000 }, (_, i) => (7 * i) % 3_000)

export const dataCases: readonly SeriesCase[] = [
  {
    name: 'a counter that resets, taken for a gauge',
    sent: { times: every(5 * minute, counted.length), values: [counted] },
    async compare(tried) {
      const made = await tried.forecast(24)
      return [holds('a forecast', 'there', made.forecaster, made.channels[0]!.mean.every(Number.isFinite))]
    },
  },
  {
    name: 'a counter that resets, declared',
    sent: {
      channels: '{ name: "count", kind: COUNTER }',
      times: every(5 * minute, counted.length),
      values: [counted],
    },
    async compare(tried) {
      const made = await tried.forecast(6)
      return [
        near('its rate', [7, 7, 7, 7, 7, 7], made.channels[0]!.mean, 0.1),
        holds('anomalies', 'none', (await tried.anomalies()).length, (await tried.anomalies()).length === 0),
      ]
    },
  },
]
