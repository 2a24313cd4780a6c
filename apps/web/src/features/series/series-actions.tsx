'use client'
import { memo, useState } from 'react'
import type { SeriesFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { DeleteDialog } from '../deletion/delete-dialog.tsx'
import { EditSeries } from './edit-series.tsx'

/** What can be done with a series as a whole. */
export const SeriesActions = memo(function SeriesActions({
  series,
  onChange,
}: {
  series: SeriesFields
  onChange: () => void
}) {
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null)
  const close = () => setOpen(null)
  const done = () => {
    close()
    onChange()
  }
  return (
    <div className="max-sm:-order-1 ml-auto flex gap-2">
      <Button onClick={() => setOpen('edit')}>
        <Icon name="edit" size={14} /> {t('edit.open')}
      </Button>
      <Button onClick={() => setOpen('delete')}>
        <Icon name="remove" size={14} /> {t('delete.open')}
      </Button>
      {open === 'edit' && <EditSeries onClose={close} onSaved={done} series={series} />}
      {open === 'delete' && (
        <DeleteDialog name={series.title ?? series.key} onClose={close} onDeleted={done} seriesKey={series.key} />
      )}
    </div>
  )
})
