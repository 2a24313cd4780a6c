import type { Scope } from '../../graphql/model.ts'
import type { TrainingFields } from '../../graphql/training.ts'
import { t } from '../../messages/message.ts'
import { Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { formatDuration } from '../../ui/time.ts'
import { VersionLink } from '../version/version-link.tsx'
import { madeBefore } from './course.ts'

/** What a training ended in, with the way out where it failed; what it is waiting for while it waits. */
export function TrainingOutcome({ training, scope }: { training: TrainingFields; scope: Scope }) {
  const { state, version, failure, points, startedAt, finishedAt } = training
  if (state === 'QUEUED') return <p className="text-ink-soft text-xs">{t('training.waits')}</p>
  if (state === 'CANCELLED') return <p className="text-ink-soft text-xs">{t('training.cancelled')}</p>
  if (state === 'FAILED') return <Notice>{failure?.message ?? t('training.state.FAILED')}</Notice>
  if (state !== 'COMPLETED' || version === null) return null
  return (
    <p className="text-xs" role="status">
      <VersionLink name={version.name} scope={scope} />{' '}
      <span className="text-ink-soft">
        {madeBefore(training)
          ? t('training.madeBefore')
          : t('training.made', {
              points: formatExactCount(points ?? 0),
              took: formatDuration(Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')),
            })}
      </span>
    </p>
  )
}
