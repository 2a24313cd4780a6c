'use client'
import { useRef, useState } from 'react'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'

interface SecretDialogProps {
  readonly name: string
  readonly secret: string
  readonly onClose: () => void
}

/** The secret of a key, this once. */
export function SecretDialog({ name, secret, onClose }: SecretDialogProps) {
  const body = useRef<HTMLDivElement>(null)
  const [told, setTold] = useState<'copied' | 'byHand' | null>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret)
      setTold('copied')
    } catch {
      // Without TLS a browser has no clipboard for pages.
      body.current?.querySelector('input')?.select()
      setTold('byHand')
    }
  }
  return (
    <Dialog onClose={onClose} title={t('keys.secretOf', { name })}>
      <div className="grid gap-3" ref={body}>
        <Notice>{t('keys.once')}</Notice>
        <div className="grid grid-cols-[1fr_auto] items-end gap-2">
          <Field
            className="[&_input]:font-mono"
            label={t('keys.secret')}
            onFocus={event => event.currentTarget.select()}
            readOnly
            value={secret}
          />
          <Button look="primary" onClick={copy}>
            {t('keys.copy')}
          </Button>
        </div>
        <p className="text-ink-soft text-xs">{t('keys.send')}</p>
        <div className="flex items-center justify-between gap-2 border-line border-t pt-3">
          <p className="text-xs" role="status">
            {told !== null && t(`keys.${told}`)}
          </p>
          <Button onClick={onClose}>{t('keys.kept')}</Button>
        </div>
      </div>
    </Dialog>
  )
}
