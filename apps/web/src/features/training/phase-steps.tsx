import type { TrainingFields } from '../../graphql/training.ts'
import { t } from '../../messages/message.ts'
import { missing } from '../../ui/number.ts'
import { formatAge, formatDuration } from '../../ui/time.ts'
import { phasesOf } from './course.ts'

interface PhaseStepsProps {
  readonly training: Pick<TrainingFields, 'state' | 'phases'>
  /** Epoch milliseconds. */
  readonly now: number
}

/** What a training goes through, one after the other, and how long each took. */
export function PhaseSteps({ training, now }: PhaseStepsProps) {
  return (
    <ol
      aria-label={t('training.phases')}
      className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line sm:grid-cols-4"
    >
      {phasesOf(training, now).map(({ phase, took, current }) => (
        <li
          aria-current={current ? 'step' : undefined}
          className={`flex justify-between gap-2 px-2.5 py-1.5 text-xs ${current ? 'bg-accent-soft' : 'bg-surface'}`}
          key={phase}
        >
          <span className={current ? 'font-semibold' : took === null ? 'text-ink-faint' : ''}>
            {t(`training.state.${phase}`)}
          </span>
          <span className="text-ink-soft tabular-nums">
            {took === null ? missing : current ? formatAge(took) : formatDuration(took)}
          </span>
        </li>
      ))}
    </ol>
  )
}
