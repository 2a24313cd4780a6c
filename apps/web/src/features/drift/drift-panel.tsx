'use client'
import { type DriftFields, driftOfSeries } from '../../graphql/drift.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { useNow } from '../../ui/clock.ts'
import { Panel } from '../../ui/panel.tsx'
import { formatDuration } from '../../ui/time.ts'
import { DriftCurve } from './drift-curve.tsx'
import { againstInWords, formatPsi } from './figures.ts'
import { Retrain } from './retrain.tsx'
import { useDriftHistory } from './use-drift-history.ts'

const refreshEvery = 60_000

/** How far a series has moved from what its forecaster learnt, channel by channel, and what to do about it. */
export function DriftPanel({ seriesKey }: { seriesKey: string }) {
  const { data } = useRead(driftOfSeries, { key: seriesKey }, refreshEvery)
  const history = useDriftHistory(seriesKey)
  const now = useNow()
  const drift = data?.seriesByKey?.drift
  return (
    <Panel
      aside={
        drift && <Badge tone={drift.drifted ? 'critical' : 'good'}>{t(drift.drifted ? 'drift.yes' : 'drift.no')}</Badge>
      }
      title={t('drift.panel')}
    >
      {data === null && <div className="skeleton h-20" />}
      {data !== null && !drift && <p className="text-ink-soft text-xs">{t('drift.panelNone')}</p>}
      {drift && (
        <div className="grid gap-2 text-xs">
          <ul className="grid gap-1.5">
            {drift.channels.map(({ channel, psi, limit, drifted }) => (
              <li className="flex flex-wrap items-center gap-x-4 gap-y-1" key={channel.position}>
                <span className="w-28 truncate text-ink-soft">{channel.name}</span>
                <DriftCurve channel={channel.position} height={32} history={history} width={140} />
                <span className={`tabular-nums ${drifted ? 'font-semibold text-critical' : ''}`}>
                  {t('drift.psi')} {formatPsi(psi)}
                </span>
                <span className="text-ink-faint tabular-nums">{t('drift.limit', { limit: formatPsi(limit) })}</span>
              </li>
            ))}
          </ul>
          <Changes drift={drift} />
          <p className="text-ink-faint">{`${t('drift.against')} ${againstInWords(drift, now)}`}</p>
          {drift.drifted && <Retrain speaker={drift.speaker} />}
        </div>
      )}
    </Panel>
  )
}

function Changes({ drift: { season, sampling } }: { drift: DriftFields }) {
  const seasonOf = (points: number) => (points > 1 ? t('drift.seasonOf', { count: points }) : t('drift.noSeason'))
  const facts = [
    { name: t('drift.season'), was: seasonOf(season.before), is: seasonOf(season.now), changed: season.changed },
    {
      name: t('drift.sampling'),
      was: formatDuration(sampling.before),
      is: formatDuration(sampling.now),
      changed: sampling.changed,
    },
  ]
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1">
      {facts.map(({ name, was, is, changed }) => (
        <div className="flex gap-1.5" key={name}>
          <dt className="text-ink-faint">{name}</dt>
          <dd className={changed ? 'font-semibold text-critical' : ''}>
            {changed ? t('drift.wasIs', { was, is }) : is}
          </dd>
        </div>
      ))}
    </dl>
  )
}
