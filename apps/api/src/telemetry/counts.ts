import type { Meter } from '@opentelemetry/api'
import { createBusiest } from './prometheus/busiest.ts'
import { type Figure, single } from './prometheus/figure.ts'
import { createTimings, type Timings } from './prometheus/timings.ts'

/** What happens in this process, counted for Prometheus; times in milliseconds. */
export interface Counts {
  /** `route` and `method` are of a known few. */
  request(route: string, method: string, status: number, took: number): void
  /** `operation` is the name of a root field, or one word for all others; `code` is that of what went wrong first. */
  operation(operation: string, type: string, code: string | null, took: number): void
  /** A Fault that was an answer of a field. */
  refused(field: string, code: string): void
  /** What was said to subscribers: so many messages. */
  told(messages: number): void
  /** Points that were stored of a series, and what was found among them. */
  stored(series: string, points: number, found: readonly Found[]): void
  readonly scoring: Timings
  readonly inference: Timings
  /** A shadow or canary that went on or ended. `automatic`: by its limits, and nobody by hand. */
  rollout(action: 'promote' | 'roll-back', role: string, automatic: boolean): void
  /** Pairs of a forecast and what came of it. */
  compared(forecaster: string, pairs: number): void
  /** A notice was taken by a receiver or not, so long after it was decided. */
  delivered(notifier: string, taken: boolean, took: number): void
  /** What is counted without an instrument of OpenTelemetry, being counted too often for one. */
  readonly figures: readonly Figure[]
}

export interface Found {
  readonly detector: string
  readonly severity: string
  readonly score: number
}

/** How much detail there is. */
export interface CountsOptions {
  /** Series that have figures of their own. */
  readonly series: number
  /** Versions that have. */
  readonly versions: number
}

const answers = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const scorings = [0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.25, 1]
const scores = [3, 3.5, 4, 4.5, 5, 6, 8, 10, 20, 50, 100, 1_000]

export function createCounts(meter: Meter, elapsed: () => number, { series, versions }: CountsOptions): Counts {
  const histogram = (name: string, description: string, explicitBucketBoundaries = answers) =>
    meter.createHistogram(name, { description, advice: { explicitBucketBoundaries } })
  const counter = (name: string, description: string) => meter.createCounter(name, { description })

  const requests = histogram(
    'seriema_http_request_duration_seconds',
    'HTTP requests, from their first byte to the last of the answer.',
  )
  const operations = histogram(
    'seriema_operation_duration_seconds',
    'GraphQL operations over HTTP and WebSocket, by root field.',
  )
  const errors = counter('seriema_operation_errors_total', 'GraphQL operations that ended in an error, by its code.')
  const refusals = counter('seriema_refusals_total', 'Faults given as the answer of a field, by field and code.')
  const anomalies = counter('seriema_anomalies_total', 'Values that stood out and were kept, by who said so.')
  const scored = histogram(
    'seriema_anomaly_score',
    'Scores of values that stood out, in standard deviations or what stands for them.',
    scores,
  )
  const rollouts = counter('seriema_rollout_decisions_total', 'Shadows and canaries that went on or ended, by whom.')
  const compared = counter('seriema_forecasts_compared_total', 'Pairs of a forecast and what came, by forecaster.')
  const deliveries = histogram(
    'seriema_delivery_duration_seconds',
    'From the decision that something is said to the answer of the receiver, by notifier and outcome; each try counts.',
  )
  const scoring = createTimings(
    'seriema_scoring_duration_seconds',
    'Judging the new points of one series, by detector.',
    scorings,
    versions,
  )
  const inference = createTimings(
    'seriema_inference_duration_seconds',
    'Making forecasts, those of a version by the batch.',
    answers,
    versions,
  )
  const busiest = createBusiest(series, elapsed)
  // From nothing on, for an increase is seen only of what was there before.
  for (const action of ['promote', 'roll_back'])
    for (const role of ['watch', 'forecast']) for (const by of ['limits', 'hand']) rollouts.add(0, { action, role, by })
  let [messages, points] = [0, 0]
  return {
    request: (route, method, status, took) => requests.record(took / 1_000, { route, method, status: String(status) }),
    operation(operation, type, code, took) {
      operations.record(took / 1_000, { operation, type, outcome: code === null ? 'ok' : 'error' })
      if (code !== null) errors.add(1, { operation, type, code })
    },
    refused: (field, code) => refusals.add(1, { field, code }),
    told(count) {
      messages += count
    },
    stored(key, count, found) {
      points += count
      busiest.add(key, count, found.length)
      for (const { detector, severity, score } of found) {
        anomalies.add(1, { detector, severity })
        scored.record(score, { detector })
      }
    },
    scoring,
    inference,
    rollout: (action, role, automatic) =>
      rollouts.add(1, { action: action.replace('-', '_'), role, by: automatic ? 'limits' : 'hand' }),
    compared: (forecaster, pairs) => compared.add(Math.max(0, pairs), { forecaster }),
    delivered: (notifier, taken, took) =>
      deliveries.record(Math.max(0, took) / 1_000, { notifier, outcome: taken ? 'delivered' : 'failed' }),
    get figures() {
      return [
        single('counter', 'seriema_points_stored_total', 'Points stored, new ones and replaced ones.', points),
        single('counter', 'seriema_subscription_messages_total', 'Messages given to subscribers.', messages),
        scoring.figure,
        inference.figure,
        ...busiest.figures,
      ]
    },
  }
}
