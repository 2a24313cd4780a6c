import type { ImportFields } from '../../graphql/import.ts'
import { t } from '../../messages/message.ts'
import { formatExactCount } from '../../ui/number.ts'

/** What became of every row. */
export function ImportFigures({ current }: { current: ImportFields }) {
  const figures = [
    [t('import.rows'), current.rowsRead],
    [t('import.stored'), current.stored],
    [t('import.duplicates'), current.duplicates],
    [t('import.conflicts'), current.conflicts],
    [t('import.bad'), current.rejected],
    [t('import.anomalies'), current.anomalies],
  ] as const
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-6">
      {figures.map(([name, figure]) => (
        <div key={name}>
          <dt className="text-ink-faint text-xs">{name}</dt>
          <dd className="font-semibold text-base tabular-nums">{formatExactCount(figure)}</dd>
        </div>
      ))}
    </dl>
  )
}
