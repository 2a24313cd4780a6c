'use client'
import Link from 'next/link'
import type { AlertFields } from '../../graphql/alert.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { formatAge, formatInstant, formatMoment } from '../../ui/time.ts'
import type { AlertAct } from './act-dialog.tsx'
import { SeverityMark, StateBadge, whoInWords } from './names.tsx'

interface AlertListProps {
  readonly alerts: readonly AlertFields[]
  /** null for whoever may not act. */
  readonly onAct: ((act: AlertAct, alert: AlertFields) => void) | null
}

/** Alerts, each on a line with what it is, since when, and what can be done about it. */
export function AlertList({ alerts, onAct }: AlertListProps) {
  const now = useNow()
  return (
    <ul aria-label={t('alert.list')} className="text-xs">
      {alerts.map(alert => (
        <AlertLine alert={alert} key={alert.id} now={now} onAct={onAct} />
      ))}
    </ul>
  )
}

interface AlertLineProps extends Pick<AlertListProps, 'onAct'> {
  readonly alert: AlertFields
  readonly now: number
}

function AlertLine({ alert, now, onAct }: AlertLineProps) {
  const { number, severity, state, title, ruleName, openedAt, resolvedAt, maintenance } = alert
  const opened = Date.parse(openedAt)
  const lasted = (resolvedAt === null ? now : Date.parse(resolvedAt)) - opened
  const who = whoInWords(alert)
  return (
    <li className="-mx-2 grid items-center gap-x-3 gap-y-1 rounded-sm border-line px-2 py-2 not-first:border-t hover:bg-sunken sm:grid-cols-[5.5rem_7.5rem_minmax(0,1fr)_auto]">
      <SeverityMark severity={severity} />
      <span>
        <StateBadge state={state} />
        {who !== null && <span className="block truncate text-2xs text-ink-faint">{who}</span>}
      </span>
      <span className="min-w-0">
        <Link className="wrap-anywhere font-medium hover:underline" href={`/alerts/${number}`} prefetch={false}>
          {title}
        </Link>
        <span className="block text-ink-soft">
          {ruleName}
          {' · '}
          <span className="tabular-nums" title={formatInstant(opened)}>
            {formatMoment(opened, now)}
          </span>
          {' · '}
          {t(state === 'RESOLVED' ? 'alert.lasted' : 'alert.lasts', { time: formatAge(Math.max(0, lasted)) })}
          {maintenance && ` · ${t('alert.inMaintenance')}`}
        </span>
      </span>
      {onAct !== null && state !== 'RESOLVED' && (
        <span className="flex gap-1">
          {state === 'FIRING' && (
            <Button
              aria-label={t('alert.acknowledgeNamed', { title })}
              className="h-7 px-2"
              onClick={() => onAct('acknowledge', alert)}
            >
              {t('alert.acknowledge')}
            </Button>
          )}
          <Button
            aria-label={t('alert.resolveNamed', { title })}
            className="h-7 px-2"
            look="quiet"
            onClick={() => onAct('resolve', alert)}
          >
            {t('alert.resolve')}
          </Button>
        </span>
      )}
    </li>
  )
}
