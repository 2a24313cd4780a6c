import type { DeploymentRole, SpeakerFields } from '../../graphql/deployment.ts'
import type { Scope } from '../../graphql/model.ts'
import { t } from '../../messages/message.ts'
import { formatShare } from '../../ui/number.ts'
import { speakerName } from '../system/speaker-name.ts'
import type { Turn } from './ask.ts'
import { nextShare } from './next-share.ts'

interface TurnInWords {
  readonly title: string
  /** What is about to happen. */
  readonly text: string
  readonly action: string
  readonly look: 'danger' | 'primary'
}

/** What a change comes to, before it is made. `active`: who speaks now; null where nobody was chosen. */
export function turnInWords(turn: Turn, scope: Scope, role: DeploymentRole, active: SpeakerFields | null): TurnInWords {
  const speaks = active === null ? t('deployment.whoeverSpeaks') : speakerName(active)
  if (turn.what === 'promote') {
    const speaker = speakerName(turn.of.speaker)
    const next = nextShare(turn.of)
    const share = formatShare(next)
    if (next === 1)
      return {
        title: t('deployment.promoteTitle', { speaker }),
        text: t('deployment.promoteWhat', { speaker, active: speaks }),
        action: t('deployment.promote'),
        look: 'primary',
      }
    const of = t(scope.group === undefined ? 'deployment.ofPoints' : 'deployment.ofSeries')
    return {
      title: t('deployment.nextTitle', { speaker }),
      text: t('deployment.nextWhat', { speaker, share, of }),
      action: t('deployment.nextStep', { share }),
      look: 'primary',
    }
  }
  if (turn.what === 'stop')
    return {
      title: t('deployment.stopTitle', { speaker: speakerName(turn.of.speaker) }),
      text: t(turn.of.slot === 'CANARY' ? 'deployment.stopCanary' : 'deployment.stopShadow', { active: speaks }),
      action: t('deployment.stop'),
      look: 'danger',
    }
  if (turn.what === 'leave') {
    const speaker = speakerName(turn.from)
    return {
      title: t('deployment.leaveTitle', { speaker }),
      text: t('deployment.leaveWhat', { speaker }),
      action: t('deployment.leave'),
      look: 'danger',
    }
  }
  return {
    title: t('deployment.rollBackTitle', { role: t(`deployment.role.${role}`) }),
    text:
      turn.back === null
        ? t('deployment.rollBackToNobody', { speaker: speaks })
        : t('deployment.rollBackTo', { back: speakerName(turn.back), speaker: speaks }),
    action: t('deployment.rollBack'),
    look: 'danger',
  }
}
