import { countHoldings, type Holdings } from '../store/holdings.ts'
import { builder } from './builder.ts'
import { SeriesType } from './series.ts'

/** Counting reads an index. */
export const holdingsCost = 10

export const HoldingsType = builder.objectRef<Holdings>('Holdings').implement({
  description: 'How much is stored.',
  fields: t => ({
    points: t.exposeFloat('points', { description: 'How many points.' }),
    anomalies: t.exposeFloat('anomalies', { description: 'How many anomalies.' }),
    forecasts: t.exposeFloat('forecasts', { description: 'How many forecasts.' }),
  }),
})

builder.objectField(SeriesType, 'holdings', t =>
  t.field({
    type: HoldingsType,
    description: 'What `deleteSeries` would remove.',
    complexity: holdingsCost,
    resolve: (series, _args, { app }) => countHoldings(app.reads, series),
  }),
)
