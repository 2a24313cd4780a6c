'use client'
import type { DetectorKind } from '../../graphql/anomaly.ts'
import type { AlarmRules } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { formatExact } from '../../ui/number.ts'
import { useKinds } from '../system/use-kinds.tsx'

interface WatchFactsProps {
  readonly detector: DetectorKind
  readonly rules: AlarmRules
  /** Unit of the channels, where they have one in common. */
  readonly unit: string | null
}

/** Which detector judges a series and what counts, for whoever may not change it. */
export function WatchFacts({ detector, rules, unit }: WatchFactsProps) {
  const { detectors, detectorTitle } = useKinds()
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-xs [&>dd]:text-right [&>dd]:tabular-nums [&>dt]:text-ink-faint">
        <dt>{t('detector.label')}</dt>
        <dd className="font-semibold">{detectorTitle(detector)}</dd>
        <dt>{t('rules.direction')}</dt>
        <dd>{t(`rules.direction.${rules.direction}`)}</dd>
        <dt>{unit ? `${t('rules.leastAbsolute')}, ${unit}` : t('rules.leastAbsolute')}</dt>
        <dd>{formatExact(rules.leastAbsolute)}</dd>
        <dt>{t('rules.leastRelative')}</dt>
        <dd>{formatExact(Number((rules.leastRelative * 100).toPrecision(12)))}</dd>
        <dt>{t('rules.rest')}</dt>
        <dd>{formatExact(rules.rest)}</dd>
      </dl>
      <p className="mt-2 text-ink-soft text-xs">{detectors?.find(({ kind }) => kind === detector)?.description}</p>
    </>
  )
}
