'use client'
import Link from 'next/link'
import { useId } from 'react'
import { cancelImport, type ImportFields, type ImportState } from '../../graphql/import.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { formatInstant } from '../../ui/time.ts'
import { useMay } from '../access/use-may.ts'
import { useConnection } from '../system/use-connection.ts'
import { ImportFigures } from './import-figures.tsx'
import { ImportOutcome } from './import-outcome.tsx'
import { isOver } from './uploads.tsx'

interface ImportCardProps {
  readonly current: ImportFields
  readonly onAgain: () => void
  readonly onUndo: () => void
}

const tones = {
  WAITING: 'neutral',
  RUNNING: 'warn',
  COMPLETED: 'good',
  FAILED: 'critical',
  CANCELLED: 'neutral',
  UNDONE: 'neutral',
} as const satisfies Record<ImportState, string>

/** One import in the history. */
export function ImportCard({ current, onAgain, onUndo }: ImportCardProps) {
  const { client } = useApi()
  const heading = useId()
  const { id, state, fileName, createdAt, failure, removed, stored } = current
  const over = isOver(state)
  const mayImport = useMay('writer', 'ALL')
  const mayUndo = useMay('admin', 'ALL')
  return (
    <li aria-labelledby={heading} className="grid grid-cols-1 gap-2 rounded-lg border border-line bg-surface p-3.5">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="min-w-0 wrap-anywhere font-semibold text-[0.8125rem]" id={heading}>
          {fileName}
        </h2>
        <StateBadge state={state} />
        <span className="text-ink-faint text-xs">{formatInstant(Date.parse(createdAt))}</span>
        <span className="text-ink-soft text-xs">{t('import.storedSoFar', { stored: formatExactCount(stored) })}</span>
      </div>
      <Into current={current} />
      {failure && <p className="wrap-anywhere text-critical text-xs">{failure}</p>}
      {removed !== null && (
        <p className="text-ink-soft text-xs">{t('imports.removed', { count: formatExactCount(removed) })}</p>
      )}
      <details>
        <summary className="font-medium text-accent text-xs">{t('imports.details')}</summary>
        <div className="mt-2 grid grid-cols-1 gap-3">
          <ImportFigures current={current} />
          <ImportOutcome current={current} />
        </div>
      </details>
      <div className="flex flex-wrap gap-2 empty:hidden">
        {mayImport && over && <Button onClick={onAgain}>{t('imports.again')}</Button>}
        {mayUndo && over && state !== 'UNDONE' && stored > 0 && <Button onClick={onUndo}>{t('imports.undo')}</Button>}
        {mayImport && !over && (
          <Button onClick={() => void client.mutation(cancelImport, { input: { id } }).toPromise()}>
            {t('imports.cancel')}
          </Button>
        )}
      </div>
    </li>
  )
}

/** What is not over may be by now, while nobody can be asked. */
function StateBadge({ state }: { state: ImportState }) {
  const { away } = useConnection()
  if (away && !isOver(state)) return <Badge tone="neutral">{t('imports.unknown')}</Badge>
  return (
    <Badge pulse={state === 'RUNNING'} tone={tones[state]}>
      {t(`imports.state.${state}`)}
    </Badge>
  )
}

function Into({ current: { key, series, seriesCount } }: { current: ImportFields }) {
  const [first] = series
  if (first === undefined) return <p className="wrap-anywhere text-ink-soft text-xs">{t('imports.nowhere', { key })}</p>
  const name = first.title ?? first.key
  return (
    <p className="wrap-anywhere text-xs">
      <Link className="font-medium text-accent underline" href={`/series/${encodeURIComponent(first.key)}?range=all`}>
        {seriesCount === 1
          ? t('imports.into', { series: name })
          : t('imports.intoMany', { series: name, count: formatExactCount(seriesCount) })}
      </Link>
    </p>
  )
}
