import { setTimeout as pause } from 'node:timers/promises'
import { reachOf } from '@seriema/domain/access'
import type { Caller } from '../access/caller.ts'
import type { App } from '../app.ts'
import { countSeries, type DatabaseStatus, readDatabaseStatus } from '../store/database-status.ts'
import { readTrainingLoad, summariseTrainings } from '../store/training/summary.ts'
import { version } from '../version.ts'

export interface HealthAnswer {
  /** 503 tells a load balancer to send requests elsewhere. */
  readonly status: 200 | 503
  readonly body: Readonly<Record<string, unknown>>
}

export type HealthApp = Pick<
  App,
  'access' | 'clock' | 'db' | 'draining' | 'forecasting' | 'generators' | 'hub' | 'meters' | 'serving'
>

/** What a health route answers; null where `path` is none. No route needs more than a few milliseconds, or waits long. */
export async function answerHealth(
  app: HealthApp,
  path: string,
  identify: () => Promise<Caller | null>,
): Promise<HealthAnswer | null> {
  switch (path) {
    case '/liveness':
      return { status: 200, body: { status: 'alive', uptime: app.meters.uptime() } }
    case '/readiness':
      return readiness(app)
    case '/healthcheck':
      return healthcheck(app, await identify().catch(() => null))
    default:
      return null
  }
}

/** Ready when a request would be served in full: the database answers and stores, its tables are ours, events arrive. */
async function readiness(app: HealthApp): Promise<HealthAnswer> {
  const database = await databaseStatus(app)
  const checks = {
    database: database.state === 'DOWN' ? 'unreachable' : database.writable ? 'reachable' : 'not writable',
    // An App exists only when its migrations have run.
    migrations: 'applied',
    events: app.hub.listening ? 'listening' : 'polling',
  }
  const ready = database.writable && app.hub.listening && !app.draining
  const status = app.draining ? 'draining' : ready ? 'ready' : 'unavailable'
  return { status: ready ? 200 : 503, body: { status, checks } }
}

/**
 * Figures for people and dashboards. Latencies in milliseconds, `uptime` too; null where nothing was measured yet. Whoever
 * may not see all hears only how it is.
 */
async function healthcheck(app: HealthApp, caller: Caller | null): Promise<HealthAnswer> {
  const { meters, forecasting } = app
  const database = await databaseStatus(app)
  const reachable = database.state === 'UP'
  const healthy = reachable && app.hub.listening
  const httpStatus = reachable && !app.draining ? 200 : 503
  const status = app.draining ? 'draining' : healthy ? 'healthy' : reachable ? 'degraded' : 'unhealthy'
  if (caller === null || reachOf(caller.grants, 'viewer') !== null) return { status: httpStatus, body: { status } }
  return {
    status: httpStatus,
    body: {
      status,
      version,
      startedAt: new Date(meters.startedAt).toISOString(),
      uptime: meters.uptime(),
      series: reachable ? await countSeries(app.db) : null,
      generatorsRunning: reachable ? await app.generators.running() : null,
      pointsPerSecond: meters.points.perSecond(),
      subscriptions: meters.subscriptions.value(),
      forecasters: forecasting.forecasters.map(({ kind, available, detail, provider, refused }) => ({
        kind,
        available,
        detail,
        // What it runs on, and why on nothing better, is asked of networks alone.
        ...(provider !== null && { provider, refused }),
      })),
      cachedModels: forecasting.held,
      versions: app.serving.versions.figures,
      inference: meters.inference.summary(),
      trainings: reachable ? await readTrainingLoad(app.db) : null,
      training: reachable ? await summariseTrainings(app.db) : { count: 0, mean: null, p95: null },
      dependencies: {
        database,
        events: { state: app.hub.listening ? 'UP' : 'DOWN', streams: app.hub.subscribers },
      },
      provider: forecasting.provider,
      authentication: app.access.on,
    },
  }
}

const down: DatabaseStatus = { state: 'DOWN', version: null, latency: null, writable: false }
const patience = 2_000

/** A database that answers late is, to who asks for health, one that does not. */
const databaseStatus = (app: HealthApp): Promise<DatabaseStatus> =>
  Promise.race([readDatabaseStatus(app.db), pause(patience, down, { ref: false })])
