'use client'
import { useChange } from '../../graphql/change.ts'
import type { Scope } from '../../graphql/model.ts'
import { useApi } from '../../graphql/provider.tsx'
import { cancelTraining, trainModel } from '../../graphql/training.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatMoment } from '../../ui/time.ts'
import { useMay } from '../access/use-may.ts'
import { useConnection } from '../system/use-connection.ts'
import type { Trainings } from './course.ts'
import { LossCurve } from './loss-curve.tsx'
import { PhaseSteps } from './phase-steps.tsx'
import { isOver } from './states.ts'
import { TrainingBadge } from './training-badge.tsx'
import { TrainingOutcome } from './training-outcome.tsx'

interface TrainingPanelProps {
  readonly model: string
  readonly scope: Scope
  /** What must be there before a model of its kind can be trained; null while that is not known. */
  readonly needs: string | null
  /** null until they were read. */
  readonly trainings: Trainings | null
  readonly error: string | null
}

/** The last training of a model as it comes on, and the buttons that begin one and end it. */
export function TrainingPanel({ model, scope, needs, trainings, error }: TrainingPanelProps) {
  const { client } = useApi()
  const { away } = useConnection()
  const may = useMay('trainer')
  const now = useNow()
  const { busy, error: refusal, follow } = useChange()
  const training = trainings?.all[0] ?? null
  const over = training === null || isOver(training.state)
  const button = over ? (
    <Button
      disabled={busy || trainings === null}
      look="primary"
      onClick={() => void follow(client.mutation(trainModel, { input: { modelId: model } }), () => {})}
    >
      <Icon name="play" size={14} /> {training === null ? t('training.train') : t('training.again')}
    </Button>
  ) : (
    <Button
      disabled={busy}
      look="danger"
      onClick={() => void follow(client.mutation(cancelTraining, { input: { id: training.id } }), () => {})}
    >
      <Icon name="stop" size={14} /> {t('training.cancel')}
    </Button>
  )
  return (
    <Panel aside={may && button} title={t('training.title')}>
      <div className="grid grid-cols-1 gap-3">
        {refusal && <Notice>{refusal}</Notice>}
        {error && !away && <Notice>{error}</Notice>}
        {trainings === null && !error && <div className="skeleton h-40" />}
        {trainings !== null && training === null && (
          <Empty title={t('training.none')}>{needs !== null && t('training.needs', { needs })}</Empty>
        )}
        {training !== null && (
          <>
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-soft text-xs tabular-nums">
              <TrainingBadge progress={training.progress} state={training.state} />
              {t(`training.cause.${training.cause}`, { at: formatMoment(Date.parse(training.requestedAt), now) })}
              {training.attempt > 1 && <span>{t('training.attempt', { attempt: training.attempt })}</span>}
            </p>
            {!over && (
              <progress
                aria-label={t('training.progress')}
                className="progress block h-2 w-full"
                max={1}
                value={training.progress}
              />
            )}
            <PhaseSteps now={now} training={training} />
            <TrainingOutcome scope={scope} training={training} />
            {training.warnings.map(warning => (
              <Notice key={warning}>{warning}</Notice>
            ))}
            {trainings !== null && trainings.losses.length > 0 && (
              <LossCurve epochs={training.epochs} key={training.id} losses={trainings.losses} over={over} />
            )}
          </>
        )}
      </div>
    </Panel>
  )
}
