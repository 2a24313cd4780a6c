import type { MetricFields } from '../../graphql/version.ts'
import { t } from '../../messages/message.ts'
import { formatNumber, formatShare, missing } from '../../ui/number.ts'

/** A figure of how a version did on data it had not seen. */
export interface Figure {
  readonly name: string
  readonly of: (metrics: MetricFields) => number | null
  readonly write: (value: number | null | undefined) => string
}

const share = (value: number | null | undefined) => (value == null ? missing : formatShare(value))
const figure = (name: string, of: Figure['of'], write: Figure['write'] = formatNumber): Figure => ({ name, of, write })

/** Those that a table has room for, in its order. */
export const mainFigures: readonly Figure[] = [
  figure(t('metric.mase'), ({ mase }) => mase),
  figure(t('plot.mae'), ({ mae }) => mae),
  figure(t('plot.rmse'), ({ rmse }) => rmse),
  figure(t('metric.coverage'), ({ coverage }) => coverage, share),
]

export const allFigures: readonly Figure[] = [
  ...mainFigures,
  figure(t('metric.mse'), ({ mse }) => mse),
  figure(t('plot.mape'), ({ mape }) => mape, share),
  figure(t('plot.r2'), ({ r2 }) => r2),
  figure(t('plot.theilsU'), ({ theilsU }) => theilsU),
]
