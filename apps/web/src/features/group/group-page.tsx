'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { deleteGroup, groupByName } from '../../graphql/group.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { TargetContext, useMay } from '../access/use-may.ts'
import { RolePanels } from '../deployment/role-panels.tsx'
import { ModelsList } from '../model/models-list.tsx'
import { useConnection } from '../system/use-connection.ts'
import { ConditionsList } from './conditions-list.tsx'
import { GroupDialog } from './group-dialog.tsx'
import { MembersPanel } from './members-panel.tsx'

const refreshEvery = 30_000
const shown = 100

/** A group: what makes a series belong, who does now, who speaks for them, and the models that are for all of them. */
export function GroupPage({ name }: { name: string }) {
  const { client } = useApi()
  const router = useRouter()
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null)
  const { data, error, reload } = useRead(groupByName, { name, members: shown }, refreshEvery)
  const { away } = useConnection()
  const removal = useChange()
  const group = data?.group
  if (data && !group)
    return (
      <div className="rounded-lg border border-line bg-surface">
        <Empty page title={t('group.missing', { name })}>
          <Link className="font-medium text-accent underline" href="/groups">
            {t('group.all')}
          </Link>
        </Empty>
      </div>
    )
  return (
    <TargetContext value={group ?? 'SOME'}>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1">
        <h1 className="wrap-anywhere font-semibold text-lg tracking-tight">{name}</h1>
        {group && <ConditionsList conditions={group.conditions} />}
        <GroupActions known={group != null} onDelete={() => setOpen('delete')} onEdit={() => setOpen('edit')} />
        {group?.description && <p className="w-full whitespace-pre-line text-ink-soft">{group.description}</p>}
      </div>
      {error && !away && <Notice>{error}</Notice>}
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          <RolePanels scope={{ group: name }}>
            <ModelsList scope={{ group: name }} />
          </RolePanels>
        </div>
        <MembersPanel members={group?.members ?? null} />
      </div>
      {open === 'edit' && group && (
        <GroupDialog
          group={group}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null)
            reload()
          }}
        />
      )}
      {open === 'delete' && (
        <ConfirmDialog
          action={t('delete.submit')}
          busy={removal.busy}
          error={removal.error}
          onClose={() => setOpen(null)}
          onConfirm={() =>
            void removal.follow(client.mutation(deleteGroup, { input: { name } }), () => router.push('/groups'))
          }
          title={t('delete.title', { name })}
        >
          <p className="text-xs">{t('group.deleteWhat')}</p>
        </ConfirmDialog>
      )}
    </TargetContext>
  )
}

interface GroupActionsProps {
  /** Whether it was read. */
  readonly known: boolean
  readonly onEdit: () => void
  readonly onDelete: () => void
}

function GroupActions({ known, onEdit, onDelete }: GroupActionsProps) {
  if (!useMay('trainer')) return null
  return (
    <div className="ml-auto flex gap-2">
      <Button disabled={!known} onClick={onEdit}>
        <Icon name="edit" size={14} /> {t('edit.open')}
      </Button>
      <Button disabled={!known} onClick={onDelete}>
        <Icon name="remove" size={14} /> {t('delete.open')}
      </Button>
    </div>
  )
}
