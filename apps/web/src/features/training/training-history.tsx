'use client'
import type { Scope } from '../../graphql/model.ts'
import type { TrainingFields } from '../../graphql/training.ts'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { formatExactCount, missing } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { formatDuration, formatMoment } from '../../ui/time.ts'
import { VersionLink } from '../version/version-link.tsx'
import { madeBefore, type Trainings } from './course.ts'
import { isOver } from './states.ts'
import { TrainingBadge } from './training-badge.tsx'

const columns = [
  { title: t('training.asked') },
  { title: t('training.took'), className: 'text-right' },
  { title: t('training.state') },
  { title: t('training.cameOf'), className: 'w-full' },
]

/** Trainings of a model that have ended: how, after how long, in which version or for what reason. */
export function TrainingHistory({ trainings, scope }: { trainings: Trainings; scope: Scope }) {
  const now = useNow()
  const past = trainings.all.filter(({ state }) => isOver(state))
  const more = trainings.total - trainings.all.length
  if (past.length === 0) return null
  return (
    <Panel title={t('training.past')}>
      <ScrollArea className="max-h-72" label={t('training.table')}>
        <table className="w-full min-w-120 text-xs">
          <TableHead
            className="text-left text-ink-faint"
            columns={columns}
            rowClassName="[&>th]:whitespace-nowrap [&>th]:py-1.5 [&>th]:pr-4"
          />
          <tbody>
            {past.map(training => (
              <tr className="border-line border-t align-baseline [&>td]:py-1.5 [&>td]:pr-4" key={training.id}>
                <td className="whitespace-nowrap tabular-nums" title={causeOf(training, now)}>
                  {formatMoment(Date.parse(training.requestedAt), now)}
                </td>
                <td className="whitespace-nowrap text-right tabular-nums">{tookOf(training)}</td>
                <td>
                  <TrainingBadge progress={training.progress} state={training.state} />
                </td>
                <td>
                  {training.version !== null && <VersionLink name={training.version.name} scope={scope} />}
                  {madeBefore(training) && <span className="text-ink-soft"> {t('training.wasThere')}</span>}
                  {training.failure !== null && (
                    <span className="wrap-anywhere text-ink-soft">{training.failure.message}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      {more > 0 && (
        <p className="mt-2 text-ink-faint text-xs">{t('overview.more', { count: formatExactCount(more) })}</p>
      )}
    </Panel>
  )
}

const causeOf = ({ cause, requestedAt }: TrainingFields, now: number) =>
  t(`training.cause.${cause}`, { at: formatMoment(Date.parse(requestedAt), now) })

const tookOf = ({ startedAt, finishedAt }: TrainingFields) =>
  startedAt === null || finishedAt === null ? missing : formatDuration(Date.parse(finishedAt) - Date.parse(startedAt))
