import { isOfThePresent } from '@seriema/domain/cadence'
import { firstMessage } from '@seriema/domain/event'
import { type Condition, type Sighting, sighting, type Woken } from '../../alerting/conditions/contract.ts'
import type { Draft } from '../../alerting/draft.ts'
import type { Memory } from '../../alerting/memory.ts'
import type { WatchedRule, Watching } from '../../alerting/watching.ts'
import { type Event, type EventKind, type Item, loadKind, weightOf } from '../../events/event.ts'
import type { Db } from '../../store/database.ts'
import { type Series, stepOf } from '../../store/series.ts'
import type { KnownSeries } from './known-series.ts'

/** Of events, in their order, those that any rule may be to see. */
export const wantedOf = ({ wanted }: Watching, events: readonly Event[]): readonly Event[] =>
  events.filter(event => wanted(event.kind, event.seriesId) && !isOfThePast(event))

/** As many of them as are evaluated at once. */
export const firstOf = (events: readonly Event[]): readonly Event[] => firstMessage(events, weightOf)

/** Points that came after later ones, or in place of others, say nothing of how things are. */
const isOfThePast = (event: Event): boolean => event.kind === 'points' && (event.late || event.replaced)

/** Lets rules see what events show: what these point at is read by one statement a kind, then one a condition. */
export async function seeEvents(
  db: Db,
  { watching, silences }: Memory,
  known: KnownSeries,
  events: readonly Event[],
  draft: Draft,
): Promise<void> {
  if (events.length === 0) return
  const series = await known.read(
    db,
    events.flatMap(({ seriesId }) => seriesId ?? []),
    draft.now,
  )
  const seers = new Map(events.map(event => [event.id, seersOf(watching, event, series)]))
  for (const event of events) {
    const one = event.seriesId === null ? undefined : series.get(event.seriesId)
    if (event.kind !== 'points' || one === undefined) continue
    for (const rule of silences.heard(one, event.at)) draft.see(rule, one, sighting(event.at, false))
  }
  const items = await readItems(
    db,
    events.filter(({ id }) => seers.get(id)!.length > 0),
    series,
  )
  const woken = items.flatMap(item =>
    rulesSeeing(item, seers.get(item.event.id)!).map(rule => ({ rule, asked: rule, item, series: item.series })),
  )
  for (const [condition, those] of Map.groupBy(woken, ({ rule }) => rule.means)) {
    const seen = await see(db, condition, those)
    for (const [i, { rule, series }] of those.entries()) for (const one of seen[i]!) draft.see(rule, series, one)
  }
}

const see = (db: Db, condition: Condition, woken: readonly Woken[]): Promise<readonly (readonly Sighting[])[]> =>
  condition.see(db, woken)

function seersOf(
  watching: Watching,
  { kind, seriesId }: Event,
  known: ReadonlyMap<number, Series>,
): readonly WatchedRule[] {
  const series = seriesId === null ? null : known.get(seriesId)
  if (series === undefined) return []
  if (series !== null) return watching.rulesFor(kind, series)
  return [...watching.rules.values()].filter(rule => rule.seriesId === null && rule.means.wakes.includes(kind))
}

/** Of what is of no series, those for a group see only what is of their group. */
function rulesSeeing(item: Item, rules: readonly WatchedRule[]): readonly WatchedRule[] {
  if (item.series !== null) return rules
  const scope = item.kind === 'deployment' ? item.change.scope : null
  const groupId = scope !== null && 'groupId' in scope ? scope.groupId : null
  return rules.filter(rule => rule.groupId === null || rule.groupId === groupId)
}

async function readItems(
  db: Db,
  events: readonly Event[],
  series: ReadonlyMap<number, Series>,
): Promise<readonly Item[]> {
  const kinds = [...new Set(events.map(({ kind }) => kind))]
  const found = new Map<number, Item>()
  for (const kind of kinds)
    for (const [id, item] of (await load(db, kind, events))(series)) if (item !== null) found.set(id, item)
  return events.flatMap(({ id }) => {
    const item = found.get(id)
    return item === undefined || !ofThePresent(item) ? [] : [item]
  })
}

const load = (db: Db, kind: EventKind, events: readonly Event[]) => loadKind(db, kind, events)

/** History that is stored later is no news: a rule is tried on it instead. */
function ofThePresent(item: Item): boolean {
  if (item.kind !== 'points') return true
  return isOfThePresent(item.points.times.at(-1)!, stepOf(item.series), item.event.at)
}
