'use client'
import { type FormEvent, useState } from 'react'
import type { ImportPlan } from '../../graphql/import.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatBytes } from '../../ui/number.ts'
import { keyOfFile } from './key-of-file.ts'
import { PlanForm } from './plan-form.tsx'
import { PreviewTable } from './preview-table.tsx'
import { Rejections } from './rejections.tsx'
import { usePreview } from './use-preview.ts'

interface ImportPlannerProps {
  readonly file: File
  readonly error: string | null
  readonly onBack: () => void
  readonly onStart: (input: { key: string; plan: ImportPlan; replace: boolean }) => void
}

/** How a file is read, open to correction, and what comes of it, before anything is stored. */
export function ImportPlanner({ file, error, onBack, onStart }: ImportPlannerProps) {
  const [plan, setPlan] = useState<ImportPlan>({})
  const { preview, error: previewError, loading } = usePreview(file, plan)

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!preview) return
    const form = new FormData(event.currentTarget)
    onStart({
      key: String(form.get('key')),
      replace: form.get('replace') === 'on',
      // What was seen is what is imported, even where a later part of the file would be detected otherwise.
      plan: {
        delimiter: preview.delimiter,
        header: preview.header,
        timeColumn: preview.timeColumn,
        timeFormat: preview.timeFormat,
        timeZone: preview.timeZone,
        keyColumn: preview.keyColumn,
        valueColumns: preview.valueColumns,
        decimalComma: preview.decimalComma,
      },
    })
  }

  return (
    <form className="grid gap-4" onSubmit={submit}>
      <p className="flex flex-wrap items-center gap-2">
        <Icon name="file" />
        <span className="font-semibold">{file.name}</span>
        <span className="text-ink-faint">{formatBytes(file.size)}</span>
        <Button className="ml-auto" look="quiet" onClick={onBack}>
          {t('import.other')}
        </Button>
      </p>
      {(error ?? previewError) && <Notice>{error ?? previewError}</Notice>}
      {!preview && loading && <div className="skeleton h-48" />}
      {preview && (
        <>
          <PlanForm onChange={change => setPlan(before => ({ ...before, ...change }))} preview={preview} />
          <PreviewTable preview={preview} stale={loading} />
          {preview.problems.length > 0 && <Rejections rows={preview.problems} title={t('import.problems')} />}
          <div className="grid items-start gap-3 sm:grid-cols-2">
            <Field
              autoComplete="off"
              defaultValue={keyOfFile(file.name)}
              hint={preview.keyColumn === null ? t('import.keyHint') : t('import.prefixHint')}
              label={preview.keyColumn === null ? t('import.key') : t('import.prefix')}
              maxLength={128}
              name="key"
              pattern="[A-Za-z0-9_]+"
              required
            />
            <label className="flex items-center gap-2 text-ink-soft text-xs sm:pt-6">
              <input className="accent-accent" name="replace" type="checkbox" /> {t('import.replace')}
            </label>
          </div>
        </>
      )}
      <div className="flex justify-end border-line border-t pt-3">
        <Button disabled={!preview || loading || previewError !== null} look="primary" type="submit">
          {t('import.start')}
        </Button>
      </div>
    </form>
  )
}
