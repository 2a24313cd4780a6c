'use client'
import Link from 'next/link'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { formatExactCount, formatShare } from '../../ui/number.ts'
import { shareRead } from './import-progress.tsx'
import { isOver, type Upload, useUploads } from './uploads.tsx'

/** Imports that go on while their dialog is closed: how far each is, and how it ended. */
export function UploadTray() {
  const { all, watched } = useUploads()
  const shown = all.filter(({ current }) => current.id !== watched)
  if (shown.length === 0) return null
  return (
    <section
      aria-label={t('import.tray')}
      className="fixed right-3 bottom-3 z-40 max-sm:bottom-17 grid max-h-[50dvh] grid-cols-1 w-[min(22rem,calc(100vw-1.5rem))] gap-3 overflow-y-auto rounded-lg border border-line-strong bg-surface p-3 shadow-2xl"
    >
      {shown.map(upload => (
        <TrayLine key={upload.current.id} upload={upload} />
      ))}
    </section>
  )
}

function TrayLine({ upload }: { upload: Upload }) {
  const { cancel, putAway } = useUploads()
  const { current, file } = upload
  const share = shareRead(upload)
  const over = isOver(current.state)
  return (
    <div className="grid gap-1">
      <p className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 wrap-anywhere font-medium text-xs" role="status">
          {t(`import.state.${current.state}`, { file: file.name })}
        </span>
        <span className="text-ink-soft text-xs tabular-nums">{formatShare(share)}</span>
      </p>
      {!over && (
        <progress
          aria-label={t('import.progressOf', { file: file.name })}
          className="progress block h-1.5 w-full"
          max={1}
          value={share}
        />
      )}
      <p className="flex flex-wrap items-center justify-between gap-2 text-ink-soft text-xs">
        <span>{t('import.storedSoFar', { stored: formatExactCount(current.stored) })}</span>
        <span className="flex items-center gap-2">
          <Link className="font-medium text-accent underline" href="/data">
            {t('imports.title')}
          </Link>
          {over ? (
            <Button look="quiet" onClick={() => putAway(current.id)}>
              {t('import.putAway')}
            </Button>
          ) : (
            <Button look="quiet" onClick={() => cancel(current.id)}>
              {t('import.cancel')}
            </Button>
          )}
        </span>
      </p>
    </div>
  )
}
