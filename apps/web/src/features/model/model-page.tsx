'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { copyModel, modelById } from '../../graphql/model.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useRead } from '../../graphql/use-read.ts'
import { t } from '../../messages/message.ts'
import { Badge } from '../../ui/badge.tsx'
import { Empty, Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { TargetContext } from '../access/use-may.ts'
import { useConnection } from '../system/use-connection.ts'
import { TrainingHistory } from '../training/training-history.tsx'
import { TrainingPanel } from '../training/training-panel.tsx'
import { useTrainings } from '../training/use-trainings.ts'
import { VersionsPanel } from '../version/versions-panel.tsx'
import { addressOfModel } from './addresses.ts'
import { DeleteModel } from './delete-model.tsx'
import { MadeOf } from './made-of.tsx'
import { ModelActions } from './model-actions.tsx'
import { ModelForm } from './model-form.tsx'
import { nameOfScope, pageOfScope, scopeOf, targetOf } from './scope.ts'
import { useModelKinds } from './use-model-kinds.ts'

const refreshEvery = 30_000

/** A model: what it is made of, to be changed while it is a draft, copied, or deleted; its trainings and versions. */
export function ModelPage({ id }: { id: string }) {
  const { client } = useApi()
  const router = useRouter()
  const { away } = useConnection()
  const { kinds, titleOf } = useModelKinds()
  const { data, error, reload } = useRead(modelById, { id }, refreshEvery)
  const training = useTrainings(id)
  const copying = useChange()
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null)
  const [warnings, setWarnings] = useState<readonly string[]>([])
  const node = data?.node
  const model = node?.__typename === 'Model' ? node : null
  if (data ? model === null : error !== null)
    return (
      <div className="rounded-lg border border-line bg-surface">
        <Empty page title={t('model.missing')}>
          {!away && error && <p>{error}</p>}
          <Link className="font-medium text-accent underline" href="/models">
            {t('model.all')}
          </Link>
        </Empty>
      </div>
    )
  if (model === null) return <div className="skeleton h-96" />
  const kind = kinds?.find(it => it.kind === model.kind)
  const scope = scopeOf(model)
  const ended = training.trainings?.all.find(({ state }) => state === 'COMPLETED')?.id ?? null
  const draft = model.draft && !training.trainings?.total
  return (
    <TargetContext value={targetOf(model)}>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1">
        <h1 className="wrap-anywhere font-semibold text-lg tracking-tight">{model.name}</h1>
        <span className="text-ink-soft text-xs">
          {titleOf(model.kind)} {t('model.forScope')}{' '}
          <Link className="font-medium text-accent underline" href={pageOfScope(scope)}>
            {nameOfScope(model)}
          </Link>
        </span>
        {draft && <Badge tone="neutral">{t('model.draft')}</Badge>}
        <ModelActions
          copying={copying.busy}
          draft={draft}
          onCopy={() =>
            void copying.follow(client.mutation(copyModel, { input: { id } }), ({ model: copy }) =>
              router.push(addressOfModel(copy.id)),
            )
          }
          onDelete={() => setOpen('delete')}
          onEdit={kind ? () => setOpen('edit') : null}
        />
        {model.description !== null && <p className="w-full whitespace-pre-line text-ink-soft">{model.description}</p>}
      </div>
      {(error ?? copying.error) && !away && <Notice>{error ?? copying.error}</Notice>}
      {warnings.map(warning => (
        <div className="mb-3" key={warning}>
          <Notice>{warning}</Notice>
        </div>
      ))}
      {open === 'edit' && kind ? (
        <Panel className="max-w-4xl" title={t('model.configure')}>
          <ModelForm
            kinds={[kind]}
            model={model}
            onClose={() => setOpen(null)}
            onSaved={(_, told) => {
              setWarnings(told)
              setOpen(null)
              reload()
            }}
            scope={scope}
          />
        </Panel>
      ) : (
        <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="grid grid-cols-1 gap-3">
            <TrainingPanel
              error={training.error}
              model={id}
              needs={kind?.needs ?? null}
              scope={scope}
              trainings={training.trainings}
            />
            <VersionsPanel ended={ended} model={id} scope={scope} />
            {training.trainings && <TrainingHistory scope={scope} trainings={training.trainings} />}
          </div>
          <MadeOf kind={kind ?? null} recipe={model.recipe} settings={model.settings} />
        </div>
      )}
      {open === 'delete' && (
        <DeleteModel
          id={id}
          name={model.name}
          onClose={() => setOpen(null)}
          onDeleted={() => router.push(pageOfScope(scope))}
        />
      )}
    </TargetContext>
  )
}
