'use client'
import { memo, useState } from 'react'
import type { SeriesFields } from '../../graphql/series.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../access/use-may.ts'
import { DeleteDialog } from '../deletion/delete-dialog.tsx'
import { DriftPanel } from '../drift/drift-panel.tsx'
import { GeneratorPanel } from '../generator/generator-panel.tsx'
import { QualityPanel } from '../quality/quality-panel.tsx'
import { AboutPanel } from './about-panel.tsx'
import { EditSeries } from './edit-series.tsx'

interface SettingsTabProps {
  readonly series: SeriesFields
  readonly revision: number
  /** It was edited or deleted. */
  readonly onChange: () => void
}

/** What is said of a series, how good its points are and how far it has moved, what makes its points where it is a simulated one, and its end. */
export const SettingsTab = memo(function SettingsTab({ series, revision, onChange }: SettingsTabProps) {
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null)
  const close = () => setOpen(null)
  const done = () => {
    close()
    onChange()
  }
  const name = series.title ?? series.key
  const mayEdit = useMay('trainer')
  const mayDelete = useMay('admin')
  return (
    <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid grid-cols-1 gap-3">
        <AboutPanel onEdit={mayEdit ? () => setOpen('edit') : null} series={series} />
        <QualityPanel seriesKey={series.key} />
        <DriftPanel seriesKey={series.key} />
      </div>
      <div className="grid grid-cols-1 gap-3">
        {series.generator !== null && <GeneratorPanel name={name} revision={revision} seriesKey={series.key} />}
        {mayDelete && (
          <Panel title={t('about.delete')}>
            <p className="mb-3 text-ink-soft text-xs">{t('about.deleteText')}</p>
            <Button onClick={() => setOpen('delete')}>
              <Icon name="remove" size={14} /> {t('delete.open')}
            </Button>
          </Panel>
        )}
      </div>
      {open === 'edit' && <EditSeries onClose={close} onSaved={done} series={series} />}
      {open === 'delete' && <DeleteDialog name={name} onClose={close} onDeleted={done} seriesKey={series.key} />}
    </div>
  )
})
