import { type Attributes, ValueType } from '@opentelemetry/api'
import { AggregationTemporality, DataPointType, type Histogram, type MetricData } from '@opentelemetry/sdk-metrics'

/**
 * A figure that is looked up when somebody asks. OpenTelemetry's observable instruments would do, but for going on to tell
 * what is not there any more: a canary that has ended, a series that is none of the busiest.
 */
export interface Figure {
  /** By Prometheus' conventions, with its unit: `seriema_…_seconds`; a counter ends in `_total`. */
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly values: readonly FigureValue[]
}

export interface FigureValue {
  readonly labels: Attributes
  readonly value: number | Histogram
}

/** One without labels. */
export const single = (type: 'counter' | 'gauge', name: string, help: string, value: number): Figure => ({
  name,
  help,
  type,
  values: [{ labels: {}, value }],
})

const types = {
  counter: DataPointType.SUM,
  gauge: DataPointType.GAUGE,
  histogram: DataPointType.HISTOGRAM,
} as const

export function toMetric({ name, help, type, values }: Figure): MetricData {
  const now = [0, 0] as [number, number]
  return {
    descriptor: { name, description: help, unit: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: types[type],
    isMonotonic: true,
    dataPoints: values.map(({ labels, value }) => ({ startTime: now, endTime: now, attributes: labels, value })),
  } as MetricData
}
