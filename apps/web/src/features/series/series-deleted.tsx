'use client'
import Link from 'next/link'
import { useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { type DeletedFields, restoreSeries } from '../../graphql/deletion.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatMoment } from '../../ui/time.ts'
import { useMay } from '../access/use-may.ts'
import { ForeverDialog } from '../deletion/forever-dialog.tsx'
import { HoldingsList } from '../deletion/holdings-list.tsx'

/** In place of a series that was deleted: what it held, and the way back. */
export function SeriesDeleted({ deleted, onChange }: { deleted: DeletedFields; onChange: () => void }) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const [asking, setAsking] = useState(false)
  const now = useNow()
  const mayRestore = useMay('admin', 'ALL')
  const mayDelete = useMay('admin', { key: deleted.key, attributes: [] })
  const restore = () => void follow(client.mutation(restoreSeries, { input: { key: deleted.key } }), onChange)
  return (
    <div className="rounded-lg border border-line bg-surface">
      <Empty page title={t('deleted.title', { name: deleted.title ?? deleted.key })}>
        <p role="status">{t('deleted.until', { until: formatMoment(Date.parse(deleted.restorableUntil), now) })}</p>
        <HoldingsList firstAt={deleted.firstAt} holdings={deleted.holdings} lastAt={deleted.lastAt} />
        {error && <Notice>{error}</Notice>}
        <div className="flex flex-wrap justify-center gap-2">
          {mayRestore && (
            <Button autoFocus disabled={busy} look="primary" onClick={restore}>
              <Icon name="reset" size={14} /> {t('deleted.undo')}
            </Button>
          )}
          {mayDelete && (
            <Button disabled={busy} onClick={() => setAsking(true)}>
              {t('delete.forever')}
            </Button>
          )}
        </div>
        <Link className="font-medium text-accent underline" href="/series">
          {t('fleet.back')}
        </Link>
      </Empty>
      {asking && <ForeverDialog deleted={deleted} onClose={() => setAsking(false)} onGone={onChange} />}
    </div>
  )
}
