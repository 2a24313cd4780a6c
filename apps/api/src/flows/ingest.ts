import { covers, type Reach } from '@seriema/domain/access'
import type { DetectorKind } from '@seriema/domain/anomaly'
import { Fault } from '@seriema/domain/fault'
import type { RawColumns, Rejection, Warning } from '@seriema/domain/point'
import type { Settled } from '@seriema/domain/settle'
import { slice } from '@seriema/domain/settle'
import { baseline } from '@seriema/ml/detection/baseline'
import { breathing } from '../concurrency/breath.ts'
import { type Call, createGroupCommit } from '../concurrency/group-commit.ts'
import type { OneAtATime } from '../concurrency/one-at-a-time.ts'
import type { Core } from '../core.ts'
import type { Judges } from '../detection/judges.ts'
import type { Watches } from '../detection/watches.ts'
import type { NewEvent } from '../events/event.ts'
import { announce } from '../events/log.ts'
import type { Serving } from '../serving/serving.ts'
import type { StoredAnomaly } from '../store/anomaly.ts'
import { forgetAnomalies, insertAnomalies } from '../store/anomaly.ts'
import type { Db } from '../store/database.ts'
import { transaction } from '../store/database.ts'
import { forgetTruth } from '../store/generator/made.ts'
import { insertPoints, replacePoints, updateFigures } from '../store/point/write.ts'
import type { Series } from '../store/series.ts'
import { findSeries, lockSeries } from '../store/series.ts'
import { span } from '../telemetry/span.ts'
import type { LiveWindows } from '../windows/live-windows.ts'
import { type Ahead, stillRight } from './ingest/ahead.ts'
import type { Change } from './ingest/change.ts'
import { changeOf, freshRows, judgedAnew, newsOf, replacedRows } from './ingest/change.ts'
import { type Checked, check, compare } from './ingest/check.ts'
import { detectChanged, type Scored } from './ingest/detect.ts'

/** Points of one series as they arrive; every element is checked here. */
export interface IncomingBatch {
  readonly key: string
  readonly raw: RawColumns
}

export interface IngestOptions {
  /** Whether a different value for a stored instant replaces it. */
  readonly replace: boolean
  /** The series whose points may come: any other is not there [all]. */
  readonly reach?: Reach
  /**
   * Whether judging may take the time it needs, before anything is locked: the chosen detector speaks wherever it can.
   * Others are judged within a time, for whoever sent them waits.
   */
  readonly unhurried?: boolean | undefined
  /**
   * Runs in the transaction once the points are in, with what becomes of each batch; when it throws, nothing is stored.
   * What it returns is announced with the points.
   */
  readonly alongside?: Alongside | undefined
}

export interface SeriesOutcome {
  readonly key: string
  /** As it is after the commit; null when there is none of this key. */
  readonly series: Series | null
  /** New points and replaced ones. */
  readonly stored: number
  /** Already stored with the same values. */
  readonly duplicates: number
  /** Stored with other values before: replaced when asked to, else rejected. */
  readonly conflicts: number
  readonly late: number
  /** The first 10,000 of each; `rejected` and `warned` count all. */
  readonly rejections: readonly Rejection[]
  readonly rejected: number
  readonly warnings: readonly Warning[]
  readonly warned: number
  readonly anomalies: readonly StoredAnomaly[]
  /** Which detector spoke, of which version where it was trained, and why when it was not who speaks for the series. */
  readonly detector: DetectorKind
  readonly versionId: number | null
  readonly fallback: string | null
  /**
   * The first point that another spoke for, where it could have, had the points come in order and at leisure; epoch
   * milliseconds. Null where there is none.
   */
  readonly standInFrom: number | null
  /** Why nothing of this series was stored, when nothing could be. */
  readonly fault: Fault | null
}

export type Alongside = (tx: Db, outcomes: readonly SeriesOutcome[]) => Promise<readonly NewEvent[]>

/** What ingestion reaches for. */
export interface IngestParts extends Core {
  readonly windows: LiveWindows
  readonly watches: Watches
  readonly serving: Serving
  readonly oneAtATime: OneAtATime
  readonly judges: Judges
  /** Hears of points once they are committed, with their series after and before. */
  readonly pointsCame: (after: Series, before: Series) => void
}

/** Batches, no two of one key, that are stored together or not at all. */
interface IngestCall extends Call, IngestOptions {
  readonly batches: readonly IncomingBatch[]
}

/**
 * Checks, stores, scores and announces the points of many series in one transaction, which calls made at the same time
 * may share, and answers after its commit: one outcome per batch, in order. What a batch holds that is bad costs nothing
 * that is good. Sending the same again changes nothing, so whoever got no answer sends again. (A key that comes twice
 * makes a second transaction, after the first.) Throws UNAVAILABLE or TIMED_OUT when nothing is
 * known to be stored, TOO_LARGE for a key that comes more than 100 times.
 */
export type Ingest = (batches: readonly IncomingBatch[], options: IngestOptions) => Promise<readonly SeriesOutcome[]>

/** What flows that bring points in reach for. */
export interface IngestApp extends Core {
  readonly ingest: Ingest
}

export function createIngest(app: IngestParts): Ingest {
  const commit = createGroupCommit((calls: readonly IngestCall[]) => storeTogether(app, calls))
  return async (batches, options) => {
    const outcomes: SeriesOutcome[] = []
    const made = rounds(batches)
    if (made.length > roundsAtMost)
      throw new Fault(
        'TOO_LARGE',
        `a key comes ${made.length} times, at most ${roundsAtMost} are taken at once: send its points in one entry`,
      )
    for (const round of made) {
      const call = callOf(
        round.map(place => batches[place]!),
        options,
      )
      const stored = await commit(call)
      round.forEach((place, i) => {
        outcomes[place] = stored[i]!
      })
    }
    return outcomes
  }
}

/** Transactions that one call may ask for, one after the other. */
const roundsAtMost = 100

const callOf = (batches: readonly IncomingBatch[], options: IngestOptions): IngestCall => ({
  ...options,
  batches,
  keys: batches.map(batch => batch.key),
  size: batches.reduce(
    (sum, { raw }) => raw.values.reduce((s, column) => s + column.length, sum + raw.times.length),
    0,
  ),
  alone: options.alongside !== undefined || options.unhurried === true,
})

/** Places of the batches, those of one key in different rounds. */
function rounds(batches: readonly IncomingBatch[]): readonly (readonly number[])[] {
  const made: number[][] = []
  const seen = new Map<string, number>()
  batches.forEach(({ key }, place) => {
    const round = seen.get(key) ?? 0
    seen.set(key, round + 1)
    const places = made[round] ?? []
    made[round] = places
    places.push(place)
  })
  return made
}

async function storeTogether(
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

/** Points whose writing out takes tens of milliseconds. */
const many = 20_000

const insertFresh = (tx: Db, settled: readonly Settled<Series>[]): Promise<void> =>
  insertPoints(tx, settled.map(freshRows))

/**
 * Writes everything at once, but for what is being inserted already: PostgreSQL works through it while the next batch is
 * read here. Where there is much of it the points go first, and whatever else waits has its turn before the rest.
 */
async function write(
  tx: Db,
  changes: readonly Change[],
  early: Promise<void> | null,
  now: number,
): Promise<Map<number, StoredAnomaly[]>> {
  if (changes.length === 0) return new Map()
  const findings = changes.flatMap(({ after, detection }) =>
    detection.findings.map(finding => ({ ...finding, seriesId: after.id })),
  )
  const replaced = changes.map(({ after, settled }) => ({ seriesId: after.id, times: settled.replaced.times }))
  const count = changes.reduce((sum, { settled }) => sum + settled.fresh.times.length, 0)
  const inserted =
    early ??
    insertFresh(
      tx,
      changes.map(({ settled }) => settled),
    )
  if (count > many) await inserted
  const [, , , , , anomalies] = await Promise.all([
    inserted,
    replacePoints(tx, changes.map(replacedRows)),
    forgetAnomalies(tx, [...replaced, ...changes.flatMap(judgedAnew)]),
    forgetTruth(tx, replaced),
    updateFigures(
      tx,
      changes.map(change => change.after),
    ),
    insertAnomalies(tx, findings, now),
  ])
  return Map.groupBy(anomalies, anomaly => anomaly.seriesId)
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

const refused = (
  { serving }: Pick<IngestParts, 'serving'>,
  key: string,
  series: Series | null,
  fault: Fault,
): SeriesOutcome => ({
  key,
  series,
  stored: 0,
  duplicates: 0,
  conflicts: 0,
  late: 0,
  rejections: [],
  rejected: 0,
  warnings: [],
  warned: 0,
  anomalies: [],
  detector: series === null ? baseline.kind : serving.speakerOf(series, 'watch').kind,
  versionId: series === null ? null : serving.speakerOf(series, 'watch').versionId,
  fallback: null,
  standInFrom: null,
  fault,
})

const outcomeOf = (
  { fresh, replaced, unchanged, conflicts, late, rejections, rejected, warnings, warned }: Settled<Series>,
  series: Series,
  { detection: { detector, versionId, fallback }, standInFrom }: Scored,
  anomalies: readonly StoredAnomaly[],
): SeriesOutcome => ({
  key: series.key,
  series,
  stored: fresh.times.length + replaced.times.length,
  duplicates: unchanged.times.length,
  conflicts,
  late,
  rejections,
  rejected,
  warnings,
  warned,
  anomalies,
  detector,
  versionId,
  fallback,
  standInFrom,
  fault: null,
})
