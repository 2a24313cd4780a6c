'use client'
import type { FormEvent } from 'react'
import { useChange } from '../../graphql/change.ts'
import { useApi } from '../../graphql/provider.tsx'
import { updateVersion, type VersionFields } from '../../graphql/version.ts'
import { t } from '../../messages/message.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, TextField, Tick } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatBytes, formatExactCount, missing } from '../../ui/number.ts'
import { formatDuration, formatInstant } from '../../ui/time.ts'
import { useMay } from '../access/use-may.ts'
import { nameOfScope, targetOf } from '../model/scope.ts'
import { VersionFigures } from './version-figures.tsx'

interface VersionDialogProps {
  readonly version: VersionFields
  readonly onSaved: () => void
  readonly onClose: () => void
}

/** What is known of a version, and what people say of it, to be changed by whoever may. */
export function VersionDialog(props: VersionDialogProps) {
  const { version, onClose } = props
  const may = useMay('trainer', targetOf(version))
  return (
    <Dialog onClose={onClose} title={t('plot.title', { version: version.name, series: nameOfScope(version) })}>
      {may ? (
        <VersionForm {...props} />
      ) : (
        <div className="grid gap-4">
          {version.tags.length > 0 && <p className="text-xs">{version.tags.join(', ')}</p>}
          {version.note !== null && <p className="whitespace-pre-line text-xs">{version.note}</p>}
          {version.metrics !== null && <VersionFigures metrics={version.metrics} />}
          <Facts version={version} />
        </div>
      )}
    </Dialog>
  )
}

function VersionForm({ version, onSaved, onClose }: VersionDialogProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const { id, tags, note, archived, deployed, metrics } = version
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const input = {
      id,
      tags: String(form.get('tags'))
        .split(',')
        .map(tag => tag.trim())
        .filter(tag => tag !== ''),
      note: String(form.get('note')).trim() || null,
      ...(!deployed && { archived: form.has('archived') }),
    }
    void follow(client.mutation(updateVersion, { input }), onSaved)
  }
  return (
    <form className="grid gap-4" onSubmit={submit}>
      <Field
        autoComplete="off"
        defaultValue={tags.join(', ')}
        hint={t('version.tagsHint')}
        label={t('version.tags')}
        name="tags"
      />
      <TextField defaultValue={note ?? ''} label={t('version.note')} maxLength={2_000} name="note" rows={3} />
      <Tick
        defaultChecked={archived}
        disabled={deployed}
        hint={deployed ? t('version.archiveNot') : t('version.archiveHint')}
        label={t('version.archive')}
        name="archived"
      />
      {metrics !== null && <VersionFigures metrics={metrics} />}
      <Facts version={version} />
      {error && <Notice>{error}</Notice>}
      <FormActions action={t('action.save')} busy={busy} onCancel={onClose} />
    </form>
  )
}

function Facts({ version }: { version: VersionFields }) {
  const { createdAt, took, bestEpoch, points, dataFrom, dataTo, lookback, horizon, bytes, hash } = version
  const instant = (at: string | null) => (at === null ? missing : formatInstant(Date.parse(at)))
  const facts: readonly (readonly [name: string, value: string])[] = [
    [t('version.made'), instant(createdAt)],
    [t('version.took'), took === null ? missing : formatDuration(took)],
    [t('version.points'), points === null ? missing : formatExactCount(points)],
    [t('version.data'), t('version.span', { from: instant(dataFrom), to: instant(dataTo) })],
    [t('version.reach'), t('version.steps', { lookback, horizon })],
    [t('version.bestEpoch'), bestEpoch === null ? missing : formatExactCount(bestEpoch)],
    [t('version.file'), formatBytes(bytes)],
    [t('version.hash'), hash],
  ]
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
      {facts.map(([name, value]) => (
        <div className="contents" key={name}>
          <dt className="text-ink-faint">{name}</dt>
          <dd className="wrap-anywhere text-right tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
