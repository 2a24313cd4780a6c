import type { RunState } from '../../graphql/schedule.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'

const tones = {
  WAITING: 'warn',
  RUNNING: 'warn',
  DONE: 'good',
  PARTLY: 'warn',
  FAILED: 'critical',
  SKIPPED: 'neutral',
} as const

interface RunBadgeProps {
  readonly state: RunState
  /** Whether some of what it was to forecast could not be. */
  readonly partly: boolean
}

/** How far a run is. */
export function RunBadge({ state, partly }: RunBadgeProps) {
  const told = partly && state === 'DONE' ? 'PARTLY' : state
  return (
    <Badge pulse={told === 'RUNNING'} tone={tones[told]}>
      {t(`schedule.runState.${told}`)}
    </Badge>
  )
}
