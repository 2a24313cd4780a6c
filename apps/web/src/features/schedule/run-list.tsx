'use client'
import { useEffect } from 'react'
import { type RunFields, scheduleRuns } from '../../graphql/schedule.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { TableHead } from '../../ui/table-head.tsx'
import { formatDuration, formatMoment } from '../../ui/time.ts'
import { RunBadge } from './run-badge.tsx'

const columns = [
  { title: t('schedule.runDue') },
  { title: t('schedule.runState') },
  { title: t('schedule.runForecast') },
  { title: t('schedule.runTook') },
  { title: t('schedule.runNote'), className: 'w-full' },
]

/** The last runs of a schedule, read anew whenever `revision` changes. */
export function RunList({ id, revision }: { id: string; revision: number }) {
  const { data, error, reload } = useRead(scheduleRuns, { id })
  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` asks anew
  useEffect(reload, [reload, revision])
  const now = useNow()
  const runs = data?.node?.__typename === 'Schedule' ? data.node.runs : null
  if (error) return <Notice>{error}</Notice>
  if (runs === null) return <div className="skeleton h-16" />
  if (runs.totalCount === 0) return <p className="text-ink-soft">{t('schedule.noRuns')}</p>
  const left = runs.totalCount - runs.edges.length
  return (
    <>
      <table className="w-full text-xs">
        <TableHead
          className="text-left text-ink-faint"
          columns={columns}
          rowClassName="[&>th]:whitespace-nowrap [&>th]:py-1 [&>th]:pr-4"
        />
        <tbody>
          {runs.edges.map(({ node }) => (
            <RunRow key={node.id} now={now} run={node} />
          ))}
        </tbody>
      </table>
      {left > 0 && <p className="mt-1 text-ink-faint">{t('schedule.runsOlder', { count: formatExactCount(left) })}</p>}
    </>
  )
}

function RunRow({ run, now }: { run: RunFields; now: number }) {
  const { dueAt, asked, state, seriesCount, forecastCount, failedCount, startedAt, endedAt } = run
  const took = startedAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt)
  return (
    <tr className="align-top [&>td]:py-1 [&>td]:pr-4">
      <td className="whitespace-nowrap tabular-nums">
        {formatMoment(Date.parse(dueAt), now)}
        {asked && <span className="ml-1.5 text-ink-faint">{t('schedule.runAsked')}</span>}
      </td>
      <td>
        <RunBadge partly={failedCount > 0} state={state} />
      </td>
      <td className="whitespace-nowrap tabular-nums">
        {seriesCount !== null &&
          t('schedule.runForecastOf', { done: formatExactCount(forecastCount), all: formatExactCount(seriesCount) })}
      </td>
      <td className="whitespace-nowrap tabular-nums">{took !== null && formatDuration(took)}</td>
      <td className="min-w-48 wrap-anywhere text-ink-soft">
        {notesOf(run).map(note => (
          <p className="first-letter:uppercase" key={note}>
            {note}
          </p>
        ))}
      </td>
    </tr>
  )
}

function notesOf({ missed, attempt, failedCount, failure }: RunFields): string[] {
  const notes: string[] = []
  if (missed > 0) notes.push(t('schedule.runMissed', { count: formatExactCount(missed) }))
  if (attempt > 1) notes.push(t('schedule.runAttempt', { attempt: formatExactCount(attempt) }))
  if (failedCount > 0 && failure !== null)
    notes.push(t('schedule.runFailed', { count: formatExactCount(failedCount), why: failure.message }))
  else if (failure !== null) notes.push(failure.message)
  return notes
}
