'use client'
import Link from 'next/link'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { type Delivery, retryDelivery } from '../../graphql/receiver.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { Notice } from '../../ui/notice.tsx'
import { formatMoment } from '../../ui/time.ts'
import { useMay } from '../access/use-may.ts'

type Shown = Pick<Delivery, 'id' | 'kind' | 'state' | 'attempts' | 'failure' | 'madeAt' | 'nextAt'> & {
  readonly receiver: { readonly name: string } | null
  readonly title?: string
  readonly path?: string
}

interface DeliveriesProps {
  readonly deliveries: readonly Shown[]
  readonly none: string
  readonly onChanged: () => void
}

const tones = { WAITING: 'warn', DELIVERED: 'good', DEAD: 'critical' } as const

/** What was said to whom and what came of it; what was given up can be tried anew. */
export function Deliveries({ deliveries, none, onChanged }: DeliveriesProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const mayRetry = useMay('admin', 'ALL')
  const now = useNow()
  if (deliveries.length === 0) return <p className="text-ink-soft text-xs">{none}</p>
  return (
    <>
      {error && <Notice>{error}</Notice>}
      <ul className="text-xs">
        {deliveries.map(({ id, kind, state, attempts, failure, madeAt, nextAt, receiver, title, path }) => (
          <li className="flex items-start gap-3 border-line py-1.5 not-first:border-t" key={id}>
            <span className="w-22 shrink-0">
              <Badge tone={tones[state]}>{t(`delivery.state.${state}`)}</Badge>
            </span>
            <span className="min-w-0 flex-1 wrap-anywhere">
              <span className="font-medium">{t(`delivery.kind.${kind}`)}</span>
              {title !== undefined && path !== undefined && (
                <>
                  {' · '}
                  <Link className="text-accent underline" href={path} prefetch={false}>
                    {title}
                  </Link>
                </>
              )}
              <span className="text-ink-soft"> · {receiver?.name ?? t('receiver.gone')}</span>
              <span className="text-ink-faint tabular-nums"> · {formatMoment(Date.parse(madeAt), now)}</span>
              {failure !== null && (
                <span className="block text-ink-soft">
                  {t('delivery.failed', { attempts, failure })}
                  {nextAt !== null && ` ${t('delivery.again', { at: formatMoment(Date.parse(nextAt), now) })}`}
                </span>
              )}
            </span>
            {state === 'DEAD' && mayRetry && (
              <Button
                aria-label={t('delivery.retryNamed', { title: title ?? t(`delivery.kind.${kind}`) })}
                className="h-7 px-2"
                disabled={busy}
                onClick={() => void follow(client.mutation(retryDelivery, { input: { id } }), onChanged)}
              >
                {t('delivery.retry')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
