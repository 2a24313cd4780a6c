import { Fault } from './fault.ts'
import { defineRecipe, type Recipe, type RecipeDraft } from './recipe.ts'
import type { Role } from './role.ts'
import { text } from './series.ts'
import { defineSettings, type Setting, type Settings } from './setting.ts'

/** What an owner configures: a kind, its settings and a recipe. What it is for is its scope. */
export interface ModelDefinition {
  readonly name: string
  readonly description: string | null
  readonly role: Role
  readonly kind: string
  readonly settings: Settings
  readonly recipe: Recipe
}

/** What is known of a kind when a model of it is defined. */
export interface KnownKind {
  readonly kind: string
  readonly role: Role
  readonly settings: readonly Setting[]
}

export interface ModelDraft {
  readonly name: string
  readonly description?: string | null | undefined
  readonly settings?: Readonly<Record<string, unknown>> | null | undefined
  readonly recipe?: RecipeDraft | null | undefined
}

const longestName = 200

/** Settings and recipe left out are as usual. Throws INVALID_INPUT, INVALID_SETTINGS naming each field. */
export function defineModel({ kind, role, settings }: KnownKind, draft: ModelDraft): ModelDefinition {
  const name = draft.name.trim()
  if (name === '' || name.length > longestName)
    throw new Fault('INVALID_INPUT', `the name of a model has 1 to ${longestName} characters`)
  return {
    name,
    description: text('description', draft.description),
    role,
    kind,
    settings: defineSettings(settings, draft.settings ?? {}),
    recipe: defineRecipe(draft.recipe ?? {}),
  }
}
