import { Fault } from '@seriema/domain/fault'
import { defineConditions, defineGroup, type GroupCondition } from '@seriema/domain/group'
import { defineModel, type KnownKind, type ModelDraft } from '@seriema/domain/model'
import type { Scope } from '@seriema/domain/role'
import { text } from '@seriema/domain/series'
import type { ModelKind } from '@seriema/ml/contract/trainable'
import { modelKind } from '@seriema/ml/versions/kinds'
import type { Core } from '../core.ts'
import { type Db, transaction } from '../store/database.ts'
import * as groups from '../store/group.ts'
import {
  createModel as insertModel,
  isDraft,
  lockModel,
  type Model,
  removeModel,
  requireModel,
  saveModel,
} from '../store/model.ts'
import { scopeOf } from '../store/scope.ts'
import { findSeriesByIds, requireSeries } from '../store/series.ts'

type ModelApp = Pick<Core, 'db' | 'clock'>

/** What a model is for, as its owner names it: exactly one of the two. */
export interface ScopeDraft {
  readonly series?: string | null | undefined
  readonly group?: string | null | undefined
}

const resolving =
  (groupOf: typeof groups.requireGroup) =>
  async (db: Db, { series, group }: ScopeDraft): Promise<Scope> => {
    if ((series == null) === (group == null))
      throw new Fault('INVALID_INPUT', 'name a series or a group, exactly one of the two')
    if (series != null) return { seriesId: (await requireSeries(db, series)).id }
    return { groupId: (await groupOf(db, group!)).id }
  }

/** Throws INVALID_INPUT, SERIES_NOT_FOUND, GROUP_NOT_FOUND. */
export const resolveScope = resolving(groups.requireGroup)

/** The same for what is about to refer to it: a group is not deleted meanwhile. */
export const holdScope = resolving(groups.holdGroup)

/** A model as it is after a change, with what is redundant or unwise about it. */
export interface ModelNow {
  readonly model: Model
  readonly warnings: readonly string[]
}

export interface NewModel extends ModelDraft {
  readonly kind: string
  readonly scope: ScopeDraft
}

/** A draft. Throws MODEL_NOT_FOUND for a kind that is none, INVALID_INPUT, INVALID_SETTINGS, SERIES_NOT_FOUND, GROUP_NOT_FOUND. */
export const createModel = (app: ModelApp, { kind, scope, ...draft }: NewModel): Promise<ModelNow> =>
  transaction(app.db, async tx => {
    const known = modelKind(kind)
    const resolved = await holdScope(tx, scope)
    if ('groupId' in resolved && !known.ofGroups)
      throw new Fault('INVALID_INPUT', `${known.title} learns from one series at a time: name a series, not a group`)
    return now(tx, known, await insertModel(tx, resolved, defineModel(known, draft), app.clock()))
  })

/** What is left out stays as it was. Throws MODEL_NOT_FOUND, MODEL_TRAINED, INVALID_INPUT, INVALID_SETTINGS. */
export const updateModel = (app: ModelApp, id: number, draft: Partial<ModelDraft>): Promise<ModelNow> =>
  transaction(app.db, async tx => {
    const before = await lockModel(tx, id)
    requireDraft(before)
    const known = modelKind(before.kind)
    const settings = { ...before.settings, ...draft.settings }
    const defined = defineModel(known, {
      name: draft.name ?? before.name,
      description: draft.description === undefined ? before.description : draft.description,
      settings,
      recipe: draft.recipe ?? before.recipe,
    })
    return now(tx, known, await saveModel(tx, id, defined, app.clock()))
  })

/** A draft like it, for the same scope or another. Throws as `createModel` does. */
export async function copyModel(
  app: ModelApp,
  id: number,
  { name, scope }: { readonly name?: string | null | undefined; readonly scope?: ScopeDraft | null | undefined },
): Promise<ModelNow> {
  return transaction(app.db, async tx => {
    const before = await requireModel(tx, id)
    const known = modelKind(before.kind)
    const { description, settings, recipe } = before
    const into = scope == null ? scopeOf(before) : await holdScope(tx, scope)
    const definition = defineModel(known, {
      name: name ?? `${before.name} (copy)`.slice(0, 200),
      description,
      settings,
      recipe,
    })
    return now(tx, known, await insertModel(tx, into, definition, app.clock()))
  })
}

/** Throws MODEL_NOT_FOUND, MODEL_TRAINED. */
export const deleteModel = (app: ModelApp, id: number): Promise<Model> =>
  transaction(app.db, async tx => {
    const model = await lockModel(tx, id)
    requireDraft(model)
    await removeModel(tx, id)
    return model
  })

function requireDraft(model: Model): void {
  if (isDraft(model)) return
  throw new Fault('MODEL_TRAINED', `${model.name} has been trained, so it stays as it is: copy it and change the copy`)
}

async function now(tx: Db, known: KnownKind & Pick<ModelKind, 'warnings'>, model: Model): Promise<ModelNow> {
  return { model, warnings: known.warnings(model.settings, await channelsOf(tx, model)) }
}

/** Channels of the series it is for; those of the first member for a group; 1 where there is none yet. */
async function channelsOf(tx: Db, { seriesId, groupId }: Model): Promise<number> {
  const id = seriesId ?? (await groups.memberIds(tx, (await groups.findGroups(tx, [groupId!]))[0]!))[0]
  const [series] = id === undefined ? [] : await findSeriesByIds(tx, [id])
  return series?.channels.length ?? 1
}

/** Throws INVALID_INPUT, GROUP_EXISTS. */
export const createGroup = (app: ModelApp, draft: Parameters<typeof defineGroup>[0]): Promise<groups.Group> =>
  groups.createGroup(app.db, defineGroup(draft), app.clock())

/** Only what `changes` names changes. Throws INVALID_INPUT, GROUP_NOT_FOUND. */
export const updateGroup = (
  app: ModelApp,
  name: string,
  changes: {
    readonly description?: string | null | undefined
    readonly conditions?: readonly GroupCondition[] | null | undefined
  },
): Promise<groups.Group> =>
  groups.updateGroup(app.db, name, {
    ...(changes.description !== undefined && { description: text('description', changes.description) }),
    ...(changes.conditions != null && { conditions: defineConditions(changes.conditions) }),
  })

/** Throws GROUP_NOT_FOUND, GROUP_IN_USE. */
export const deleteGroup = (app: ModelApp, name: string): Promise<groups.Group> =>
  transaction(app.db, tx => groups.deleteGroup(tx, name))
