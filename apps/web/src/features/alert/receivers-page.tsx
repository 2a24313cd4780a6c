'use client'
import { useState } from 'react'
import { deliveries, type Notifier, notifiers, type Receiver, receivers } from '../../graphql/receiver.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { formatExactCount } from '../../ui/number.ts'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../access/use-may.ts'
import { useConnection } from '../system/use-connection.ts'
import { AlertTabs } from './alert-tabs.tsx'
import { DeleteReceiver } from './delete-receiver.tsx'
import { Deliveries } from './deliveries.tsx'
import { ReceiverDialog } from './receiver-dialog.tsx'
import { ReceiverLine } from './receiver-line.tsx'

const refreshEvery = 10_000

type Open = { readonly what: 'new' } | { readonly what: 'change' | 'delete'; readonly of: Receiver }

/** Where messages go, whether they arrive, and what could not be delivered. */
export function ReceiversPage() {
  const mayAll = useMay('admin', 'ALL')
  const { away } = useConnection()
  const kinds = useRead(notifiers, {}).data?.notifiers ?? []
  const { data, error, reload } = useRead(receivers, { mayAll }, 30_000)
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const done = () => {
    close()
    reload()
  }
  const found = data?.receivers.edges.map(({ node }) => node)
  const titleOf = (kind: Notifier['kind']) => kinds.find(one => one.kind === kind)?.title ?? kind
  return (
    <>
      <AlertTabs current="receivers" />
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-60 text-ink-soft text-xs">{t('receiver.what')}</p>
        {mayAll && (
          <Button disabled={kinds.length === 0} look="primary" onClick={() => setOpen({ what: 'new' })}>
            <Icon name="plus" size={14} /> {t('receiver.new')}
          </Button>
        )}
      </div>
      {error && !away && <Notice action={<Button onClick={reload}>{t('action.retry')}</Button>}>{error}</Notice>}
      <section aria-label={t('receiver.title')} className="mb-3 rounded-lg border border-line bg-surface px-3.5 py-2">
        {found === undefined && !error && <div aria-busy="true" className="skeleton h-40" />}
        {found === undefined && error && <Empty title={t('receiver.unreadable')} />}
        {found?.length === 0 && <Empty title={t('receiver.none')}>{t('receiver.noneText')}</Empty>}
        {found !== undefined && found.length > 0 && (
          <ul className="text-xs">
            {found.map(one => (
              <ReceiverLine
                key={one.id}
                mayAll={mayAll}
                onAsk={what => setOpen({ what, of: one })}
                receiver={one}
                title={titleOf(one.notifier)}
              />
            ))}
          </ul>
        )}
      </section>
      <DeadLetters />
      {open?.what === 'new' && <ReceiverDialog kinds={kinds} onClose={close} onSaved={done} receiver={null} />}
      {open?.what === 'change' && <ReceiverDialog kinds={kinds} onClose={close} onSaved={done} receiver={open.of} />}
      {open?.what === 'delete' && <DeleteReceiver onClose={close} onDeleted={done} receiver={open.of} />}
    </>
  )
}

const shownDead = 50

function DeadLetters() {
  const { data, reload } = useRead(deliveries, { first: shownDead, filter: { state: 'DEAD' } }, refreshEvery)
  const waiting = useRead(deliveries, { first: 1, filter: { state: 'WAITING' } }, refreshEvery).data?.deliveries
    .totalCount
  const dead = data?.deliveries
  return (
    <Panel
      aside={
        waiting !== undefined &&
        waiting > 0 && (
          <span className="text-ink-soft text-xs">{t('delivery.waiting', { count: formatExactCount(waiting) })}</span>
        )
      }
      title={t('delivery.dead')}
    >
      <p className="mb-2 text-ink-soft text-xs">{t('delivery.deadText')}</p>
      {dead === undefined ? (
        <div aria-busy="true" className="skeleton h-10" />
      ) : (
        <Deliveries deliveries={dead.edges.map(({ node }) => node)} none={t('delivery.noneDead')} onChanged={reload} />
      )}
      {dead !== undefined && dead.totalCount > shownDead && (
        <p className="mt-2 text-ink-faint text-xs">
          {t('delivery.more', { count: formatExactCount(dead.totalCount - shownDead) })}
        </p>
      )}
    </Panel>
  )
}
