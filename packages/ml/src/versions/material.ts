import { Fault } from '@seriema/domain/fault'
import type { Settings } from '@seriema/domain/setting'
import { millisecondsOf } from '@seriema/domain/step'
import type { Member, ModelKind, TrainingRequest } from '../contract/trainable.ts'
import { type Learnt, learnRecipe, type Prepared, prepare } from '../recipe/recipe.ts'
import { detectSeason } from '../series/season.ts'
import { calendarSeasons } from '../series/step.ts'
import { checkMember, constantBelow } from './check.ts'
import { constantSeries, tooFew, tooMany, withGaps } from './refusals.ts'
import { fewestCells, type Parts, partsOf, type Ratios, ratiosOf } from './splits.ts'

/** A series of the training, and where its parts end. */
export interface Part extends Prepared, Parts {
  /** Per channel in the recipe's scale: what a model learns from. */
  readonly scaled: readonly Float64Array[]
}

/** What a forecasting kind learns from. */
export interface Material {
  readonly request: TrainingRequest
  readonly settings: Settings
  readonly ratios: Ratios
  readonly learnt: Learnt
  readonly parts: readonly Part[]
  readonly lookback: number
  readonly horizon: number
  /** In cells; 1 for none. */
  readonly season: number
  /** Of a cell, in milliseconds. */
  readonly interval: number
  /** What was left out, and what is unwise, in words. */
  readonly warnings: readonly string[]
}

/** The lookback of settings that leave it to the data, for series of so many cells to learn from. */
export type ChosenLookback = (settings: Settings, trainable: number, horizon: number) => number

/**
 * Checks series and prepares them by the recipe. Of a group those that are too short, or do not vary, are left out; where
 * none is left it throws what is wrong with the first: INSUFFICIENT_DATA, CONSTANT_SERIES; TOO_MUCH_DATA for a series of
 * more than `mostPoints` cells, INVALID_TIMESTAMP, DUPLICATE_TIMESTAMP or INVALID_VALUE for what no series is.
 */
export function gather(
  request: TrainingRequest,
  kind: ModelKind,
  settings: Settings,
  lookbackOf: ChosenLookback,
  mostPoints: number,
): Material {
  const ratios = ratiosOf(settings)
  const { recipe, members } = request
  const horizon = settings.horizon as number
  if (members.length === 0) throw new Fault('INSUFFICIENT_DATA', 'there is no series to learn from: the group is empty')
  for (const member of members) checkMember(member, request.channels.length)
  const refused: { readonly key: string; readonly fault: Fault }[] = []
  const usable: Member[] = []
  const trainable = (cells: number) => partsOf(cells, ratios).trainable
  for (const member of members) {
    const fault = unusable(member)
    if (fault === null) usable.push(member)
    else refused.push({ key: member.key, fault })
  }
  if (usable.length === 0) throw refused[0]!.fault
  const learnt = learnRecipe(recipe, usable, trainable)
  const cells = Math.max(...usable.map(member => prepare(recipe, learnt, member, 1).cells))
  const lookback = lookbackOf(settings, trainable(cells), horizon)
  const parts = usable.map(member => partOf(prepare(recipe, learnt, member, lookback), ratios))
  const long = parts.filter(part => part.trainable >= lookback + horizon)
  if (long.length === 0) throw tooFew(kind.kind, members[0]!.key, cells, fewestCells(lookback, horizon, ratios))
  const [{ step }] = parts as [Part, ...Part[]]
  const short = parts.length - long.length
  return {
    request,
    settings,
    ratios,
    learnt,
    parts,
    lookback,
    horizon,
    season: seasonOf(parts),
    interval: millisecondsOf(step),
    warnings: [
      ...kind.warnings(settings, request.channels.length),
      ...(refused.length > 0
        ? [
            `${refused.length} of ${members.length} series were left out: ${refused[0]!.key}: ${refused[0]!.fault.message}`,
          ]
        : []),
      ...(short > 0
        ? [`${short} of ${parts.length} series are too short to be learnt from; they are served all the same`]
        : []),
    ],
  }

  function unusable(member: Member): Fault | null {
    try {
      const alone = prepare(recipe, { vocabularies: [], members: new Map() }, member, 1)
      if (alone.cells > mostPoints) throw tooMany(member.key, alone.cells, mostPoints)
      if (alone.gaps.some(gaps => gaps !== null) && recipe.fill === 'none') throw withGaps(member.key)
      if (members.length === 1 && alone.cells < kind.fewestPoints(settings))
        throw tooFew(kind.kind, member.key, alone.cells, kind.fewestPoints(settings))
      if (alone.channels.every(constantBelow)) throw constantSeries(member.key)
      return null
    } catch (error) {
      if (error instanceof Fault && (error.code === 'INSUFFICIENT_DATA' || error.code === 'CONSTANT_SERIES'))
        return error
      throw error
    }
  }
}

function partOf(prepared: Prepared, ratios: Ratios): Part {
  const scaled = prepared.channels.map((values, c) => {
    const { location, factor } = prepared.scales[c]!
    return values.map(value => (value - location) / factor)
  })
  return { ...prepared, ...partsOf(prepared.cells, ratios), scaled }
}

/** Series that a season is looked for in. */
const asked = 16

/** The season most of the series have; in cells, 1 for none. */
function seasonOf(parts: readonly Part[]): number {
  const stride = Math.max(1, Math.floor(parts.length / asked))
  const counts = new Map<number, number>()
  for (let i = 0; i < parts.length; i += stride) {
    const { scaled, trainable, step } = parts[i]!
    const season = detectSeason(
      scaled.map(values => values.subarray(0, trainable)),
      calendarSeasons(step),
    )
    counts.set(season, (counts.get(season) ?? 0) + 1)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 1
}
