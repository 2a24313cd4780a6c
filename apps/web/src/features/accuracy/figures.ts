import type { AccuracyFigures, AccuracyMeasure } from '../../graphql/accuracy.ts'
import { t } from '../../messages/message.ts'
import { formatNumber, formatShare, missing } from '../../ui/number.ts'

const share = (value: number | null | undefined) => (value == null ? missing : formatShare(value))
const most = 0.95

type Some = Partial<Omit<AccuracyFigures, 'coverage'>> & {
  readonly coverage?: readonly { readonly level: number; readonly share: number }[]
}

/** How a figure is written for people. */
const written: Readonly<Record<AccuracyMeasure, (figures: Some) => string>> = {
  MAE: ({ mae }) => formatNumber(mae),
  MAPE: ({ mape }) => share(mape),
  RMSE: ({ rmse }) => formatNumber(rmse),
  MASE: ({ mase }) => formatNumber(mase, 2),
  BIAS: ({ bias }) => formatNumber(bias),
  R2: ({ r2 }) => formatNumber(r2, 2),
  COVERAGE: ({ coverage }) => share(coverage?.find(({ level }) => level === most)?.share),
}

export const inFigures = (measure: AccuracyMeasure, figures: Some): string => written[measure](figures)

/** Steps ahead in words: `1 step`, `3 to 4 steps`. */
export const stepsText = (most: number): string =>
  most === 1 ? t('accuracy.oneStep') : t('accuracy.steps', { steps: leadText({ from: most / 2 + 1, to: most }) })

/** `3–4`. */
export const leadText = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  from === to ? String(to) : `${from}–${to}`
