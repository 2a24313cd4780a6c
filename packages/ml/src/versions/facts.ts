import { Fault } from '@seriema/domain/fault'
import { defineRecipe, type Recipe } from '@seriema/domain/recipe'
import { defineSettings, type Settings } from '@seriema/domain/setting'
import type { Step } from '@seriema/domain/step'
import type { EpochLoss } from '@seriema/domain/training'
import type { VersionMetrics, VersionSample } from '@seriema/domain/version'
import type { ArtifactDescription, ArtifactFacts } from '../artifacts/description.ts'
import type { Learnt, LearntOfMember } from '../recipe/recipe.ts'
import { modelKind } from './kinds.ts'

/** What a version's file says of it, beside the graph. */
export interface VersionFacts {
  readonly settings: Settings
  readonly recipe: Recipe
  readonly step: Step
  readonly learnt: Learnt
  /** In cells; 1 for none. */
  readonly season: number
  readonly metrics: VersionMetrics
  readonly losses: readonly EpochLoss[]
  readonly bestEpoch: number | null
  readonly sample: VersionSample
  readonly warnings: readonly string[]
  /** What may be done with the weights. */
  readonly license: string
}

/** Of a version that was learnt from its owner's data and nothing else. */
export const ownersLicense = 'LicenseRef-Owner'

export const toFacts = (facts: VersionFacts): ArtifactFacts => ({
  license: facts.license,
  model_settings: facts.settings,
  recipe: facts.recipe,
  step: facts.step,
  learnt: { season: facts.season, vocabularies: facts.learnt.vocabularies, members: [...facts.learnt.members] },
  metrics: facts.metrics,
  losses: facts.losses,
  best_epoch: facts.bestEpoch,
  sample: facts.sample,
  warnings: facts.warnings,
})

/**
 * The inverse, checked. Throws Fault UNSUPPORTED_MODEL for an artifact that is no version of a model (it lacks a recipe),
 * UNREADABLE_FILE for one whose facts are not what they should be.
 */
export function fromFacts({ kind, facts, channels }: ArtifactDescription): VersionFacts {
  if (facts?.recipe === undefined || facts.model_settings === undefined || facts.learnt === undefined) {
    throw new Fault('UNSUPPORTED_MODEL', 'this file is no version of a model: it does not say its recipe')
  }
  try {
    const learnt = facts.learnt as {
      season: number
      vocabularies: Learnt['vocabularies']
      members: [string, LearntOfMember][]
    }
    const read: VersionFacts = {
      settings: defineSettings(modelKind(kind).settings, facts.model_settings as Settings),
      recipe: defineRecipe(facts.recipe as Recipe),
      step: facts.step as Step,
      learnt: { vocabularies: learnt.vocabularies, members: new Map(learnt.members) },
      season: learnt.season,
      metrics: facts.metrics as VersionMetrics,
      losses: (facts.losses ?? []) as readonly EpochLoss[],
      bestEpoch: (facts.best_epoch ?? null) as number | null,
      sample: facts.sample as VersionSample,
      warnings: (facts.warnings ?? []) as readonly string[],
      license: String(facts.license ?? ''),
    }
    if (!isSound(read, channels.length)) throw new Error('what was learnt does not fit its channels')
    return read
  } catch (error) {
    throw new Fault('UNREADABLE_FILE', `the version is damaged: ${(error as Error).message}`)
  }
}

const isSound = ({ learnt, season, metrics, sample }: VersionFacts, channels: number): boolean =>
  Number.isInteger(season) &&
  season >= 1 &&
  typeof metrics?.own === 'object' &&
  Array.isArray(sample?.times) &&
  learnt.vocabularies.every(({ attribute, values }) => typeof attribute === 'string' && Array.isArray(values)) &&
  [...learnt.members.values()].every(
    ({ scales, centres }) =>
      Array.isArray(centres) &&
      scales.length === channels &&
      scales.every(({ location, factor }) => Number.isFinite(location) && Number.isFinite(factor) && factor > 0),
  )
