import { countBefore } from '@seriema/domain/point'
import type { Recipe } from '@seriema/domain/recipe'
import type { Step } from '@seriema/domain/step'
import type { Member } from '../contract/trainable.ts'
import { type RobustCentre, robustCentre } from '../statistics/quantiles.ts'
import { tokensOf, type Vocabulary, vocabulariesOf } from './categories.ts'
import { type Filled, filled } from './fill.ts'
import { type RecipeGrid, recipeGrid } from './grid.ts'
import { type ChannelScale, cutAway, scaleOf } from './scale.ts'

/** What a recipe learnt of one series' training part, one entry a channel. Plain data. */
export interface LearntOfMember {
  /** What is cut away is far from these; empty where nothing is. */
  readonly centres: readonly (RobustCentre | null)[]
  readonly scales: readonly ChannelScale[]
}

/** What a recipe learnt: of each series by its key, and which categories there are. */
export interface Learnt {
  readonly vocabularies: readonly Vocabulary[]
  readonly members: ReadonlyMap<string, LearntOfMember>
}

/** A series as a model sees it. */
export interface Prepared {
  readonly key: string
  readonly step: Step
  readonly cells: number
  instantOf(cell: number): number
  /** Per channel in its own unit, cut, on the grid and filled. */
  readonly channels: readonly Float64Array[]
  /** Which values were made up, 1 for each; null for a channel without. */
  readonly gaps: readonly (Uint8Array | null)[]
  readonly scales: readonly ChannelScale[]
  /** One token per category. */
  readonly tokens: readonly number[]
}

/**
 * Learns a recipe from series. Of each only the training part counts: what lies before its cell `trainable(cells)`. Throws
 * Fault INSUFFICIENT_DATA where a series holds no whole period.
 */
export const learnRecipe = (
  recipe: Recipe,
  members: readonly Member[],
  trainable: (cells: number) => number,
): Learnt => ({
  vocabularies: vocabulariesOf(recipe.categories, members),
  members: new Map(members.map(member => [member.key, learnMember(recipe, member, trainable)])),
})

function learnMember(recipe: Recipe, member: Member, trainable: (cells: number) => number): LearntOfMember {
  const centres = recipe.cut === null ? [] : trainingPart(recipe, member, trainable).map(robustCentre)
  const { cells, channels } = onGrid(recipe, member, centres)
  const end = trainable(cells)
  return { centres, scales: channels.map(({ values }) => scaleOf(values.subarray(0, end), recipe.scale)) }
}

/** The points that fall before the cell the training part ends at. */
function trainingPart(recipe: Recipe, member: Member, trainable: (cells: number) => number): readonly Float64Array[] {
  const grid = recipeGrid(recipe, member)
  const end = grid.instantOf(trainable(grid.cells))
  const before = countBefore(member.times, end)
  return member.channels.map(values => values.subarray(0, before))
}

interface OnGrid extends Omit<RecipeGrid, 'channels'> {
  readonly channels: readonly Filled[]
}

function onGrid(recipe: Recipe, member: Member, centres: LearntOfMember['centres']): OnGrid {
  const { cut } = recipe
  const channels =
    cut === null ? member.channels : member.channels.map((values, c) => cutAway(values, centres[c] ?? null, cut))
  const grid = recipeGrid(recipe, { ...member, channels })
  return { ...grid, channels: grid.channels.map(values => filled(values, recipe.fill)) }
}

/**
 * A series by a recipe, the one way in training and in serving: the same points give the same bits. A series the recipe
 * learnt nothing of is cut and scaled by its own points, of which the last `lookback` cells say the scale. Throws Fault
 * INSUFFICIENT_DATA where it holds no whole period.
 */
export function prepare(recipe: Recipe, learnt: Learnt, member: Member, lookback: number): Prepared {
  const known = learnt.members.get(member.key)
  const centres = known?.centres ?? (recipe.cut === null ? [] : member.channels.map(robustCentre))
  const { step, cells, channels, instantOf } = onGrid(recipe, member, centres)
  const own = () =>
    channels.map(({ values }) => scaleOf(values.subarray(Math.max(0, values.length - lookback)), recipe.scale))
  return {
    key: member.key,
    step,
    cells,
    instantOf,
    channels: channels.map(({ values }) => values),
    gaps: channels.map(({ gaps }) => gaps),
    scales: known?.scales ?? own(),
    tokens: tokensOf(learnt.vocabularies, member.attributes),
  }
}
