import type { QualityRule, QualityTally } from '../../graphql/quality.ts'
import { t } from '../../messages/message.ts'
import { formatExactCount } from '../../ui/number.ts'

interface RuleTalliesProps {
  readonly tallies: readonly QualityTally[]
  /** The rule whose failures are shown; null: all series are. */
  readonly chosen: QualityRule | null
  readonly onChoose: (rule: QualityRule | null) => void
}

/** How many series fail each rule; pressing one shows these alone. */
export function RuleTallies({ tallies, chosen, onChoose }: RuleTalliesProps) {
  return (
    <fieldset aria-label={t('quality.filter')} className="mb-3 grid grid-cols-2 gap-2 lg:grid-cols-4">
      {tallies.map(({ rule, passed, failed, unknown }) => (
        <button
          aria-pressed={rule === chosen}
          className="rounded-lg border border-line bg-surface px-3.5 py-2.5 text-left hover:border-line-strong aria-pressed:border-accent aria-pressed:ring-1 aria-pressed:ring-accent"
          key={rule}
          onClick={() => onChoose(rule === chosen ? null : rule)}
          type="button"
        >
          <span className="block font-medium text-ink-soft text-xs">{t(`quality.rule.${rule}`)}</span>
          <span className="block tabular-nums">
            <span className={`font-semibold text-lg ${failed > 0 ? 'text-critical' : ''}`}>
              {t('quality.tally', { failed: formatExactCount(failed), all: formatExactCount(passed + failed) })}
            </span>{' '}
            <span className="text-ink-soft text-xs">{t('quality.tallyFail')}</span>
          </span>
          <span className="block text-2xs text-ink-faint tabular-nums">
            {t('quality.tallyUnknown', { count: formatExactCount(unknown) })}
          </span>
        </button>
      ))}
    </fieldset>
  )
}
