import type { AnomalyFields } from '../../graphql/anomaly.ts'
import { t } from '../../messages/message.ts'
import { withUnit } from '../../ui/number.ts'
import { formatInstant } from '../../ui/time.ts'
import { severityName } from '../anomaly/names.ts'
import type { Readout } from './readout.ts'

/** What the crosshair reads, for those who hear it. */
export function readingInWords({ at, source, rows }: Readout, anomalies: readonly AnomalyFields[]): string {
  const values = rows
    .map(({ channel, value, format }) => `${channel.name} ${withUnit(format(value), channel.unit)}`)
    .join(', ')
  const time = formatInstant(at)
  const reading =
    source === 'forecast' ? t('chart.readingForecast', { time, values }) : t('chart.reading', { time, values })
  return [reading, ...anomalies.map(it => `${severityName(it.severity)}: ${it.reason}`)].join('. ')
}
