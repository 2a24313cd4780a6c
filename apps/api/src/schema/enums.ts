import type { DetectorKind, Direction, Severity } from '@seriema/domain/anomaly'
import type { FreshnessState } from '@seriema/domain/cadence'
import type { ForecasterKind } from '@seriema/domain/forecast'
import { forecasters } from '@seriema/ml/models/registry'
import { detectors } from '@seriema/ml/scorers/registry'
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

export const DetectorKindEnum = closedSet<DetectorKind>(
  'DetectorKind',
  'What scores points; `systemStatus` says what to call each in front of people.',
  Object.fromEntries(detectors.map(({ kind, description }) => [kind, description])),
)

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
  STALE: 'A point is overdue: nothing came for three steps, and for at least 10 s.',
  ARCHIVE: 'It stands in the past by design: what came was history when it came, as of an old file.',
})
