'use client'
import Link from 'next/link'
import type { ImportFields } from '../../graphql/import.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatBytes, formatShare } from '../../ui/number.ts'
import { ImportFigures } from './import-figures.tsx'
import { ImportOutcome } from './import-outcome.tsx'
import { isOver, type Upload } from './uploads.tsx'

interface ImportProgressProps {
  readonly upload: Upload
  readonly onCancel: () => void
  /** To what was set, after a failure. */
  readonly onBack: () => void
  readonly onClose: () => void
}

/** Share of the file that is read. */
export function shareRead({ file, current, sent }: Upload): number {
  if (current.state === 'COMPLETED') return 1
  const read = Math.max(current.bytesRead, Math.min(sent, current.bytesRead + 1))
  return file.size === 0 ? 0 : Math.min(1, read / file.size)
}

/** How far an import is, and what came of it. */
export function ImportProgress({ upload, onCancel, onBack, onClose }: ImportProgressProps) {
  const { current, file, sent, error } = upload
  const over = isOver(current.state)
  const share = shareRead(upload)
  return (
    <div className="grid grid-cols-1 gap-4">
      <div>
        <p className="mb-1.5 flex justify-between gap-4">
          <span className="min-w-0 wrap-anywhere font-semibold" role="status">
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
      <ImportFigures current={current} />
      {(over ? current.failure : error) && <Notice>{over ? current.failure : error}</Notice>}
      {over ? <ImportOutcome current={current} /> : <p className="text-ink-soft text-xs">{t('import.goesOn')}</p>}
      <div className="flex flex-wrap items-center justify-end gap-2 border-line border-t pt-3">
        {over && <Results current={current} />}
        {current.state === 'FAILED' && <Button onClick={onBack}>{t('import.backToPlan')}</Button>}
        {!over && <Button onClick={onCancel}>{t('import.cancel')}</Button>}
        <Button onClick={onClose}>{over ? t('action.close') : t('import.background')}</Button>
      </div>
    </div>
  )
}

const mostLinks = 5

function Results({ current }: { current: ImportFields }) {
  if (current.stored + current.duplicates === 0) return null
  const rest = current.seriesCount - mostLinks
  return (
    <span className="mr-auto flex min-w-0 flex-wrap gap-x-4 gap-y-1">
      {current.series.slice(0, mostLinks).map(({ key, title }) => (
        <Link
          className="wrap-anywhere font-medium text-accent underline"
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
