import { type App, buildApp } from '../app.ts'
import { type AuditDraft, targetOf, theSystem } from '../audit/entry.ts'
import type { Config } from '../config.ts'
import { createServer } from '../server/server.ts'
import type { ApiKey } from '../store/api-key.ts'
import type { Log } from '../telemetry/log.ts'
import { openDatabase } from './database.ts'
import { type Lifecycle, within } from './lifecycle.ts'
import { openPorch } from './porch.ts'
import { apiPort, requirePorts } from './ports.ts'
import { startWorkers } from './workers.ts'

/** Says how far the start is; `detail` is shown beside its name. */
export type Step = <T>(name: string, work: () => Promise<{ readonly result: T; readonly detail: string }>) => Promise<T>

/** Begins no further step once the end has begun. */
export const untilStopped =
  (step: Step, lifecycle: Lifecycle): Step =>
  (name, work) => {
    if (lifecycle.ending.aborted) throw new Error(`stopped before ${name}`)
    return step(name, work)
  }

/** What the audit says of the key of whoever starts it for the first time. */
const firstKeyMade = ({ id, name, handle, expiresAt }: ApiKey): AuditDraft => ({
  actor: theSystem,
  operation: 'createApiKey',
  outcome: 'done',
  message: 'nobody had a key that may do everything',
  targets: [targetOf('ApiKey', { id: String(id), name })],
  input: { handle, expiresAt },
})

export interface Serving {
  readonly app: App
  readonly url: string
  readonly port: number
  /** The key of whoever starts it for the first time, shown once; null where somebody has one, or nobody needs one. */
  readonly firstKey: string | null
}

/** The API: database, migrations, background work, the server that answers, and the workers that train for it. */
export async function serve(config: Config, log: Log, lifecycle: Lifecycle, report: Step): Promise<Serving> {
  const step = untilStopped(report, lifecycle)
  await requirePorts([apiPort(config)])
  const porch = await openPorch(config, log)
  lifecycle.onStop(porch.close)
  const databaseUrl = await step('database', async () => {
    const database = await openDatabase(config, log)
    lifecycle.onStop(database.stop)
    const where = config.databaseUrl === null ? 'embedded' : `at ${new URL(database.url).host}`
    return { result: database.url, detail: `PostgreSQL ${database.version}, ${where}` }
  })
  return step('API', async () => {
    const app = await buildApp({ ...config, databaseUrl }, log)
    const server = createServer(app)
    lifecycle.onStop(async () => {
      const finished = await within(config.shutdownBudget, async () => {
        await app.drain()
        await server.close()
        await app.close()
      })
      if (!finished) log.warn({ budget: config.shutdownBudget }, 'cut off what did not finish in time')
    })
    await porch.close()
    const { url, port } = await server.listen()
    const first = app.access.on ? await app.access.keys.first() : null
    if (first !== null) await app.audit.record(firstKeyMade(first.key))
    const firstKey = first?.secret ?? null
    const workers = startWorkers(config.workers, databaseUrl, log)
    lifecycle.onStop(() => workers.stop(config.shutdownBudget))
    return { result: { app, url, port, firstKey }, detail: url }
  })
}
