import { relative } from 'node:path'
import { type Config, schemeOf } from '../config.ts'
import { createDemo } from '../flows/demo.ts'
import { introspects } from '../server/origins.ts'
import { type Log, logFile, writesToFile } from '../telemetry/log.ts'
import { buildDashboard, hashSources, isBuilt, startDashboard } from './dashboard.ts'
import { openFront } from './front.ts'
import type { Lifecycle } from './lifecycle.ts'
import { freePort } from './ports.ts'
import { serve, untilStopped } from './serve.ts'
import type { Terminal } from './terminal.ts'

/** Database, API, dashboard and demo series; then says where they are. */
export async function startEverything(
  config: Config,
  log: Log,
  terminal: Terminal,
  lifecycle: Lifecycle,
): Promise<void> {
  let ready = false
  const kept =
    config.databaseUrl === null ? shown(config.dataFolder) : `the database at ${new URL(config.databaseUrl).host}`
  lifecycle.onStop(() => {
    if (ready) terminal.line(`  Stopped. Everything is kept in ${kept}; npm start goes on.\n`)
  })
  const step = untilStopped(terminal.step, lifecycle)
  const scheme = schemeOf(config)
  const address = (host: string, port: number) => addressFor(scheme, host, port)
  const sources = hashSources()
  const built = isBuilt(sources)
  const startWeb = async (port: number) => {
    if (!built) await buildDashboard(sources, log, lifecycle.ending)
    const apiUrl = config.apiUrl ?? (port === 4000 ? null : `${address(config.host, port)}/graphql`)
    if (scheme === 'http') {
      const { host, webPort, trustedProxies } = config
      const { stop } = await startDashboard({ host, port: webPort, apiUrl, trustedProxies }, log)
      return lifecycle.onStop(stop)
    }
    // What it is reached through says how each request came, whoever wrote what.
    const inside = { host: '127.0.0.1', port: await freePort(), apiUrl, trustedProxies: ['127.0.0.1'] }
    const { stop } = await startDashboard(inside, log)
    lifecycle.onStop(stop)
    const front = await openFront(config, inside.port, log)
    lifecycle.onStop(front.close)
  }
  // Beside the database and the API, unless it must be built first or told a port that is not known yet.
  const early = built && config.apiPort !== 0 ? startWeb(config.apiPort) : null
  // Its failure is told at the step that waits for it.
  early?.catch(() => {})
  const { app, port, firstKey } = await serve(config, log, lifecycle, step)
  await step('dashboard', async () => {
    await (early ?? startWeb(port))
    return { result: null, detail: built ? 'as built before' : 'built' }
  })
  if (config.demo) {
    await step('demo series', async () => {
      const keys = await createDemo(app)
      return { result: keys, detail: keys.join(', ') || 'none: the series here are all yours' }
    })
  }
  ready = true
  lifecycle.onStop(() => terminal.line('\n  Stopping: finishing what was accepted. Ctrl-C again to stop at once.'))
  terminal.addresses([
    ['Dashboard', address(config.host, config.webPort)],
    [introspects(config) ? 'GraphiQL' : 'API', `${address(config.host, port)}/graphql`],
  ])
  if (firstKey !== null) terminal.addresses([['Admin key', `${firstKey}  (shown once, good for a day)`]])
  terminal.warn(exposure(app.access.on, config.host))
  const logged = writesToFile(config) ? `, the log in ${shown(logFile(config))}` : ''
  terminal.line(`    Ctrl-C stops everything. The data is kept in ${kept}${logged}.\n`)
}

/** As a person would type it: the address everything listens on is no address to go to. */
function addressFor(scheme: string, host: string, port: number): string {
  const name = /^(127\.0\.0\.1|0\.0\.0\.0|::1?)$/.test(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `${scheme}://${name}:${port}`
}

function exposure(on: boolean, host: string): string {
  if (on) return `Callers must say who they are. It listens on ${host}.`
  return /^(127\.|::1$|localhost$)/.test(host)
    ? 'Authentication is off: anyone on this machine can read and change everything. It listens on localhost only.'
    : `Authentication is off, and it listens on ${host}: ANYONE WHO REACHES THIS MACHINE can read and change everything.`
}

const shown = (path: string) => {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near
}
