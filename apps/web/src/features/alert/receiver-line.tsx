'use client'
import { useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { type Receiver, testReceiver } from '../../graphql/receiver.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { formatDuration } from '../../ui/time.ts'

interface ReceiverLineProps {
  readonly receiver: Receiver
  /** What its notifier is called. */
  readonly title: string
  readonly mayAll: boolean
  readonly onAsk: (what: 'change' | 'delete') => void
}

/** A receiver, with a button that tells it something now and says what came of it. */
export function ReceiverLine({ receiver: { id, name, settings }, title, mayAll, onAsk }: ReceiverLineProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const [tested, setTested] = useState<{ readonly failure: string | null; readonly took: number } | null>(null)
  const where = settings && (settings.url ?? settings.to)
  return (
    <li className="grid items-center gap-x-3 gap-y-1 border-line py-2 not-first:border-t sm:grid-cols-[minmax(0,1fr)_auto]">
      <span className="min-w-0">
        <span className="wrap-anywhere font-medium">{name}</span>
        <span className="block wrap-anywhere text-ink-soft">
          {title}
          {typeof where === 'string' && ` · ${where}`}
        </span>
        <span aria-live="polite" className="block">
          {busy && t('receiver.testing')}
          {!busy && error !== null && <span className="text-critical">{error}</span>}
          {!busy && error === null && tested !== null && (
            <span className={tested.failure === null ? 'text-good' : 'text-critical'}>
              {tested.failure === null
                ? t('receiver.tested', { time: formatDuration(tested.took) })
                : t('receiver.testFailed', { failure: tested.failure })}
            </span>
          )}
        </span>
      </span>
      {mayAll && (
        <span className="flex gap-1">
          <Button
            aria-label={t('receiver.testNamed', { name })}
            className="h-7 px-2"
            disabled={busy}
            onClick={() => void follow(client.mutation(testReceiver, { input: { id } }), setTested)}
          >
            {t('receiver.test')}
          </Button>
          <Button
            aria-label={t('receiver.editNamed', { name })}
            className="h-7 px-2"
            look="quiet"
            onClick={() => onAsk('change')}
          >
            {t('edit.open')}
          </Button>
          <Button
            aria-label={t('receiver.deleteNamed', { name })}
            className="h-7 px-2"
            look="quiet"
            onClick={() => onAsk('delete')}
          >
            {t('alert.delete')}
          </Button>
        </span>
      )}
    </li>
  )
}
