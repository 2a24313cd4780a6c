import type { HoldingsFields } from '../../graphql/deletion.ts'
import { t } from '../../messages/message.ts'
import { formatExactCount } from '../../ui/number.ts'
import { formatInstant } from '../../ui/time.ts'

interface HoldingsListProps {
  /** null until it is known. */
  readonly holdings: HoldingsFields | null
  readonly firstAt?: string | null
  readonly lastAt?: string | null
}

/** How much goes, or comes back. */
export function HoldingsList({ holdings, firstAt, lastAt }: HoldingsListProps) {
  if (holdings === null) return <div aria-busy="true" className="skeleton h-20" />
  const span = firstAt && lastAt ? `${formatInstant(Date.parse(firstAt))} – ${formatInstant(Date.parse(lastAt))}` : null
  const lines = [
    [t('holdings.points'), formatExactCount(holdings.points)],
    ...(span === null ? [] : [[t('holdings.span'), span]]),
    [t('holdings.anomalies'), formatExactCount(holdings.anomalies)],
    [t('holdings.forecasts'), formatExactCount(holdings.forecasts)],
  ]
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 rounded-md bg-sunken px-3 py-2 text-left text-xs tabular-nums">
      {lines.map(([name, value]) => (
        <div className="contents" key={name}>
          <dt className="text-ink-soft">{name}</dt>
          <dd className="font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
