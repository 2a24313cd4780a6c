import type { Draft } from '../../alerting/draft.ts'
import { isFor, type WatchedRule, type Watching } from '../../alerting/watching.ts'
import type { Db } from '../../store/database.ts'
import { memberIds } from '../../store/group.ts'
import { allSeriesIds } from '../../store/series.ts'
import type { KnownSeries } from './known-series.ts'

/** Milliseconds between two looks at what is worked out elsewhere. */
const surveying = 60_000

/** Lets rules see what was worked out of their series since. Returns when that was done last (epoch milliseconds). */
export async function survey(
  db: Db,
  { surveys }: Watching,
  known: KnownSeries,
  draft: Draft,
  surveyedAt: number,
): Promise<number> {
  if (surveys.length === 0 || Math.abs(draft.now - surveyedAt) < surveying) return surveyedAt
  for (const rules of surveys) {
    const [{ means, ...asked }] = rules as readonly [WatchedRule]
    const series = [...(await known.read(db, await idsOf(db, rules), draft.now)).values()]
    const found = await means.survey!(db, asked, series, draft.now)
    const byId = Map.groupBy(rules, ({ seriesId }) => seriesId)
    for (const one of series) {
      const seen = found.get(one.id)
      if (seen === undefined) continue
      for (const rule of [...(byId.get(one.id) ?? []), ...(byId.get(null) ?? [])])
        if (isFor(rule, one)) draft.see(rule, one, seen)
    }
  }
  return draft.now
}

/** Series of all the rules together. */
async function idsOf(db: Db, rules: readonly WatchedRule[]): Promise<readonly number[]> {
  if (rules.some(({ seriesId, groupId }) => seriesId === null && groupId === null)) return allSeriesIds(db)
  const groups = rules.flatMap(({ groupConditions }) => (groupConditions === null ? [] : [groupConditions]))
  const members = await Promise.all(groups.map(conditions => memberIds(db, { conditions })))
  return [...rules.flatMap(({ seriesId }) => seriesId ?? []), ...members.flat()]
}
