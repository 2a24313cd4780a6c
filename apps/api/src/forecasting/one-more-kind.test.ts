import type { ClosedFormForecaster } from '@seriema/ml/contract/forecaster-family'
import type { forecasters } from '@seriema/ml/models/registry'
import { execute, parse } from 'graphql'
import { expect, test, vi } from 'vitest'
import { schema } from '../schema/schema.ts'
import { createForecastEngine } from './engine.ts'
import { forecasterStatuses } from './forecasting.ts'
import type { ForecastTask } from './task.ts'

/** The registry with one line more, and what that line would name. */
vi.mock('@seriema/ml/models/registry', async importOriginal => {
  const original = await importOriginal<{ readonly forecasters: typeof forecasters }>()
  const straightLine: ClosedFormForecaster = {
    kind: 'straight-line',
    how: 'fitted',
    title: 'Straight line',
    tagline: 'through the first and the last point',
    description: 'Goes on along the line from the first point to the last.',
    needs: '2 points',
    settings: [],
    longestHorizon: 100,
    pointsNeeded: () => 2,
    fit: async () => ({
      kind: 'straight-line',
      lookback: 2,
      forecast: async (windows, horizon) =>
        windows.map(({ channels }) =>
          channels.map(values => {
            const slope = (values.at(-1)! - values[0]!) / (values.length - 1)
            return Float64Array.from({ length: horizon }, (_, h) => values.at(-1)! + (h + 1) * slope)
          }),
        ),
    }),
  }
  return { forecasters: [straightLine, ...original.forecasters] }
})

const task: ForecastTask = {
  seriesId: 1,
  window: { channels: [Float64Array.from({ length: 100 }, (_, i) => 3 * i)], interval: 1_000 },
  step: { unit: 'millisecond', count: 1_000 },
  points: 100,
  origin: 99_000,
  gaps: [null],
  declared: [{ minimum: null, maximum: null }],
  past: [],
  horizon: 4,
  levels: [0.8],
  wanted: null,
  quick: false,
}

test('a kind that the registry lists is spoken by the API, shown, tried on every series, and forecasts by name', async () => {
  const document = parse('{ __type(name: "ForecasterKind") { enumValues { name description } } }')
  const { data } = await execute({ schema, document })
  expect(JSON.stringify(data)).toContain(
    '{"name":"STRAIGHT_LINE","description":"Goes on along the line from the first point to the last."}',
  )
  expect(forecasterStatuses([])[0]).toMatchObject({
    kind: 'straight-line',
    title: 'Straight line',
    tagline: 'through the first and the last point',
    available: true,
  })
  const best = await createForecastEngine().run(task)
  expect(best.kind).toBe('straight-line')
  expect(best.candidates[0]).toMatchObject({ forecaster: 'straight-line', chosen: true })
  const named = await createForecastEngine().run({ ...task, wanted: 'straight-line' })
  expect(Array.from(named.mean[0]!)).toEqual([300, 303, 306, 309])
})
