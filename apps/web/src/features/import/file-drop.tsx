'use client'
import { useState } from 'react'
import { t } from '../../messages/message.ts'
import { Icon } from '../../ui/icon.tsx'

/** Takes a file that is chosen or dropped. */
export function FileDrop({ onFile }: { onFile: (file: File) => void }) {
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) onFile(file)
  }
  return (
    <label
      className={`flex flex-col items-center gap-2 rounded-lg border-2 border-dashed px-6 py-12 text-center has-focus-visible:outline-2 has-focus-visible:outline-accent ${over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken'}`}
      onDragLeave={() => setOver(false)}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDrop={event => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <span className="text-accent">
        <Icon name="file" size={28} />
      </span>
      <span className="font-semibold text-sm">{t('import.choose')}</span>
      <span className="max-w-md text-ink-soft">{t('import.chooseHint')}</span>
      <input
        accept=".csv,.tsv,.txt,.gz,text/csv,text/tab-separated-values,text/plain"
        className="sr-only"
        onChange={event => take(event.target.files)}
        type="file"
      />
    </label>
  )
}
