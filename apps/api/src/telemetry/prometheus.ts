import type { Meter } from '@opentelemetry/api'
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { type Figure, toMetric } from './prometheus/figure.ts'

/** Figures of an App as Prometheus reads them, by OpenTelemetry's exporter without its server. */
export interface Prometheus {
  /** Makes instruments for what is counted as it happens. */
  readonly meter: Meter
  /** All there is to say now: what was counted, and these figures that are looked up when somebody asks. Text format 0.0.4. */
  render(figures: readonly Figure[]): Promise<string>
}

/** What a scrape is answered with. */
export const prometheusType = 'text/plain; version=0.0.4; charset=utf-8'

export function createPrometheus(): Prometheus {
  // Reads when it is asked to: a port of its own it gets none.
  const reader = new PrometheusExporter({ preventServerStart: true })
  const provider = new MeterProvider({ readers: [reader] })
  const serializer = new PrometheusSerializer('', false, undefined, true, true)
  const scope = { name: 'seriema' }
  return {
    meter: provider.getMeter(scope.name),
    async render(figures) {
      const { resourceMetrics } = await reader.collect()
      const metrics = figures.map(toMetric)
      const scopeMetrics = [...resourceMetrics.scopeMetrics, { scope, metrics }]
      return `${serializer.serialize({ ...resourceMetrics, scopeMetrics }).trimEnd()}\n`
    },
  }
}
