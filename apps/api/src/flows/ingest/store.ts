import { covers } from '@seriema/domain/access'
import { Fault } from '@seriema/domain/fault'
import type { Settled } from '@seriema/domain/settle'
import { slice } from '@seriema/domain/settle'
import { baseline } from '@seriema/ml/detection/baseline'
import { breathing } from '../../concurrency/breath.ts'
import { announce } from '../../events/log.ts'
import type { Db } from '../../store/database.ts'
import { transaction } from '../../store/database.ts'
import { findSeries, lockSeries, type Series } from '../../store/series.ts'
import { span } from '../../telemetry/span.ts'
import { type Ahead, stillRight } from './ahead.ts'
import type { IncomingBatch, IngestCall } from './call.ts'
import { type Change, changeOf, newsOf } from './change.ts'
import { type Checked, check, compare } from './check.ts'
import { detectChanged, type Scored } from './detect.ts'
import { outcomeOf, refused, type SeriesOutcome } from './outcome.ts'
import type { IngestParts } from './parts.ts'
import { insertFresh, write } from './write.ts'

/** The calls in one transaction, and what is held in memory after its commit. */
export async function storeTogether(
  app: IngestParts,
  calls: readonly IngestCall[],
): Promise<readonly (readonly SeriesOutcome[])[]> {
  const ahead = new Map<IncomingBatch, Ahead>()
  await app.watches.room()
  for (const call of calls) if (call.unhurried) await app.oneAtATime(() => scoreAhead(app, call, ahead))
  const { outcomes, changes } = await transaction(app.db, tx => store(app, tx, calls, ahead))
  for (const change of changes) settleIn(app, change)
  return outcomes
}

/**
 * Series after series, so that one state is in work at a time, until nothing is left to do but for threads that judge. What
 * cannot be stored is left for the transaction to say.
 */
async function scoreAhead(app: IngestParts, { keys, batches, replace }: IngestCall, ahead: Map<IncomingBatch, Ahead>) {
  const found = new Map((await findSeries(app.db, keys)).map(series => [series.key, series]))
  for (const batch of batches) {
    const checked = check(found.get(batch.key), batch, replace, app.clock())
    if (checked instanceof Fault) continue
    const settled = await compare(app.db, checked)
    // Nobody waits for it under a lock, so it may be loaded; where that fails the baseline speaks and says why.
    await app.serving.detectorFor(settled.series).catch(() => {})
    const { promise: away, resolve } = Promise.withResolvers<void>()
    const scored = detectChanged(app, app.db, settled, { away: resolve })
    scored.catch(() => {})
    ahead.set(batch, { settled, scored })
    await Promise.race([scored, away])
  }
}

/** A batch as it was sent, and the series it is for; null where its sender sees none. */
interface Sent {
  readonly key: string
  readonly series: Series | null
}

/** The outcomes of each call's batches, in order. */
async function store(app: IngestParts, tx: Db, calls: readonly IngestCall[], ahead: ReadonlyMap<IncomingBatch, Ahead>) {
  const now = app.clock()
  const found = new Map(
    (
      await lockSeries(
        tx,
        calls.flatMap(call => call.keys),
      )
    ).map(series => [series.key, series]),
  )
  const known = new Map<Settled<Series>, Promise<Scored>>()
  const breathe = breathing()
  const looked: (readonly [batch: Sent, Settled<Series> | Checked | Fault])[] = []
  for (const { batches, replace, reach = null } of calls)
    for (const batch of batches) {
      const there = found.get(batch.key)
      const series = there !== undefined && covers(reach, there) ? there : undefined
      const early = ahead.get(batch)
      const right = early === undefined || series === undefined ? null : stillRight(early, series)
      if (right !== null) known.set(right.settled, right.scored)
      looked.push([{ key: batch.key, series: series ?? null }, right?.settled ?? check(series, batch, replace, now)])
      const pause = breathe()
      if (pause !== undefined) await pause
    }
  const admitted = await Promise.all(
    looked.map(async ([sent, one]) => [sent, 'checked' in one ? await compare(tx, one) : one] as const),
  )
  const unhurried = calls.some(call => call.unhurried) ? { away: () => {} } : null
  const settled = admitted.map(([, one]) => one).filter((one): one is Settled<Series> => !(one instanceof Fault))
  // PostgreSQL stores what threads still judge. Whoever scores here first reads what was stored before.
  const early = settled.every(one => known.has(one)) ? insertFresh(tx, settled) : null
  early?.catch(() => {})
  const scored = await span(
    'score',
    () => Promise.all(settled.map(one => known.get(one) ?? detectChanged(app, tx, one, unhurried))),
    { attributes: { 'seriema.series': settled.length } },
  )
  const made = settled.map((one, i) => changeOf(one, scored[i]!, now))
  const changes = made.filter(change => change !== null)
  await breathe()
  const anomalies = await write(tx, changes, early, now)
  const outcomeFor = new Map(
    settled.map((one, i) => {
      const after = made[i]?.after ?? one.series
      return [one, outcomeOf(one, after, scored[i]!, anomalies.get(after.id) ?? [])]
    }),
  )
  const all = admitted.map(([{ key, series }, one]) =>
    one instanceof Fault ? refused(app, key, series, one) : outcomeFor.get(one)!,
  )
  let from = 0
  const outcomes = calls.map(({ batches }) => {
    const own = all.slice(from, from + batches.length)
    from += batches.length
    return own
  })
  const news = changes.flatMap(change => newsOf(change, anomalies.get(change.after.id) ?? []))
  for (const [i, { alongside }] of calls.entries())
    if (alongside !== undefined) news.push(...(await alongside(tx, outcomes[i]!)))
  await announce(tx, news, now)
  return { outcomes, changes }
}

/** After the commit: what is held in memory follows, and whoever waits for points hears of them. */
function settleIn(app: IngestParts, { settled, after, knowledge, detection }: Change): void {
  const { series: before, fresh, late, replaced } = settled
  const disturbed = late > 0 || replaced.times.length > 0
  for (const one of knowledge) app.watches.give(after, one, disturbed)
  app.windows.advance({ before, after, appended: slice(fresh, late), disturbed })
  const stored = fresh.times.length + replaced.times.length
  app.meters.points.add(stored)
  app.meters.counts.stored(after.key, stored, detection.findings)
  app.pointsCame(after, before)
  if (detection.fallback !== null)
    app.log.debug(
      { series: after.key, fallback: detection.fallback },
      `the ${baseline.name} spoke for another detector`,
    )
}
