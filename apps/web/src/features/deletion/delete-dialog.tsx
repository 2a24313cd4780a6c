'use client'
import { useEffect, useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { deleteSeries, seriesHoldings } from '../../graphql/deletion.ts'
import { describeError } from '../../graphql/fault.ts'
import type { ResultOf } from '../../graphql/graphql.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { useNow } from '../../ui/clock.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { formatMoment } from '../../ui/time.ts'
import { HoldingsList } from './holdings-list.tsx'

interface DeleteDialogProps {
  readonly seriesKey: string
  readonly name: string
  readonly onClose: () => void
  readonly onDeleted: () => void
}

/** Says what would go with a series and how long it could be brought back, then deletes it. */
export function DeleteDialog({ seriesKey, name, onClose, onDeleted }: DeleteDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const [known, setKnown] = useState<ResultOf<typeof seriesHoldings> | null>(null)
  const [unread, setUnread] = useState<string | null>(null)

  useEffect(() => {
    let abandoned = false
    void client
      .query(seriesHoldings, { key: seriesKey })
      .toPromise()
      .then(({ data, error: failure }) => {
        if (abandoned) return
        if (data) setKnown(data)
        else if (failure) setUnread(describeError(failure))
      })
    return () => {
      abandoned = true
    }
  }, [client, seriesKey])

  const series = known?.seriesByKey ?? null
  const now = useNow()
  return (
    <ConfirmDialog
      action={t('delete.submit')}
      busy={busy || known === null}
      error={error ?? unread}
      onClose={onClose}
      onConfirm={() => void follow(client.mutation(deleteSeries, { input: { key: seriesKey } }), onDeleted)}
      title={t('delete.title', { name })}
    >
      <p className="text-xs">{t('delete.what')}</p>
      <HoldingsList
        firstAt={series?.firstAt ?? null}
        holdings={series?.holdings ?? null}
        lastAt={series?.lastAt ?? null}
      />
      {known !== null && (
        <p className="text-xs">
          {known.systemStatus.restorableFor > 0
            ? t('delete.undo', { until: formatMoment(now + known.systemStatus.restorableFor, now) })
            : t('delete.final')}
        </p>
      )}
    </ConfirmDialog>
  )
}
