import type { Detector, Severity } from '@seriema/domain/anomaly'
import type { FreshnessState } from '@seriema/domain/cadence'
import { type ForecastModel, forecastModels } from '@seriema/domain/forecast'
import { forecasterFacts } from '@seriema/domain/forecaster'
import { builder } from './builder.ts'

/** A closed set of the domain: `seasonal-naive` inside is `SEASONAL_NAIVE` outside. Each member says what it means. */
export function closedSet<T extends string>(name: string, description: string, members: Readonly<Record<T, string>>) {
  const values = Object.entries<string>(members).map(([value, meaning]) => [
    value
      .replaceAll('-', '_')
      .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
      .toUpperCase(),
    { value: value as T, description: meaning },
  ])
  return builder.enumType(name, {
    description,
    values: Object.fromEntries(values) as Record<string, { value: T; description: string }>,
  })
}

export const SeverityEnum = closedSet<Severity>('Severity', 'How far an anomaly stands out.', {
  medium: 'Beyond 3 standard deviations.',
  high: 'Beyond 4 standard deviations.',
  critical: 'Beyond 5 standard deviations.',
})

export const DetectorEnum = closedSet<Detector>('Detector', 'What scores points.', {
  zscore:
    'Distance from the mean of the last 50 points, in their standard deviations. The baseline: it answers when another cannot.',
  residual: 'Distance from the forecast made earlier, by how far such forecasts were off.',
})

export const ForecastModelEnum = closedSet<ForecastModel>(
  'ForecastModel',
  'What makes forecasts; `systemStatus` says which of them can serve, and what each needs.',
  Object.fromEntries(forecastModels.map(model => [model, forecasterFacts[model].description])) as Record<
    ForecastModel,
    string
  >,
)

export const FreshnessEnum = closedSet<FreshnessState>('FreshnessState', 'Whether points come as expected.', {
  EMPTY: 'No point has come yet.',
  LIVE: 'The last point is as recent as it should be.',
  STALE: 'A point is overdue: nothing came for three intervals, and for at least 10 s.',
})
