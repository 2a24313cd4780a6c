import type { DeletedFields } from '../../graphql/deletion.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { formatExactCount } from '../../ui/number.ts'
import { formatMoment } from '../../ui/time.ts'
import { useMay } from '../access/use-may.ts'

interface DeletedRowProps {
  readonly series: DeletedFields
  readonly name: string
  readonly busy: boolean
  readonly onRestore: () => void
  readonly onForever: () => void
}

/** One deleted series: what it is, how much it holds, how long it waits. */
export function DeletedRow({ series, name, busy, onRestore, onForever }: DeletedRowProps) {
  const { points, anomalies, forecasts } = series.holdings
  const now = useNow()
  const mayRestore = useMay('admin', 'ALL')
  const mayDelete = useMay('admin', { key: series.key, attributes: [] })
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
      <div className="min-w-52 flex-1">
        <p className="wrap-anywhere font-medium">
          {name} {series.title !== null && <code className="font-mono text-ink-faint text-xs">{series.key}</code>}
        </p>
        <p className="text-ink-soft text-xs tabular-nums">
          {t('holdings.points')} {formatExactCount(points)} · {t('holdings.anomalies')} {formatExactCount(anomalies)} ·{' '}
          {t('holdings.forecasts')} {formatExactCount(forecasts)}
        </p>
        <p className="text-ink-soft text-xs">
          {t('deleted.row', {
            at: formatMoment(Date.parse(series.deletedAt), now),
            until: formatMoment(Date.parse(series.restorableUntil), now),
          })}
        </p>
      </div>
      <div className="flex gap-2">
        {mayRestore && (
          <Button aria-label={t('deleted.restoreNamed', { name })} disabled={busy} look="primary" onClick={onRestore}>
            {t('deleted.restore')}
          </Button>
        )}
        {mayDelete && (
          <Button aria-label={t('deleted.foreverNamed', { name })} disabled={busy} onClick={onForever}>
            {t('delete.forever')}
          </Button>
        )}
      </div>
    </li>
  )
}
