'use client'
import Link from 'next/link'
import { useState } from 'react'
import { type AlertInFull, alertByNumber } from '../../graphql/alert.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { formatAge, formatInstant } from '../../ui/time.ts'
import { useMay } from '../access/use-may.ts'
import { ActDialog, type AlertAct } from './act-dialog.tsx'
import { AlertTimeline } from './alert-timeline.tsx'
import { Deliveries } from './deliveries.tsx'
import { addressAt } from './instant-address.ts'
import { SeverityMark, StateBadge } from './names.tsx'
import { useAlertNews } from './use-alert-news.ts'

const refreshEvery = 10_000

/** One alert: what was seen, what happened since, and who was told. */
export function AlertPage({ number }: { number: number }) {
  const { data, error, reload } = useRead(alertByNumber, { number }, refreshEvery)
  useAlertNews(reload)
  const alert = data?.alert
  if (alert === null)
    return (
      <Empty page title={t('error.pageTitle')}>
        {t('error.pageText')}
      </Empty>
    )
  return (
    <>
      <p className="mb-2 text-xs">
        <Link className="text-accent hover:underline" href="/alerts">
          {t('alert.back')}
        </Link>
      </p>
      {error && <Notice action={<Button onClick={reload}>{t('action.retry')}</Button>}>{error}</Notice>}
      {alert === undefined && !error && <div aria-busy="true" className="skeleton h-96" />}
      {alert && (
        <div className="grid gap-3">
          <Head alert={alert} onChanged={reload} />
          <div className="grid items-start gap-3 lg:grid-cols-2">
            <AlertTimeline
              entries={alert.timeline}
              receivers={new Map(data?.receivers.edges.map(({ node: { id, name } }) => [id, name]))}
            />
            <div className="grid gap-3">
              <SeriesOf alert={alert} />
              <Panel title={t('delivery.title')}>
                <Deliveries
                  deliveries={alert.deliveries.edges.map(({ node }) => node)}
                  onChanged={reload}
                  none={t('delivery.noneOfAlert')}
                />
              </Panel>
            </div>
          </div>
        </div>
      )}
    </>
  )
}

function Head({ alert, onChanged }: { alert: AlertInFull; onChanged: () => void }) {
  const [act, setAct] = useState<AlertAct | null>(null)
  const mayAct = useMay('trainer')
  const now = useNow()
  const { title, text, severity, state, rule, ruleName, since, openedAt, resolvedAt, maintenance } = alert
  const lasted = (resolvedAt === null ? now : Date.parse(resolvedAt)) - Date.parse(openedAt)
  return (
    <section aria-label={t('alert.one')} className="rounded-lg border border-line bg-surface px-3.5 py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="wrap-anywhere font-semibold text-lg tracking-tight">{title}</h1>
          <p className="mt-1 wrap-anywhere text-ink-soft text-xs">{text}</p>
        </div>
        {mayAct && state !== 'RESOLVED' && (
          <div className="flex gap-2">
            {state === 'FIRING' && (
              <Button look="primary" onClick={() => setAct('acknowledge')}>
                {t('alert.acknowledge')}
              </Button>
            )}
            <Button onClick={() => setAct('resolve')}>{t('alert.resolve')}</Button>
          </div>
        )}
      </div>
      <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs">
        <StateBadge state={state} />
        <SeverityMark severity={severity} />
        {rule === null ? (
          <span>{ruleName}</span>
        ) : (
          <Link className="text-accent hover:underline" href={`/alerts/rules/${encodeURIComponent(rule.id)}`}>
            {rule.name}
          </Link>
        )}
        <span className="text-ink-soft tabular-nums">
          {t('alert.since', { at: formatInstant(Date.parse(since)) })}
          {' · '}
          {t(state === 'RESOLVED' ? 'alert.lasted' : 'alert.lasts', { time: formatAge(Math.max(0, lasted)) })}
        </span>
        {maintenance && <span className="text-ink-soft">{t('alert.inMaintenance')}</span>}
      </p>
      {act !== null && (
        <ActDialog
          act={act}
          alert={alert}
          onClose={() => setAct(null)}
          onDone={() => {
            setAct(null)
            onChanged()
          }}
        />
      )}
    </section>
  )
}

function SeriesOf({ alert: { series, seriesCount } }: { alert: AlertInFull }) {
  if (series.length === 0) return null
  return (
    <Panel title={t('alert.seriesOf', { count: formatExactCount(seriesCount) })}>
      <ul className="grid gap-1.5 text-xs">
        {series.map(({ series: one, text, since, until }) => (
          <li key={one.key}>
            <Link
              className="wrap-anywhere font-medium text-accent hover:underline"
              href={addressAt(one.key, since, until)}
            >
              {t('alert.openAt', { series: one.title ?? one.key })}
            </Link>
            <span className="block wrap-anywhere text-ink-soft">
              {text}
              {until !== null && ` · ${t('alert.seriesOver', { at: formatInstant(Date.parse(until)) })}`}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
