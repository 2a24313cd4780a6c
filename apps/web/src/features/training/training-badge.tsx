import type { TrainingState } from '../../graphql/training.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatShare } from '../../ui/number.ts'
import { isOver } from './states.ts'

const tones = { COMPLETED: 'good', FAILED: 'critical', CANCELLED: 'neutral' } as const

/** How far a training is: its state, and the share that is done while it goes on. */
export function TrainingBadge({ state, progress }: { state: TrainingState; progress: number }) {
  const over = isOver(state)
  return (
    <Badge pulse={!over} tone={over ? tones[state] : 'warn'}>
      {t(`training.state.${state}`)}
      {!over && state !== 'QUEUED' && ` ${formatShare(progress)}`}
    </Badge>
  )
}
