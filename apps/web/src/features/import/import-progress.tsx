'use client'
import Link from 'next/link'
import type { ImportFields } from '../../graphql/import.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatBytes, formatExactCount, formatShare } from '../../ui/number.ts'
import { Rejections } from './rejections.tsx'
import { type ImportRun, isOver } from './use-import.ts'

interface ImportProgressProps {
  readonly file: File
  readonly run: ImportRun
  readonly onClose: () => void
}

/** How far an import is, and what came of it. */
export function ImportProgress({ file, run, onClose }: ImportProgressProps) {
  const { current, sent, error } = run
  if (!current) return null
  const over = isOver(current.state)
  const read = Math.max(current.bytesRead, Math.min(sent, current.bytesRead + 1))
  const share = current.state === 'COMPLETED' ? 1 : file.size === 0 ? 0 : Math.min(1, read / file.size)
  return (
    <div className="grid gap-4">
      <div>
        <p className="mb-1.5 flex justify-between gap-4">
          <span className="font-semibold" role="status">
            {t(`import.state.${current.state}`, { file: file.name })}
          </span>
          <span className="text-ink-soft tabular-nums">{formatShare(share)}</span>
        </p>
        <progress aria-label={t('import.progress')} className="progress block h-2 w-full" max={1} value={share} />
        <p className="mt-1 text-ink-faint text-xs tabular-nums">
          {t('import.bytes', {
            sent: formatBytes(sent),
            read: formatBytes(current.bytesRead),
            size: formatBytes(file.size),
          })}
        </p>
      </div>
      <Figures current={current} />
      {(error ?? current.failure) && <Notice>{error ?? current.failure}</Notice>}
      {current.rejections.length > 0 && (
        <Rejections
          rows={current.rejections}
          title={t('import.rejected', {
            count: formatExactCount(current.rejected),
            shown: formatExactCount(current.rejections.length),
          })}
        />
      )}
      <div className="flex flex-wrap items-center justify-end gap-2 border-line border-t pt-3">
        {over && <Results current={current} />}
        {over ? (
          <Button onClick={onClose}>{t('action.close')}</Button>
        ) : (
          <Button onClick={run.cancel}>{t('import.cancel')}</Button>
        )}
      </div>
    </div>
  )
}

function Figures({ current }: { current: ImportFields }) {
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

const mostLinks = 5

function Results({ current }: { current: ImportFields }) {
  if (current.stored + current.duplicates === 0) return null
  const rest = current.series.length - mostLinks
  return (
    <span className="mr-auto flex flex-wrap gap-x-4 gap-y-1">
      {current.series.slice(0, mostLinks).map(({ key, title }) => (
        <Link
          className="font-medium text-accent underline"
          href={`/series/${encodeURIComponent(key)}?range=all`}
          key={key}
        >
          {t('import.openSeries', { series: title ?? key })}
        </Link>
      ))}
      {rest > 0 && <span className="text-ink-faint">{t('import.moreSeries', { count: rest })}</span>}
    </span>
  )
}
