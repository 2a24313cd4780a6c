'use client'
import { useState } from 'react'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FileDrop } from './file-drop.tsx'
import { ImportPlanner } from './import-planner.tsx'
import { ImportProgress } from './import-progress.tsx'
import { useImport } from './use-import.ts'

/** A file into series: choose it, look at how it is read, correct that, and watch it go in. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null)
  const run = useImport()
  return (
    <Dialog onClose={onClose} title={t('import.title')} wide>
      {file === null && <FileDrop onFile={setFile} />}
      {file !== null && run.current === null && (
        <ImportPlanner
          error={run.error}
          file={file}
          onBack={() => setFile(null)}
          onStart={input => run.start(file, input)}
        />
      )}
      {file !== null && run.current !== null && <ImportProgress file={file} onClose={onClose} run={run} />}
    </Dialog>
  )
}
