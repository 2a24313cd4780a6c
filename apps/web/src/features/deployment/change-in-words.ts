import type { ChangeFields } from '../../graphql/deployment.ts'
import { t } from '../../messages/message.ts'
import { formatShare } from '../../ui/number.ts'
import { speakerName } from '../system/speaker-name.ts'

/** A line of the timeline for people: who took which slot from whom. */
export function changeInWords({ slot, share: portion, ...change }: ChangeFields): string {
  const from = change.from === null ? null : speakerName(change.from)
  const to = change.to === null ? null : speakerName(change.to)
  const share = formatShare(portion)
  if (to === null) return t(ended[slot], { from: from ?? t('deployment.nobody') })
  if (slot === 'ACTIVE') return from === null ? t('timeline.speaks', { to }) : t('timeline.speaksInstead', { to, from })
  if (slot === 'SHADOW')
    return from === null ? t('timeline.shadowBegan', { to }) : t('timeline.shadowInstead', { to, from })
  if (from === null) return t('timeline.canaryBegan', { to, share })
  return from === to ? t('timeline.canaryGrew', { to, share }) : t('timeline.canaryInstead', { to, share, from })
}

const ended = {
  ACTIVE: 'timeline.speaksNoMore',
  CANARY: 'timeline.canaryEnded',
  SHADOW: 'timeline.shadowEnded',
} as const
