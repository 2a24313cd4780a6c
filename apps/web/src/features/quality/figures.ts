import type { QualityResult } from '../../graphql/quality.ts'
import { t } from '../../messages/message.ts'
import { formatShare, missing } from '../../ui/number.ts'
import { formatAge, formatDuration } from '../../ui/time.ts'

/** A figure of this age is as good as new. */
const fresh = 60_000

/** What was found, in words: `3.1 % missing`. */
export function figureInWords({ rule, figure }: Pick<QualityResult, 'rule' | 'figure'>): string {
  if (figure === null) return missing
  if (rule !== 'TIMELINESS') return t(`quality.figure.${rule}`, { figure: formatShare(figure) })
  if (figure < 0) return t('quality.ahead', { figure: formatAge(-figure) })
  return figure < fresh ? t('quality.fresh') : t('quality.figure.TIMELINESS', { figure: formatAge(figure) })
}

export function limitInWords({ rule, limit }: Pick<QualityResult, 'rule' | 'limit'>): string {
  if (limit === 0) return t('quality.none')
  return t('quality.limit', { limit: rule === 'TIMELINESS' ? formatDuration(limit) : formatShare(limit) })
}

/** Whether it passes, as a tone and a word. */
export const outcomeOf = ({ passed }: Pick<QualityResult, 'passed'>) =>
  passed === null
    ? ({ tone: 'neutral', word: t('quality.unknown') } as const)
    : passed
      ? ({ tone: 'good', word: t('quality.passed') } as const)
      : ({ tone: 'critical', word: t('quality.failed') } as const)
