import type { DriftFields } from '../../graphql/drift.ts'
import { t } from '../../messages/message.ts'
import { formatUntil } from '../../ui/time.ts'

export type ChannelDrift = DriftFields['channels'][number]

/** The channel that is nearest to its limit, or farthest beyond; null where none can be told of. */
export const worstChannel = ({ channels }: DriftFields): ChannelDrift | null =>
  channels.toSorted((a, b) => b.psi / b.limit - a.psi / a.limit)[0] ?? null

/** What a series is held against, in words. */
export function againstInWords({ from, to, speaker }: DriftFields, now: number): string {
  const span = {
    from: from === null ? '' : formatUntil(Date.parse(from), now),
    to: to === null ? '' : formatUntil(Date.parse(to), now),
  }
  return speaker.version === null
    ? t('drift.before', span)
    : t('drift.learnt', { ...span, version: speaker.version.name })
}

const psi = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

export const formatPsi = (value: number): string => psi.format(value)
