'use client'
import { useEffect, useEffectEvent, useState } from 'react'
import type { ImportRequest } from '../../graphql/import.ts'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FileDrop } from './file-drop.tsx'
import { ImportPlanner } from './import-planner.tsx'
import { ImportProgress } from './import-progress.tsx'
import { keyOfFile } from './key-of-file.ts'
import type { ImportDraft } from './plan.ts'
import { isOver, useUploads } from './uploads.tsx'

interface ImportDialogProps {
  readonly onClose: () => void
  /** What an earlier import was asked for; null for a new one. */
  readonly again?: ImportDraft | null
}

/**
 * A file into series: choose it, look at how it is read, correct that, and watch it go in. Closing it lets an import that
 * has begun go on; one that failed can be tried again as it was set.
 */
export function ImportDialog({ onClose, again = null }: ImportDialogProps) {
  const uploads = useUploads()
  const [file, setFile] = useState<File | null>(null)
  const [draft, setDraft] = useState<ImportDraft | null>(again)
  const [begun, setBegun] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const { watch } = uploads
  const upload = uploads.all.find(({ current }) => current.id === begun) ?? null

  useEffect(() => {
    watch(begun)
    return () => watch(null)
  }, [watch, begun])

  const choose = (chosen: File) => {
    setFile(chosen)
    setDraft(before => before ?? { key: keyOfFile(chosen.name), plan: {}, replace: false })
  }
  const start = async (request: ImportRequest) => {
    setError(null)
    const begins = await uploads.start(file!, request)
    if ('error' in begins) setError(begins.error)
    else setBegun(begins.id)
  }
  // Whoever has seen how it ended need not be told again, however the dialog goes.
  const leave = useEffectEvent(() => {
    if (upload && isOver(upload.current.state)) uploads.putAway(upload.current.id)
  })
  useEffect(() => () => leave(), [])
  const back = () => {
    if (upload) uploads.putAway(upload.current.id)
    setBegun(null)
  }

  return (
    <Dialog onClose={onClose} title={t('import.title')} wide>
      {file === null && <FileDrop onFile={choose} />}
      {file !== null && draft !== null && upload === null && (
        <ImportPlanner
          draft={draft}
          error={error}
          file={file}
          onBack={() => {
            setFile(null)
            setDraft(again)
          }}
          onChange={change => setDraft(before => before && change(before))}
          onStart={start}
        />
      )}
      {upload !== null && (
        <ImportProgress
          onBack={back}
          onCancel={() => uploads.cancel(upload.current.id)}
          onClose={onClose}
          upload={upload}
        />
      )}
    </Dialog>
  )
}
