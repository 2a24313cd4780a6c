'use client'
import type { ReactNode } from 'react'
import { Dialog } from './dialog.tsx'
import { FormActions } from './form-actions.tsx'
import { Notice } from './notice.tsx'

interface ConfirmDialogProps {
  readonly title: string
  /** What is about to happen, and to how much. */
  readonly children: ReactNode
  /** What it is called to go on. */
  readonly action: string
  /** Whether something is lost by going on [danger]. */
  readonly look?: 'danger' | 'primary'
  /** Whether going on has to wait: for what it comes to, or for its end. */
  readonly busy: boolean
  readonly error: string | null
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before something is taken away or changes hands. Who presses Enter at once changes nothing. */
export function ConfirmDialog({
  title,
  children,
  action,
  look = 'danger',
  busy,
  error,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  return (
    <Dialog onClose={onClose} title={title}>
      <div className="grid gap-3">
        {children}
        {error && <Notice>{error}</Notice>}
        <FormActions action={action} busy={busy} look={look} onConfirm={onConfirm} onCancel={onClose} />
      </div>
    </Dialog>
  )
}
