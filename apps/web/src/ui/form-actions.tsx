import { t } from '../messages/message.ts'
import { Button } from './button.tsx'

interface FormActionsProps {
  /** What it is called to go on. */
  readonly action: string
  readonly look?: 'danger' | 'primary'
  /** Whether going on has to wait. */
  readonly busy: boolean
  /** What going on does; the form is submitted where it is left out. */
  readonly onConfirm?: () => void
  readonly onCancel: () => void
}

/** The foot of a form or dialog: the way out before the way on. */
export function FormActions({ action, look = 'primary', busy, onConfirm, onCancel }: FormActionsProps) {
  return (
    <div className="flex justify-end gap-2 border-line border-t pt-3">
      <Button onClick={onCancel}>{t('action.cancel')}</Button>
      <Button disabled={busy} look={look} onClick={onConfirm} type={onConfirm ? 'button' : 'submit'}>
        {action}
      </Button>
    </div>
  )
}
