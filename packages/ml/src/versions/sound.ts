import { Fault } from '@seriema/domain/fault'
import type { MetricFigures } from '@seriema/domain/version'
import type { VersionDescription } from './describe.ts'

/** What a version has at most, wherever it was made. */
const most = {
  channels: 64,
  lookback: 100_000,
  horizon: 8_760,
  losses: 100_000,
  sample: 10_000,
  texts: 1_000,
  name: 200,
  bytes: 64 << 20,
}

/** Throws Fault UNREADABLE_FILE where what a file says of itself is not of the form, or the size, it has to be. */
export function requireSound(described: VersionDescription): void {
  const {
    madeBy,
    license,
    scope,
    channels,
    lookback,
    horizon,
    points,
    statistics,
    metrics,
    losses,
    bestEpoch,
    sample,
    warnings,
  } = described
  const written = JSON.stringify(described)
  requireThat(written.length <= most.bytes, 'it says too much')
  // As JSON writes what is no character, or half of one.
  requireThat(!/\\u(0000|d[89a-f])/.test(written), 'it has characters that are none')
  const names = [madeBy, license, scope ?? '', ...channels.flatMap(({ name, unit }) => [name, unit ?? ''])]
  requireThat(
    names.every(name => name.length <= most.name),
    `it has names of more than ${most.name} characters`,
  )
  requireThat(channels.length <= most.channels, `it has more than ${most.channels} channels`)
  requireThat(lookback >= 1 && lookback <= most.lookback, `it looks back at none, or more than ${most.lookback} points`)
  requireThat(horizon <= most.horizon, `it forecasts more than ${most.horizon} steps`)
  requireThat(Number.isSafeInteger(points) && points >= 0, 'it was trained on no number of points')
  requireThat(
    (statistics.length === 0 || statistics.length === channels.length) &&
      statistics.every(one =>
        [one.mean, one.deviation, one.least, one.greatest, ...one.quantiles].every(Number.isFinite),
      ),
    'its statistics are not those of its channels',
  )
  requireThat(areFigures(metrics.own) && (metrics.naive === null || areFigures(metrics.naive)), 'its metrics are none')
  requireThat(
    Array.isArray(losses) &&
      losses.length <= most.losses &&
      losses.every(one => Number.isInteger(one?.epoch) && isFigure(one.training) && isFigure(one.validation)),
    'its losses are none',
  )
  requireThat(bestEpoch === null || (Number.isInteger(bestEpoch) && bestEpoch <= most.losses), 'its best pass is none')
  requireThat(areTexts(warnings), 'its warnings are none')
  const { times } = sample
  requireThat(
    times.length <= most.sample &&
      times.every((at, i) => Number.isSafeInteger(at) && at > (i > 0 ? times[i - 1]! : 0)) &&
      Array.isArray(sample.channels) &&
      sample.channels.length === channels.length &&
      sample.channels.every(
        values => Array.isArray(values) && values.length === times.length && values.every(isFigureOrNull),
      ),
    'its sample is none',
  )
}

const isFigure = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isFigureOrNull = (value: unknown): boolean => value === null || isFigure(value)
const figures = [
  'mse',
  'mae',
  'rmse',
  'mape',
  'r2',
  'theilsU',
  'mase',
  'coverage',
] as const satisfies readonly (keyof MetricFigures)[]
const areFigures = (of: MetricFigures): boolean => figures.every(name => isFigureOrNull(of[name]))
const areTexts = (texts: readonly unknown[]): boolean =>
  Array.isArray(texts) && texts.length <= most.texts && texts.every(one => typeof one === 'string')

function requireThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Fault('UNREADABLE_FILE', `the version is damaged: ${otherwise}`)
}
