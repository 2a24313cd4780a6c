import { setTimeout as pause } from 'node:timers/promises'
import type { App } from '../app.ts'
import { type Figure, single } from '../telemetry/prometheus/figure.ts'
import { createProcessFigures } from '../telemetry/prometheus/process.ts'
import { version } from '../version.ts'
import { createDatabaseFigures } from './metrics/database.ts'

export type MetricsApp = Pick<
  App,
  'clock' | 'config' | 'db' | 'sharedReads' | 'draining' | 'forecasting' | 'hub' | 'log' | 'meters' | 'serving'
>

/** Milliseconds that scrapes share one answer, and that the database has to give its part of it. */
const [fresh, patience] = [1_000, 2_000]

/** What a scrape of `/metrics` is answered with. Whatever the database does not say in time is left out. */
export function createMetrics(app: MetricsApp, sockets: { readonly open: number }): () => Promise<string> {
  const processFigures = createProcessFigures(() => performance.now())
  const fromDatabase = createDatabaseFigures(app)
  const render = async () => {
    const stored = await Promise.race([fromDatabase(), pause(patience, null, { ref: false })])
    const reachable = single(
      'gauge',
      'seriema_database_up',
      'Whether the database answered in time.',
      stored === null ? 0 : 1,
    )
    return app.meters.prometheus.render([
      ...ownFigures(app, sockets),
      ...app.meters.counts.figures,
      reachable,
      ...(stored ?? []),
      ...processFigures(),
    ])
  }
  let last: { readonly at: number; readonly text: Promise<string> } | null = null
  return () => {
    const now = performance.now()
    if (last === null || now - last.at > fresh) last = { at: now, text: render() }
    return last.text
  }
}

/** What this process knows without asking anybody. */
function ownFigures(
  { serving, meters, hub, forecasting, draining }: MetricsApp,
  sockets: { readonly open: number },
): readonly Figure[] {
  const { hits, misses, loaded, bytes, capacity } = serving.versions.figures
  const build = { version, node: process.versions.node }
  return [
    { name: 'seriema_build_info', help: 'What runs here.', type: 'gauge', values: [{ labels: build, value: 1 }] },
    single('gauge', 'seriema_draining', 'Whether it is on its way down.', draining ? 1 : 0),
    single('counter', 'seriema_version_cache_hits_total', 'Times a version was asked for that was loaded.', hits),
    single(
      'counter',
      'seriema_version_cache_misses_total',
      'Times a version was asked for that was not loaded.',
      misses,
    ),
    single('gauge', 'seriema_version_cache_versions', 'Versions that are loaded.', loaded),
    single('gauge', 'seriema_version_cache_bytes', 'What the versions that are loaded hold.', bytes),
    single('gauge', 'seriema_version_cache_capacity_bytes', 'What they may hold.', capacity),
    single(
      'gauge',
      'seriema_fitted_forecasters',
      'Fitted forecasters of built-in kinds that are held.',
      forecasting.held,
    ),
    single('gauge', 'seriema_subscriptions', 'Subscriptions that are open.', meters.subscriptions.value()),
    single('gauge', 'seriema_sockets', 'WebSockets that are open.', sockets.open),
    single('gauge', 'seriema_events_listening', 'Whether news of the database come at once.', hub.listening ? 1 : 0),
  ]
}
