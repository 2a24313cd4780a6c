'use client'
import type { ForecasterKind } from '../../graphql/forecast.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatAge, formatDuration } from '../../ui/time.ts'
import { useMay } from '../access/use-may.ts'
import { speakerName } from '../system/speaker-name.ts'
import { useConnection } from '../system/use-connection.ts'
import { useKinds } from '../system/use-kinds.tsx'
import { CandidatesTable } from './candidates-table.tsx'
import { ForecasterChoice } from './forecaster-choice.tsx'
import type { LiveForecast } from './use-forecast.ts'

interface ForecastPanelProps {
  readonly live: LiveForecast
  /** The forecaster looked at, and the one the series itself is set to; null is automatic. */
  readonly forecaster: ForecasterKind | null
  readonly own: ForecasterKind | null
  readonly busy: boolean
  readonly onForecaster: (forecaster: ForecasterKind | null) => void
  /** Makes a forecaster the series' own; null goes back to automatic. */
  readonly onKeep: (forecaster: ForecasterKind | null) => void
  /** Why the last choice could not be kept. */
  readonly error: string | null
}

/** Which forecaster speaks and why, and another one to look at or to keep. */
export function ForecastPanel(props: ForecastPanelProps) {
  const { live, forecaster, own, busy, onForecaster, onKeep, error } = props
  const now = useNow()
  const { forecasterTitle } = useKinds()
  const { away } = useConnection()
  const mayKeep = useMay('trainer')
  const { forecast } = live
  const waiting = forecaster !== null && forecast !== null && forecast.forecaster !== forecaster
  const speaks = forecaster === null ? forecast?.speaker : undefined
  const deployed = speaks?.version ? speakerName(speaks) : null
  return (
    <Panel title={t('forecast.title')}>
      <ForecasterChoice deployed={deployed} forecaster={forecaster} onForecaster={onForecaster} own={own} />
      <div className="mt-2 flex flex-wrap gap-2 empty:hidden">
        {mayKeep && forecaster !== null && forecaster !== own && forecast && (
          <Button disabled={busy} onClick={() => onKeep(forecaster)}>
            {t('forecast.keep')}
          </Button>
        )}
        {mayKeep && own !== null && (
          <Button disabled={busy} look="quiet" onClick={() => onKeep(null)}>
            {t('forecast.backToAutomatic')}
          </Button>
        )}
      </div>
      {waiting && !live.reason && (
        <p className="mt-3 rounded-md bg-sunken px-2.5 py-2 text-ink-soft text-xs" role="status">
          {t('forecast.meanwhile', {
            wanted: forecasterTitle(forecaster),
            present: forecasterTitle(forecast.forecaster),
          })}
        </p>
      )}
      {live.reason && !away && (
        <p
          className="mt-3 rounded-md bg-sunken px-2.5 py-2 text-ink-soft text-xs [overflow-wrap:anywhere] first-letter:uppercase"
          role="status"
        >
          {live.reason}
        </p>
      )}
      {forecast && (
        <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-xs [&>dd]:text-right [&>dd]:tabular-nums [&>dt]:text-ink-faint">
          <dt>{t('forecast.spoke')}</dt>
          <dd className="font-semibold">{speakerName(forecast.speaker)}</dd>
          <dt>{t('forecast.horizon')}</dt>
          <dd>
            {t('forecast.steps', {
              count: forecast.horizon,
              length: formatDuration(forecast.horizon * forecast.interval),
            })}
          </dd>
          <dt>{t('forecast.season')}</dt>
          <dd>{forecast.season > 1 ? t('forecast.points', { count: forecast.season }) : t('forecast.noSeason')}</dd>
          <dt>{t('forecast.made')}</dt>
          <dd>{t('time.ago', { age: formatAge(Math.max(0, now - Date.parse(forecast.madeAt))) })}</dd>
        </dl>
      )}
      {forecast && (
        <p className="mt-2 text-ink-soft text-xs first-letter:uppercase [overflow-wrap:anywhere]">
          {forecast.forecasterReason}
        </p>
      )}
      {forecast && forecast.candidates.length > 0 && <CandidatesTable candidates={forecast.candidates} />}
      {!forecast && live.loading && <div className="skeleton mt-3 h-20" />}
      {error && (
        <div className="mt-2">
          <Notice>{error}</Notice>
        </div>
      )}
    </Panel>
  )
}
