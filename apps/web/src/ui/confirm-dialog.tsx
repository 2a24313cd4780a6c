'use client'
import type { ReactNode } from 'react'
import { t } from '../messages/message.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Notice } from './notice.tsx'

interface ConfirmDialogProps {
  readonly title: string
  /** What is about to happen, and to how much. */
  readonly children: ReactNode
  /** What it is called to go on. */
  readonly action: string
  /** Whether going on has to wait: for what it comes to, or for its end. */
  readonly busy: boolean
  readonly error: string | null
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before something is taken away. Who presses Enter at once takes nothing away. */
export function ConfirmDialog({ title, children, action, busy, error, onConfirm, onClose }: ConfirmDialogProps) {
  return (
    <Dialog onClose={onClose} title={title}>
      <div className="grid gap-3">
        {children}
        {error && <Notice>{error}</Notice>}
        <div className="flex justify-end gap-2 border-line border-t pt-3">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button disabled={busy} look="danger" onClick={onConfirm}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
