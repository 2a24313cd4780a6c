import type { AlertCounts } from '@seriema/domain/alert'
import { type LabelCounts, nothingLabelled } from '@seriema/domain/label'
import type { PointColumns } from '@seriema/domain/point'
import type { Scope } from '@seriema/domain/role'
import type { Tally } from '@seriema/domain/rollout/tally'
import DataLoader from 'dataloader'
import type { App } from '../app.ts'
import type { Generator } from '../flows/generate.ts'
import { type AccuracyDimension, type AccuracyFilter, type AccuracyPart, accuracyOfSeries } from '../store/accuracy.ts'
import {
  type AlertEntry,
  type AlertSeries,
  entriesOfAlerts,
  openAlertCounts,
  seriesCounts,
  seriesOfAlerts,
} from '../store/alert.ts'
import { type AlertRule, findAlertRules } from '../store/alert-rule.ts'
import { type AnomalySpan, type AnomalySummary, type StoredAnomaly, summariseAnomalies } from '../store/anomaly.ts'
import { deploymentsOf, type StoredDeployment } from '../store/deployment.ts'
import { latestDrift, type StoredDrift } from '../store/drift.ts'
import { findGroups, type Group } from '../store/group.ts'
import { countsOfVersions } from '../store/label/figures.ts'
import { anomaliesOfLabels, type Label, labelsOfAnomalies } from '../store/label.ts'
import { findModels, type Model } from '../store/model.ts'
import { type LatestPoint, readLatest, readTails } from '../store/point.ts'
import { latestQuality, type Quality } from '../store/quality.ts'
import { findReceivers, type Receiver } from '../store/receiver.ts'
import type { Rescore } from '../store/rescore.ts'
import { findTallies } from '../store/rollout.ts'
import { findRuns, lastRuns, type ScheduleRun } from '../store/schedule/run.ts'
import { findSchedules, type Schedule } from '../store/schedule.ts'
import { findSeriesByIds, type Series } from '../store/series.ts'
import { type Suppression, suppressionsOf } from '../store/suppression.ts'
import { findVersions, type Version } from '../store/version.ts'

/**
 * Reads for many series at once what resolvers ask for one by one, and nothing twice in one operation. What a loader
 * holds is as of the operation's first look: a subscription needs new ones for each message.
 */
export function createLoaders(app: App) {
  const byId = new Map<string, DataLoader<number, unknown>>()
  /** One loader per way of asking, made when first needed: most operations need none or one. */
  const loader = <T>(name: string, read: (ids: readonly number[]) => Promise<Map<number, T>>) => {
    const known = byId.get(name) as DataLoader<number, T | null> | undefined
    if (known !== undefined) return known
    const made = new DataLoader<number, T | null>(async ids => {
      const found = await read(ids)
      return ids.map(id => found.get(id) ?? null)
    })
    byId.set(name, made as DataLoader<number, unknown>)
    return made
  }
  const byKey = new Map<string, Promise<Series | null>>()
  const series = () =>
    loader('series', async ids => new Map((await findSeriesByIds(app.reads, ids)).map(found => [found.id, found])))

  return {
    series: (id: number): Promise<Series | null> => series().load(id),
    seriesByKey(key: string): Promise<Series | null> {
      const known = byKey.get(key)
      if (known !== undefined) return known
      const found = app.seriesByKey(key).then(one => {
        if (one !== null) series().prime(one.id, one)
        return one
      })
      byKey.set(key, found)
      return found
    },
    /** What is known of a series already needs no reading. */
    remember: (found: Series): void => void series().prime(found.id, found),
    async latest(series: Series): Promise<LatestPoint | null> {
      const held = app.windows.held(series, 1)
      if (held === null) return loader('latest', ids => readLatest(app.reads, ids)).load(series.id)
      const at = held.times[0]
      return at === undefined ? null : { at, values: Float64Array.from(held.channels, values => values[0]!) }
    },
    tail: async (series: Series, last: number): Promise<PointColumns | null> =>
      app.windows.held(series, last) ?? loader(`tail ${last}`, ids => readTails(app.reads, ids, last)).load(series.id),
    generator: (id: number): Promise<Generator | null> =>
      loader('generator', async ids => {
        const found = await app.generators.find(ids)
        return new Map(found.filter(each => each !== null).map(each => [each.seriesId, each]))
      }).load(id),
    rescore: (id: number): Promise<Rescore | null> =>
      loader('rescore', async ids => new Map((await app.rescores.find(ids)).map(one => [one.seriesId, one]))).load(id),
    group: (id: number): Promise<Group | null> =>
      loader('group', async ids => new Map((await findGroups(app.reads, ids)).map(one => [one.id, one]))).load(id),
    model: (id: number): Promise<Model | null> =>
      loader('model', async ids => new Map((await findModels(app.reads, ids)).map(one => [one.id, one]))).load(id),
    version: (id: number): Promise<Version | null> =>
      loader('version', async ids => new Map((await findVersions(app.reads, ids)).map(one => [one.id, one]))).load(id),
    deployments: async (scope: Scope): Promise<readonly StoredDeployment[]> => {
      const [of, id] =
        'seriesId' in scope ? (['seriesId', scope.seriesId] as const) : (['groupId', scope.groupId] as const)
      return (await loader(`deployments ${of}`, ids => deploymentsOf(app.reads, of, ids)).load(id)) ?? []
    },
    /** What was said of an anomaly. */
    labelOf: (anomalyId: number): Promise<Label | null> =>
      loader('label of', ids => labelsOfAnomalies(app.reads, ids)).load(anomalyId),
    labelledAnomaly: (labelId: number): Promise<StoredAnomaly | null> =>
      loader('labelled anomaly', ids => anomaliesOfLabels(app.reads, ids)).load(labelId),
    labelCounts: async (versionId: number): Promise<LabelCounts> =>
      (await loader('label counts', ids => countsOfVersions(app.reads, ids)).load(versionId)) ?? nothingLabelled,
    receiver: (id: number): Promise<Receiver | null> =>
      loader('receiver', async ids => new Map((await findReceivers(app.reads, ids)).map(one => [one.id, one]))).load(
        id,
      ),
    suppressions: async (seriesId: number): Promise<readonly Suppression[]> =>
      (await loader('suppressions', ids => suppressionsOf(app.reads, ids)).load(seriesId)) ?? [],
    schedule: (id: number): Promise<Schedule | null> =>
      loader('schedule', async ids => new Map((await findSchedules(app.reads, ids)).map(one => [one.id, one]))).load(
        id,
      ),
    scheduleRun: (id: number): Promise<ScheduleRun | null> =>
      loader('schedule run', async ids => new Map((await findRuns(app.reads, ids)).map(one => [one.id, one]))).load(id),
    lastRun: (scheduleId: number): Promise<ScheduleRun | null> =>
      loader('last run', ids => lastRuns(app.reads, ids)).load(scheduleId),
    accuracy: async (
      seriesId: number,
      filter: AccuracyFilter,
      by: readonly AccuracyDimension[],
    ): Promise<AccuracyPart[]> =>
      (await loader(`accuracy ${JSON.stringify([filter, by])}`, ids =>
        accuracyOfSeries(app.reads, ids, filter, by),
      ).load(seriesId)) ?? [],
    /** As it was when last looked at. */
    quality: (seriesId: number): Promise<Quality | null> =>
      loader('quality', ids => latestQuality(app.reads, ids)).load(seriesId),
    drift: (seriesId: number): Promise<StoredDrift | null> =>
      loader('drift', ids => latestDrift(app.reads, ids)).load(seriesId),
    tally: (deploymentId: number): Promise<Tally | null> =>
      loader('tally', ids => findTallies(app.reads, ids)).load(deploymentId),
    alertRule: (id: number): Promise<AlertRule | null> =>
      loader('alert rule', async ids => new Map((await findAlertRules(app.reads, ids)).map(one => [one.id, one]))).load(
        id,
      ),
    alertSeries: async (alertId: number): Promise<readonly AlertSeries[]> =>
      (await loader('alert series', ids => seriesOfAlerts(app.reads, ids)).load(alertId)) ?? [],
    alertSeriesCount: async (alertId: number): Promise<number> =>
      (await loader('alert series count', ids => seriesCounts(app.reads, ids)).load(alertId)) ?? 0,
    alertEntries: async (alertId: number): Promise<readonly AlertEntry[]> =>
      (await loader('alert entries', ids => entriesOfAlerts(app.reads, ids)).load(alertId)) ?? [],
    openAlerts: async (seriesId: number): Promise<AlertCounts> =>
      (await loader('open alerts', ids => openAlertCounts(app.reads, ids)).load(seriesId))!,
    anomalySummary: (id: number, span: AnomalySpan): Promise<AnomalySummary | null> =>
      loader(`anomalies ${span.from} ${span.within}`, ids => summariseAnomalies(app.reads, ids, span)).load(id),
  }
}

export type Loaders = ReturnType<typeof createLoaders>
