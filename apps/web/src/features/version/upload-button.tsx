import { t } from '../../messages/message.ts'
import { Icon } from '../../ui/icon.tsx'

/** Chooses the file of a version. */
export function UploadButton({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  return (
    <label
      className={`relative inline-flex h-8 items-center gap-1.5 whitespace-nowrap rounded-md border border-line bg-surface px-3 font-medium text-xs hover:border-line-strong has-focus-visible:outline-2 has-focus-visible:outline-accent ${busy ? 'opacity-50' : 'cursor-pointer'}`}
    >
      <Icon name="upload" size={14} /> {t('version.upload')}
      <input
        accept=".onnx"
        className="sr-only"
        disabled={busy}
        onChange={event => {
          const file = event.target.files?.[0]
          // The same file may be chosen again, once it was mended.
          event.target.value = ''
          if (file) onFile(file)
        }}
        type="file"
      />
    </label>
  )
}
