import { alertSeverities } from '@seriema/domain/alert'
import { unfinishedStates } from '@seriema/domain/training'
import type { Core } from '../../core.ts'
import { countOpenAlerts } from '../../store/alert.ts'
import { useOf } from '../../store/database.ts'
import { countSeries } from '../../store/database-status.ts'
import {
  countConnections,
  countDeliveries,
  countJobs,
  countTrainings,
  findTried,
  nameVersions,
  type Tried,
} from '../../store/figures.ts'
import { countRunning } from '../../store/generator.ts'
import { type Figure, type FigureValue, single } from '../../telemetry/prometheus/figure.ts'
import { createTrainingFigures } from './trainings.ts'

/** What all processes share: every API process tells the same of it. null where it cannot be read. */
export function createDatabaseFigures(
  app: Pick<Core, 'db' | 'sharedReads' | 'config' | 'meters' | 'log'>,
): () => Promise<readonly Figure[] | null> {
  const { sharedReads: db, config, meters, log } = app
  const trainingFigures = createTrainingFigures(app)
  const read = async () => {
    const ids = [...new Set([...meters.counts.inference.versions, ...meters.counts.scoring.versions])]
    const { versions } = config.metrics
    const [trainings, alerts, deliveries, jobs, connections, tried, named, series, generators, ended] =
      await Promise.all([
        countTrainings(db),
        countOpenAlerts(db),
        countDeliveries(db),
        countJobs(db),
        countConnections(db),
        findTried(db, versions),
        nameVersions(db, ids, versions),
        countSeries(db),
        countRunning(db),
        trainingFigures(),
      ])
    const counted = new Map(trainings.map(({ state, count }) => [state, count]))
    const { waiting, running } = useOf(app.db)
    return [
      single('gauge', 'seriema_series', 'Series there are.', series),
      single('gauge', 'seriema_generators_running', 'Generators that run.', generators),
      gauge(
        'seriema_trainings',
        'Trainings that have not ended, by state.',
        unfinishedStates.map(state => ({ labels: { state }, value: counted.get(state) ?? 0 })),
      ),
      gauge(
        'seriema_alerts',
        'Alerts that are open, by severity.',
        alertSeverities.map(severity => ({ labels: { severity }, value: alerts[severity] })),
      ),
      gauge(
        'seriema_deliveries',
        'Messages to receivers that wait, and dead letters that are kept.',
        ['waiting', 'dead'].map(state => ({
          labels: { state },
          value: deliveries.find(each => each.state === state)?.count ?? 0,
        })),
      ),
      gauge(
        'seriema_queue_jobs',
        'Jobs that wait or are in hand, by queue and state.',
        jobs.map(({ queue, state, count }) => ({ labels: { queue, state }, value: count })),
      ),
      ...ended,
      gauge(
        'seriema_version_info',
        'Versions used or made last: what their number in other figures stands for.',
        named.map(({ id, name, kind, role, scope }) => ({
          labels: { version: String(id), name, kind, role, scope },
          value: 1,
        })),
      ),
      gauge(
        'seriema_version_training_seconds',
        'How long the training of a version took.',
        named.flatMap(({ id, kind, took }) =>
          took === null ? [] : [{ labels: { version: String(id), kind }, value: took / 1_000 }],
        ),
      ),
      ...rolloutFigures(tried),
      gauge(
        'seriema_database_connections',
        'Connections of all processes of Seriema, by state.',
        connections.map(({ state, count }) => ({ labels: { state }, value: count })),
      ),
      single(
        'gauge',
        'seriema_database_connections_max',
        'Connections that the database takes at most.',
        connections[0]?.most ?? 0,
      ),
      gauge('seriema_database_pool_connections_max', 'Connections that this process takes at most.', [
        { labels: { pool: 'writers' }, value: config.writers },
        { labels: { pool: 'readers' }, value: config.readers },
      ]),
      gauge('seriema_database_transactions', 'Transactions of this process that run, and that wait for a connection.', [
        { labels: { state: 'running' }, value: running },
        { labels: { state: 'waiting' }, value: waiting },
      ]),
    ]
  }
  return async () => {
    try {
      return await read()
    } catch (error) {
      log.debug({ err: error }, 'the database could not be asked for its figures')
      return null
    }
  }
}

const gauge = (name: string, help: string, values: readonly FigureValue[]): Figure => ({
  name,
  help,
  type: 'gauge',
  values,
})

/** Of shadows and canaries: their share, and what was seen of them beside who is active. */
function rolloutFigures(tried: readonly Tried[]): readonly Figure[] {
  const of = (value: (one: Tried) => number | null): readonly FigureValue[] =>
    tried.flatMap(one => {
      const { scope, role, slot, kind, version } = one
      const found = value(one)
      return found === null ? [] : [{ labels: { scope, role, slot, kind, version }, value: found }]
    })
  const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : null)
  return [
    gauge(
      'seriema_canary_share_ratio',
      'Share of the series or points that a canary speaks for.',
      of(({ slot, share }) => (slot === 'canary' ? share : null)),
    ),
    gauge(
      'seriema_rollout_agreement_ratio',
      'Share of the points that a shadow or canary judges as who is active does.',
      of(({ tally }) => tally && ratio(tally.agreeing, tally.points)),
    ),
    gauge(
      'seriema_rollout_failure_ratio',
      'Share of the calls of a shadow or canary that failed.',
      of(({ tally }) => tally && ratio(tally.failures, tally.calls)),
    ),
    gauge(
      'seriema_rollout_error_ratio',
      'Error of its forecasts, of that of who is active: below 1 it is better.',
      of(({ tally }) => tally && ratio(tally.ownError, tally.activeError)),
    ),
    gauge(
      'seriema_rollout_points',
      'Points that a shadow or canary was compared on.',
      of(({ tally }) => tally?.points ?? 0),
    ),
  ]
}
