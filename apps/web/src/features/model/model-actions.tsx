'use client'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useMay } from '../access/use-may.ts'

interface ModelActionsProps {
  readonly draft: boolean
  /** Whether a copy is on its way. */
  readonly copying: boolean
  /** null while it is not known how. */
  readonly onEdit: (() => void) | null
  readonly onDelete: () => void
  readonly onCopy: () => void
}

/** What may be done with a model; nothing for whoever may not. */
export function ModelActions({ draft, copying, onEdit, onDelete, onCopy }: ModelActionsProps) {
  if (!useMay('trainer')) return null
  return (
    <div className="ml-auto flex flex-wrap gap-2">
      {draft && (
        <>
          <Button disabled={onEdit === null} onClick={onEdit ?? undefined}>
            <Icon name="edit" size={14} /> {t('edit.open')}
          </Button>
          <Button onClick={onDelete}>
            <Icon name="remove" size={14} /> {t('delete.open')}
          </Button>
        </>
      )}
      <Button disabled={copying} onClick={onCopy}>
        <Icon name="file" size={14} /> {t('model.copy')}
      </Button>
    </div>
  )
}
