'use client'
import { useCallback, useState } from 'react'
import type { HoldingsFields } from '../../graphql/deletion.ts'
import { describeError } from '../../graphql/fault.ts'
import { generatorHoldings } from '../../graphql/generator.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useRefreshed } from '../../ui/use-refreshed.ts'
import { HoldingsList } from '../deletion/holdings-list.tsx'

interface ResetDialogProps {
  readonly seriesKey: string
  readonly name: string
  readonly busy: boolean
  readonly error: string | null
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** A running generator goes on making points while it is asked. */
const refreshEvery = 2_000

/** Says what a reset would remove, and asks. */
export function ResetDialog({ seriesKey, name, busy, error, onConfirm, onClose }: ResetDialogProps) {
  const { client } = useApi()
  const [holdings, setHoldings] = useState<HoldingsFields | null>(null)
  const [unread, setUnread] = useState<string | null>(null)
  const read = useCallback(
    async (abandoned: () => boolean) => {
      const { data, error: failure } = await client.query(generatorHoldings, { key: seriesKey }).toPromise()
      if (abandoned()) return
      if (data?.seriesByKey?.generator) setHoldings(data.seriesByKey.generator.holdings)
      setUnread(failure ? describeError(failure) : null)
    },
    [client, seriesKey],
  )
  useRefreshed(read, refreshEvery)
  return (
    <ConfirmDialog
      action={t('generator.reset')}
      busy={busy || holdings === null}
      error={error ?? unread}
      onClose={onClose}
      onConfirm={onConfirm}
      title={t('generator.resetTitle', { name })}
    >
      <p className="text-xs">{t('generator.resetWhat')}</p>
      <HoldingsList holdings={holdings} />
      <p className="text-xs">
        {t('generator.resetKept')} {t('delete.final')}
      </p>
    </ConfirmDialog>
  )
}
