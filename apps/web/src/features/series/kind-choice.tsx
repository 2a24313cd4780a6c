import type { ChannelKind } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { Choice } from '../../ui/field.tsx'

interface KindChoiceProps {
  /** Whose kind it is, where that is not plain from what stands beside it. */
  readonly channel?: string
  readonly kind?: ChannelKind
}

const kinds = ['GAUGE', 'COUNTER'] as const

/** Whether a channel is watched as it is or counts. */
export const KindChoice = ({ channel, kind = 'GAUGE' }: KindChoiceProps) => (
  <Choice defaultValue={kind} label={channel ?? t('create.kind')} name="channel-kind">
    {kinds.map(each => (
      <option key={each} value={each}>
        {t(`create.kind.${each}`)}
      </option>
    ))}
  </Choice>
)
