'use client'
import { useState } from 'react'
import { type ApiKeyFields, apiKeys } from '../../graphql/api-key.ts'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { useAccess } from '../access/use-access.ts'
import { useMayRead } from '../access/use-may.ts'
import { SystemTabs } from '../system/system-tabs.tsx'
import { useConnection } from '../system/use-connection.ts'
import { HowToTurnOn } from './how-to-turn-on.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { type KeyAction, KeyTable } from './key-table.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { RotateDialog } from './rotate-dialog.tsx'
import { SecretDialog } from './secret-dialog.tsx'

/** The API keys, for whoever may do everything; for all others there is nothing here. */
export function KeysPage() {
  const may = useMayRead('admin', 'ALL')
  if (may === null) return <div aria-busy="true" className="skeleton h-96" />
  if (may) return <Keys />
  return (
    <div className="rounded-lg border border-line bg-surface">
      <Empty page title={t('error.pageTitle')}>
        {t('error.pageText')}
      </Empty>
    </div>
  )
}

const [page, most] = [50, 500]
const refreshEvery = 15_000

type Open =
  | { readonly what: 'new' }
  | { readonly what: 'secret'; readonly name: string; readonly secret: string }
  | { readonly what: KeyAction; readonly of: ApiKeyFields }

function Keys() {
  const { away } = useConnection()
  const access = useAccess()
  const [first, setFirst] = useState(page)
  const { data, error, reload } = useRead(apiKeys, { first }, refreshEvery)
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const done = () => {
    close()
    reload()
  }
  const issued = (one: { readonly name: string; readonly secret: string }) => {
    setOpen({ what: 'secret', ...one })
    reload()
  }
  const found = data?.apiKeys.edges.map(({ node }) => node)
  const dialog = { onClose: close, onIssued: issued }
  return (
    <>
      <SystemTabs current="keys" />
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-60 text-ink-soft text-xs">{t('keys.what')}</p>
        <Button look="primary" onClick={() => setOpen({ what: 'new' })}>
          <Icon name="plus" size={14} /> {t('keys.new')}
        </Button>
      </div>
      {access.state === 'open' && <HowToTurnOn />}
      {error && !away && <Notice action={<Button onClick={reload}>{t('action.retry')}</Button>}>{error}</Notice>}
      <section aria-label={t('keys.title')} className="rounded-lg border border-line bg-surface px-3.5 py-2">
        {found === undefined && !error && <div aria-busy="true" className="skeleton h-40" />}
        {found === undefined && error && <Empty title={t('keys.unreadable')} />}
        {found?.length === 0 && <Empty title={t('keys.none')}>{t('keys.noneText')}</Empty>}
        {found !== undefined && found.length > 0 && (
          <KeyTable keys={found} onAsk={(what, of) => setOpen({ what, of })} />
        )}
      </section>
      {data?.apiKeys.pageInfo.hasNextPage && first < most && <LoadMore onClick={() => setFirst(first + page)} />}
      {open?.what === 'new' && <KeyDialog {...dialog} apiKey={null} onSaved={done} />}
      {open?.what === 'change' && <KeyDialog {...dialog} apiKey={open.of} onSaved={done} />}
      {open?.what === 'rotate' && <RotateDialog {...dialog} apiKey={open.of} />}
      {open?.what === 'revoke' && <RevokeDialog apiKey={open.of} onClose={close} onRevoked={done} />}
      {open?.what === 'secret' && <SecretDialog name={open.name} onClose={close} secret={open.secret} />}
    </>
  )
}
