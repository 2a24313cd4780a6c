'use client'
import { type FormEvent, useState } from 'react'
import type { ImportRequest } from '../../graphql/import.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatBytes } from '../../ui/number.ts'
import { FindingsList } from './findings-list.tsx'
import type { ImportDraft, PlanChange } from './plan.ts'
import { PlanForm } from './plan-form.tsx'
import { PreviewTable } from './preview-table.tsx'
import { Rejections } from './rejections.tsx'
import { TargetNote } from './target-note.tsx'
import { usePreview } from './use-preview.ts'

interface ImportPlannerProps {
  readonly file: File
  readonly draft: ImportDraft
  readonly error: string | null
  readonly onBack: () => void
  readonly onChange: (change: (before: ImportDraft) => ImportDraft) => void
  readonly onStart: (request: ImportRequest) => Promise<void>
}

/** How a file is read, open to correction, and what comes of it, before anything is stored. */
export function ImportPlanner({ file, draft, error, onBack, onChange, onStart }: ImportPlannerProps) {
  const { key, plan, replace } = draft
  const { seen, columns, error: previewError, loading, now } = usePreview(file, plan, key)
  const [busy, setBusy] = useState(false)
  const correct = (change: PlanChange) => onChange(before => ({ ...before, plan: change(before.plan) }))
  const preview = seen?.preview ?? null
  const keyed = preview !== null && preview.keyColumn !== null

  // What is typed is what is imported: it is looked at first, even where nobody left the field.
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    const current = await now()
    if (current !== null) await onStart({ key, plan: current.plan, replace })
    setBusy(false)
  }

  return (
    <form className="grid gap-4" onSubmit={submit}>
      <p className="flex flex-wrap items-center gap-2">
        <Icon name="file" />
        <span className="min-w-0 break-all font-semibold">{file.name}</span>
        <span className="text-ink-faint">{formatBytes(file.size)}</span>
        <Button className="ml-auto" look="quiet" onClick={onBack}>
          {t('import.other')}
        </Button>
      </p>
      {(error ?? previewError) && <Notice>{error ?? previewError}</Notice>}
      {!preview && !columns && loading && <div className="skeleton h-48" />}
      {!preview && columns && <p className="text-ink-soft">{t('import.chooseTime')}</p>}
      {(preview ?? columns) && <PlanForm found={preview ?? columns!} onChange={correct} plan={plan} seen={seen} />}
      {preview && seen && (
        <>
          <FindingsList
            findings={preview}
            notes={preview.notes}
            onChange={correct}
            plan={plan}
            step={preview.step?.text ?? null}
            zoneFrom={seen.zoneFrom}
          />
          <PreviewTable preview={preview} stale={loading} />
          {preview.problems.length > 0 && <Rejections rows={preview.problems} title={t('import.problems')} />}
          <div className="grid items-start gap-3 sm:grid-cols-2">
            <Field
              autoComplete="off"
              hint={keyed ? t('import.prefixHint') : t('import.keyHint')}
              label={keyed ? t('import.prefix') : t('import.key')}
              maxLength={128}
              name="key"
              onChange={event => {
                const { value } = event.target
                onChange(before => ({ ...before, key: value }))
              }}
              pattern="[A-Za-z0-9_]+"
              required
              value={key}
            />
            <label className="flex items-center gap-2 text-ink-soft text-xs sm:pt-6">
              <input
                checked={replace}
                className="accent-accent"
                name="replace"
                onChange={event => {
                  const { checked } = event.target
                  onChange(before => ({ ...before, replace: checked }))
                }}
                type="checkbox"
              />{' '}
              {t('import.replace')}
            </label>
          </div>
          {preview.target && <TargetNote replace={replace} target={preview.target} />}
        </>
      )}
      <div className="flex items-center justify-end gap-3 border-line border-t pt-3">
        {busy && (
          <span className="text-ink-soft text-xs" role="status">
            {t('import.looking')}
          </span>
        )}
        <Button disabled={busy || (!preview && !columns)} look="primary" type="submit">
          {t('import.start')}
        </Button>
      </div>
    </form>
  )
}
