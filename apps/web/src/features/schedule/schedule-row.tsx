'use client'
import Link from 'next/link'
import { useState } from 'react'
import type { ScheduleFields } from '../../graphql/schedule.ts'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { formatExactCount } from '../../ui/number.ts'
import { formatMoment } from '../../ui/time.ts'
import type { Target } from '../access/may.ts'
import { useMay } from '../access/use-may.ts'
import { useKinds } from '../system/use-kinds.tsx'
import { nameOfSchedule } from './names.ts'
import { RunBadge } from './run-badge.tsx'
import { RunList } from './run-list.tsx'
import { type ScheduleAction, ScheduleActions } from './schedule-actions.tsx'
import { timingInWords } from './timing.ts'

interface ScheduleRowProps {
  readonly of: ScheduleFields
  readonly revision: number
  readonly busy: boolean
  readonly onAsk: (action: ScheduleAction) => void
}

/** A schedule, and below it its runs where these are looked at. */
export function ScheduleRow({ of, revision, busy, onAsk }: ScheduleRowProps) {
  const [open, setOpen] = useState(false)
  const { id, series, group, timing, on, horizon } = of
  const target: Target = group ?? series ?? 'SOME'
  const may = useMay('trainer', target)
  const name = nameOfSchedule(of)
  const { lastRun } = of
  const underWay = lastRun?.state === 'WAITING' || lastRun?.state === 'RUNNING'
  return (
    <>
      <tr className="border-line border-t align-top [&>td]:py-2 [&>td]:pr-3 [&>td]:last:pr-0">
        <td className="max-w-64">
          <ScopeLink of={of} />
        </td>
        <td>
          <Who of={of} />
          {horizon !== null && (
            <span className="block text-2xs text-ink-faint">
              {t('schedule.steps', { count: formatExactCount(horizon) })}
            </span>
          )}
        </td>
        <td className={timing.cron === null ? '' : 'whitespace-nowrap font-mono'}>
          {timingInWords(timing)}
          {timing.zone !== null && (
            <span className="block font-sans text-2xs text-ink-faint">
              {t('schedule.cronIn', { zone: timing.zone })}
            </span>
          )}
        </td>
        <td className="whitespace-nowrap tabular-nums">
          <Next of={of} />
        </td>
        <td>
          <LastRun of={of} />
        </td>
        <td>
          <input
            aria-label={t('schedule.turnOn', { name })}
            checked={on}
            className="mt-0.5 size-4 accent-accent"
            disabled={!may || busy}
            onChange={() => onAsk('switch')}
            type="checkbox"
          />
        </td>
        <td>
          <ScheduleActions
            busy={busy}
            may={may}
            name={name}
            onAsk={onAsk}
            onOpen={() => setOpen(!open)}
            open={open}
            underWay={underWay}
          />
        </td>
      </tr>
      {open && (
        <tr>
          <td className="pb-3" colSpan={7}>
            <section aria-label={t('schedule.runsNamed', { name })} className="rounded-md bg-sunken px-3 py-2">
              <RunList id={id} revision={revision} />
            </section>
          </td>
        </tr>
      )}
    </>
  )
}

function ScopeLink({ of: { series, group } }: { of: ScheduleFields }) {
  const look = 'wrap-anywhere font-medium hover:text-accent hover:underline'
  if (group !== null)
    return (
      <Link className={look} href={`/groups/${encodeURIComponent(group.name)}`} prefetch={false}>
        {t('schedule.group', { name: group.name })}
      </Link>
    )
  if (series === null) return t('schedule.gone')
  return (
    <Link className={look} href={`/series/${encodeURIComponent(series.key)}/forecast`} prefetch={false}>
      {series.title ?? series.key}
    </Link>
  )
}

function Who({ of: { forecaster, version } }: { of: ScheduleFields }) {
  const { forecasterTitle } = useKinds()
  if (version !== null) return `${version.model.name} ${version.name}`
  return forecaster === null ? t('schedule.asDeployed') : forecasterTitle(forecaster)
}

function Next({ of: { on, nextAt } }: { of: ScheduleFields }) {
  const now = useNow()
  if (!on) return <span className="text-ink-faint">{t('schedule.off')}</span>
  return nextAt === null ? t('schedule.never') : formatMoment(Date.parse(nextAt), now)
}

function LastRun({ of: { lastRun } }: { of: ScheduleFields }) {
  const now = useNow()
  if (lastRun === null) return <span className="text-ink-faint">{t('schedule.notYet')}</span>
  const { state, dueAt, seriesCount, forecastCount, failedCount } = lastRun
  return (
    <>
      <RunBadge partly={failedCount > 0} state={state} />
      <span className="block whitespace-nowrap text-2xs text-ink-faint tabular-nums">
        {formatMoment(Date.parse(dueAt), now)}
        {seriesCount !== null &&
          `, ${t('schedule.runForecastOf', { done: formatExactCount(forecastCount), all: formatExactCount(seriesCount) })}`}
      </span>
    </>
  )
}
