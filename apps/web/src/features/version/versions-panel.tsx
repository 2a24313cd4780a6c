'use client'
import Link from 'next/link'
import { useState } from 'react'
import type { Scope } from '../../graphql/model.ts'
import { useRead } from '../../graphql/use-read.ts'
import { type VersionFields, versions } from '../../graphql/version.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../access/use-may.ts'
import { useConnection } from '../system/use-connection.ts'
import { addressOfVersion } from './addresses.ts'
import { UploadButton } from './upload-button.tsx'
import { UploadOutcome } from './upload-outcome.tsx'
import { useVersionUpload } from './use-version-upload.ts'
import { VersionDialog } from './version-dialog.tsx'
import { VersionTable } from './version-table.tsx'

interface VersionsPanelProps {
  readonly model: string
  readonly scope: Scope
  /** The last training that ended in a version: with another, versions are read anew. */
  readonly ended: string | null
}

const page = 20
const refreshEvery = 15_000

/** The versions of a model: read, marked, fetched, compared; and the way in for one that was made elsewhere. */
export function VersionsPanel({ model, scope, ended }: VersionsPanelProps) {
  const { away } = useConnection()
  const may = useMay('trainer')
  const [first, setFirst] = useState(page)
  const { data, error, reload } = useRead(versions, { first, filter: { model } }, refreshEvery)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [open, setOpen] = useState<VersionFields | null>(null)
  const { uploaded, send } = useVersionUpload(scope, reload)
  const [known, setKnown] = useState(ended)
  if (known !== ended) {
    setKnown(ended)
    reload()
  }
  const found = data?.versions.edges.map(({ node }) => node)
  const pair = found?.filter(({ id }) => chosen.includes(id)) ?? []
  const choose = (id: string) =>
    setChosen(before => (before.includes(id) ? before.filter(each => each !== id) : [...before, id].slice(-2)))
  return (
    <Panel
      aside={
        <span className="flex flex-wrap gap-2">
          {found !== undefined && found.length > 1 && <CompareLink pair={pair} scope={scope} />}
          {may && <UploadButton busy={uploaded?.state === 'sending'} onFile={file => void send(file)} />}
        </span>
      }
      title={t('version.title')}
    >
      <div className="grid grid-cols-1 gap-3">
        {uploaded && <UploadOutcome uploaded={uploaded} />}
        {error && !away && <Notice>{error}</Notice>}
        {found === undefined && !error && <div className="skeleton h-24" />}
        {found?.length === 0 && <Empty title={t('version.none')}>{t('version.noneText')}</Empty>}
        {found !== undefined && found.length > 0 && (
          <VersionTable comparing={{ chosen, onChoose: choose }} onOpen={setOpen} versions={found} />
        )}
        {data?.versions.pageInfo.hasNextPage && (
          <Button className="justify-self-center" onClick={() => setFirst(first + page)}>
            {t('action.loadMore')}
          </Button>
        )}
      </div>
      {open && (
        <VersionDialog
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null)
            reload()
          }}
          version={open}
        />
      )}
    </Panel>
  )
}

/** To the comparison of two, the newer first; what to do before while there are not two. */
function CompareLink({ pair: [a, b], scope }: { pair: readonly VersionFields[]; scope: Scope }) {
  if (a === undefined || b === undefined)
    return <span className="self-center text-ink-faint text-xs">{t('version.compareHint')}</span>
  return (
    <Link
      className="inline-flex h-8 items-center rounded-md border border-accent px-3 font-medium text-accent text-xs hover:bg-accent-soft"
      href={addressOfVersion(scope, a.name, { beside: b.name })}
      prefetch={false}
    >
      {t('version.comparePair', { a: a.name, b: b.name })}
    </Link>
  )
}
