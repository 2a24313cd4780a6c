import type { DetectorKind, Direction, Severity } from '@seriema/domain/anomaly'
import type { FreshnessState } from '@seriema/domain/cadence'
import type { ForecasterKind } from '@seriema/domain/forecast'
import { forecasters } from '@seriema/ml/models/registry'
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

export const SeverityEnum = closedSet<Severity>(
  'Severity',
  'How far an anomaly stands out: in standard deviations, or by how rare such a score is, in those of a normal distribution.',
  {
    medium: 'Beyond 3 standard deviations.',
    high: 'Beyond 4 standard deviations.',
    critical: 'Beyond 5 standard deviations.',
  },
)

export const DetectorKindEnum = closedSet<DetectorKind>('DetectorKind', 'What scores points.', {
  zscore:
    'Distance from the mean of the last 50 points, in their standard deviations. The baseline: it answers when another cannot.',
  robust:
    'Distance from the median of the last 200 points, in standard deviations taken from their median deviation: outliers among them neither move the centre nor hide the next one.',
  seasonal:
    'Distance from the mean of the same phase in up to seven seasons before, by how far such means have been off. The season is found as points come.',
  polynomial:
    'Distance from where a line through the last 12 points leads, by how rare it is: sees breaks in trends and waves.',
  pca: 'How much of the last 16 values is unlike the shapes seen before, by how rare it is: sees broken shapes.',
  'isolation-forest':
    'How few random cuts set the last four values apart from the recent past, by how rare it is: sees unusual combinations.',
  ensemble:
    'How new the level and the variation are at scales of 1 to 81 points and against the season, and outliers that stand clear of the noise. The default: it needs no setting and raises few false alarms.',
  residual: 'Distance from the forecast made earlier, by how far such forecasts were off on this series.',
})

export const DirectionEnum = closedSet<Direction>(
  'Direction',
  'On which side of the expected value a point can be an anomaly.',
  {
    both: 'On both sides.',
    above: 'Above only.',
    below: 'Below only.',
  },
)

export const ForecasterKindEnum = closedSet<ForecasterKind>(
  'ForecasterKind',
  'What makes forecasts; `systemStatus` says which of them can serve, and what each needs.',
  Object.fromEntries(forecasters.map(({ kind, description }) => [kind, description])),
)

export const FreshnessEnum = closedSet<FreshnessState>('FreshnessState', 'Whether points come as expected.', {
  EMPTY: 'No point has come yet.',
  LIVE: 'The last point is as recent as it should be.',
  STALE: 'A point is overdue: nothing came for three intervals, and for at least 10 s.',
})
