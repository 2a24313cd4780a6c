import Link from 'next/link'
import type { AnomalyFields } from '../../graphql/anomaly.ts'
import { t } from '../../messages/message.ts'
import { Marker } from '../../ui/chart/marker.tsx'
import { Icon } from '../../ui/icon.tsx'
import { formatNumber } from '../../ui/number.ts'
import { formatInstant } from '../../ui/time.ts'
import { useMay } from '../access/use-may.ts'
import { LabelControls } from '../label/label-controls.tsx'
import { speakerName } from '../system/speaker-name.ts'
import { severityName } from './names.ts'
import { formatFigures, isWithin } from './usual.ts'

interface SelectedAnomalyProps {
  readonly anomaly: AnomalyFields
  /** Of its series. */
  readonly seriesKey: string
  readonly onClose: () => void
}

/** What is known of the anomaly the chart points at, in words that agree with what is drawn. */
export function SelectedAnomaly({ anomaly, seriesKey, onClose }: SelectedAnomalyProps) {
  const format = formatFigures(anomaly)
  const { name } = anomaly.channel
  const mayMake = useMay('trainer')
  const rule = new URLSearchParams({ series: seriesKey, channel: name, condition: 'anomaly' })
  const unit = anomaly.channel.rateUnit ?? anomaly.channel.unit
  return (
    <div className="mt-2 flex items-start gap-2 rounded-md border border-line-strong bg-sunken px-2.5 py-2 text-xs">
      <span className="mt-0.5">
        <Marker severity={anomaly.severity} />
      </span>
      <div className="min-w-0 flex-1 wrap-anywhere">
        <p className="tabular-nums" role="status">
          <span className="font-semibold">{severityName(anomaly.severity)}</span>
          {' · '}
          {formatInstant(Date.parse(anomaly.at))}
          {' · '}
          {name} <span className="font-semibold">{format(anomaly.value)}</span> {unit}
          {' · '}
          {t('anomaly.usual', { lower: format(anomaly.lower), upper: format(anomaly.upper) })}
          {' · '}
          {t('anomaly.score', { score: formatNumber(anomaly.score, 1) })}
          {' · '}
          {t('anomaly.foundBy', { speaker: speakerName(anomaly.speaker) })}
        </p>
        <p className="text-ink-soft">{anomaly.reason}</p>
        {isWithin(anomaly) && <p className="text-ink-soft">{t('anomaly.within')}</p>}
        {mayMake && (
          <Link className="text-accent hover:underline" href={`/alerts/rules/new?${rule}`}>
            {t('alert.makeRule')}
          </Link>
        )}
        <LabelControls anomaly={anomaly} key={anomaly.id} />
      </div>
      <button
        aria-label={t('anomaly.deselect')}
        className="-mr-1 rounded-md p-1 text-ink-soft hover:bg-surface hover:text-ink"
        onClick={onClose}
        type="button"
      >
        <Icon name="close" size={14} />
      </button>
    </div>
  )
}
