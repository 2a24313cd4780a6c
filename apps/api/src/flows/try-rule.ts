import { type Replayed, replay, type Seen } from '@seriema/domain/alert/replay'
import { groupKeyOf } from '@seriema/domain/alert/rule'
import { Fault } from '@seriema/domain/fault'
import type { Condition, Stretch } from '../alerting/conditions/contract.ts'
import { conditionOf } from '../alerting/conditions/registry.ts'
import type { Db } from '../store/database.ts'
import { findGroups, listMembers } from '../store/group.ts'
import { countPoints } from '../store/point.ts'
import { findSeriesByIds, listSeries, type Series } from '../store/series.ts'
import { type DefinedRule, defineRule, type RuleDraft } from './alert-rule.ts'

/** What a rule would have made of a stretch of the past. */
export interface RuleTrial extends Stretch {
  /** The alerts there would have been, the first first. */
  readonly alerts: readonly TriedAlert[]
  /** Series that were looked at, in the order of their keys. */
  readonly series: readonly Series[]
  /** Whether the rule watches more series, or more points, than were looked at. */
  readonly cut: boolean
}

export type TriedAlert = Replayed<Series>

/** Series of one trial, and points that are read for it, at most. */
export const trialBounds = { series: 200, points: 500_000 } as const

/**
 * When a rule would have fired: by what is stored, with the same functions that decide on what comes. Maintenance does not
 * count. Throws as making it would, and INVALID_INPUT where nothing is kept by which it could be told.
 */
export async function tryRule(db: Db, draft: RuleDraft, { from, to }: Stretch): Promise<RuleTrial> {
  if (!(from < to)) throw new Fault('INVALID_INPUT', 'from must be before to: the stretch would be empty')
  const rule = await defineRule(db, draft, null)
  const condition = conditionOf(rule.definition.condition)
  if (condition.past === null)
    throw new Fault('INVALID_INPUT', `${condition.title} is not kept, so it cannot be tried on the past`)
  const { watched, more } = await seriesOf(db, rule)
  const seen: Seen<Series>[] = []
  let points = 0
  for (const series of watched) {
    points +=
      condition.wakes.includes('points') || condition.silentAfter ? await countPoints(db, series, { from, to }) : 0
    if (points > trialBounds.points) break
    seen.push(await seenOf(db, condition, rule, series, { from, to }))
  }
  const looked = seen.map(({ series }) => series)
  return {
    from,
    to,
    alerts: replay(rule.definition, seen),
    series: looked,
    cut: more || looked.length < watched.length,
  }
}

async function seenOf(
  db: Db,
  condition: Condition,
  { definition }: DefinedRule,
  series: Series,
  stretch: Stretch,
): Promise<Seen<Series>> {
  const sightings = await condition.past!(db, definition, series, stretch)
  const lasting = condition.lasts?.(definition.settings)
  // What is seen in an instant holds for a while, and then does not.
  const observations =
    lasting === undefined
      ? sightings
      : sightings.flatMap((one, i) => {
          const next = sightings[i + 1]?.at ?? stretch.to
          return one.at + lasting < next ? [one, { ...one, at: one.at + lasting, holds: false }] : [one]
        })
  return { series, groupKey: groupKeyOf(definition, series), observations }
}

async function seriesOf(db: Db, { scope, series }: DefinedRule) {
  if (series !== null) return { watched: [series], more: false }
  if (scope !== null && 'seriesId' in scope)
    return { watched: await findSeriesByIds(db, [scope.seriesId]), more: false }
  const first = trialBounds.series
  const [group] = scope === null ? [] : await findGroups(db, [scope.groupId])
  const page = group === undefined ? await listSeries(db, { first }) : await listMembers(db, group, { first })
  return { watched: page.edges.map(({ node }) => node), more: page.hasNextPage }
}
