'use client'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../graphql/change.ts'
import { createModel, type ModelFields, type ModelKind, type Scope, updateModel } from '../../graphql/model.ts'
import { useApi } from '../../graphql/provider.tsx'
import { t } from '../../messages/message.ts'
import { Choice, Field, TextField } from '../../ui/field.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Notice } from '../../ui/notice.tsx'
import { draftOfRecipe, plainRecipe, readRecipe } from './recipe-draft.ts'
import { RecipeFields } from './recipe-fields.tsx'
import { RecipePreview } from './recipe-preview.tsx'
import { draftsOf, readDrafts } from './setting-drafts.ts'
import { SettingFields } from './setting-fields.tsx'
import { type Start, StartFrom } from './start-from.tsx'

interface ModelFormProps {
  /** Those that what it is for can have, at least one. */
  readonly kinds: readonly ModelKind[]
  readonly scope: Scope
  /** The draft that is changed; null for a new one. */
  readonly model: ModelFields | null
  readonly onSaved: (id: string, warnings: readonly string[]) => void
  readonly onClose: () => void
}

type Problems = readonly { readonly path: string; readonly problem: string }[]

/** A model as its owner configures it: every field drawn from the API's description of its kind, faults where they are. */
export function ModelForm({ kinds, scope, model, onSaved, onClose }: ModelFormProps) {
  const { client } = useApi()
  const { busy, error, follow } = useChange()
  const [kind, setKind] = useState(() => kinds.find(it => it.kind === model?.kind) ?? kinds[0]!)
  const [drafts, setDrafts] = useState(() => draftsOf(kind.settings, model?.settings ?? {}))
  const [recipe, setRecipe] = useState(() => (model === null ? plainRecipe : draftOfRecipe(model.recipe)))
  const [begun, setBegun] = useState(false)
  const [problems, setProblems] = useState<Problems>([])
  const problemAt = (path: string) => problems.find(it => it.path === path)?.problem ?? null

  const fill = (of: ModelKind, settings: ModelFields['settings']) => {
    setDrafts(draftsOf(of.settings, settings))
    setProblems([])
  }
  const begin = ({ settings, recipe: like }: Start) => {
    fill(kind, settings)
    setRecipe(draftOfRecipe(like))
    setBegun(true)
  }
  const choose = (chosen: ModelKind) => {
    setKind(chosen)
    fill(chosen, {})
    // One typed by hand is for any kind; one that came with a start was for the kind before.
    if (begun) setRecipe(plainRecipe)
    setBegun(false)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = {
      name: String(form.get('name')).trim(),
      description: String(form.get('description')).trim() || null,
      settings: readDrafts(kind.settings, drafts),
      recipe: readRecipe(recipe),
    }
    setProblems([])
    const refused = (fault: { code: string }) => setProblems('problems' in fault ? (fault.problems as Problems) : [])
    const done = (payload: { model: { id: string }; warnings: readonly string[] }) =>
      onSaved(payload.model.id, payload.warnings)
    if (model === null)
      void follow(client.mutation(createModel, { input: { ...said, scope, kind: kind.kind } }), done, refused)
    else void follow(client.mutation(updateModel, { input: { ...said, id: model.id } }), done, refused)
  }

  return (
    <form className="grid gap-4" noValidate onSubmit={submit}>
      <div className="grid gap-3 sm:grid-cols-2">
        <Choice
          disabled={model !== null}
          hint={t('model.kindHint', { description: kind.description, needs: kind.needs })}
          label={t('model.kind')}
          onChange={event => choose(kinds.find(it => it.kind === event.target.value) ?? kind)}
          value={kind.kind}
        >
          {kinds.map(each => (
            <option key={each.kind} value={each.kind}>
              {t('model.kindOption', { title: each.title, tagline: each.tagline })}
            </option>
          ))}
        </Choice>
        <StartFrom key={kind.kind} kind={kind} onStart={begin} own={model} />
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          autoComplete="off"
          defaultValue={model?.name ?? ''}
          label={t('model.name')}
          maxLength={200}
          name="name"
        />
        <TextField
          defaultValue={model?.description ?? ''}
          label={t('model.description')}
          maxLength={2000}
          name="description"
          rows={2}
        />
      </div>
      <SettingFields
        drafts={drafts}
        onChange={change => setDrafts(before => ({ ...before, ...change }))}
        problemAt={problemAt}
        settings={kind.settings}
      />
      <RecipeFields draft={recipe} onChange={change => setRecipe(before => ({ ...before, ...change }))} />
      {scope.series !== undefined && <RecipePreview recipe={readRecipe(recipe)} seriesKey={scope.series} />}
      {error && <Notice>{problems.length > 0 ? t('model.problems', { count: problems.length }) : error}</Notice>}
      <FormActions action={model === null ? t('model.create') : t('action.save')} busy={busy} onCancel={onClose} />
    </form>
  )
}
