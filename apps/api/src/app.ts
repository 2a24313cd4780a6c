import { type Access, createAccess } from './access/access.ts'
import { openCounters } from './access/counters.ts'
import { createRates, type Rates } from './access/rates.ts'
import { type Artifacts, artifactAddress, openArtifacts } from './artifacts/artifacts.ts'
import { type Audit, createAudit } from './audit/audit.ts'
import { createOneAtATime, type OneAtATime } from './concurrency/one-at-a-time.ts'
import { shareReads } from './concurrency/share-reads.ts'
import { type Core, type CoreConfig, openCore } from './core.ts'
import { createJudges } from './detection/judges.ts'
import { createShelf } from './detection/shelf.ts'
import { createWatches, type Watches } from './detection/watches.ts'
import { type Hub, openHub } from './events/hub.ts'
import { createAccuracy } from './flows/accuracy.ts'
import { createSender } from './flows/deliver/send.ts'
import { createDeliverer } from './flows/deliver.ts'
import { runAlerting } from './flows/evaluate/run.ts'
import { followLiveSeries } from './flows/forecast/live.ts'
import { createOwnNetworks, type OwnNetworks } from './flows/forecast/own-networks.ts'
import { createGenerators, type Generators } from './flows/generate.ts'
import { createImports, type Imports } from './flows/import.ts'
import { createIngest, type Ingest } from './flows/ingest.ts'
import { createRollouts } from './flows/judge-rollout.ts'
import { createPurge, type Purge } from './flows/purge.ts'
import { createReceivers, type Receivers } from './flows/receiver.ts'
import { createRescores, type Rescores } from './flows/rescore.ts'
import { createUploads, type Uploads } from './flows/upload.ts'
import { createForecasting, type Forecasting } from './forecasting/forecasting.ts'
import { createServing, type Serving } from './serving/serving.ts'
import { openQueue, type Queue } from './store/queue.ts'
import { requireLimitedRole } from './store/reach.ts'
import { findSeries, type Series } from './store/series.ts'
import type { Log } from './telemetry/log.ts'
import { createLiveWindows, type LiveWindows } from './windows/live-windows.ts'

/** Everything a request, a subscription or background work reaches for. No singletons: two can live in one process. */
export interface App extends Core {
  readonly access: Access
  readonly rates: Rates
  readonly audit: Audit
  readonly hub: Hub
  readonly windows: LiveWindows
  readonly watches: Watches
  readonly serving: Serving
  /** For what is in no hurry and takes the process's time. */
  readonly oneAtATime: OneAtATime
  /** The series of a key as it is now; those who ask at once are answered by one statement. */
  readonly seriesByKey: (key: string) => Promise<Series | null>
  readonly ingest: Ingest
  readonly forecasting: Forecasting
  readonly networks: OwnNetworks
  readonly generators: Generators
  readonly imports: Imports
  readonly rescores: Rescores
  readonly receivers: Receivers
  readonly purge: Purge
  /** Where trainings wait for workers. */
  readonly queue: Pick<Queue, 'send'>
  /** The files of versions. */
  readonly artifacts: Artifacts
  readonly uploads: Uploads
  /** Whether it is on its way down: it finishes what it accepted and should get no new work. */
  readonly draining: boolean
  /** Ends what works by itself, generators, imports, judging anew and purging, each at a whole number of batches. Then `close`. */
  drain(): Promise<void>
  /** Finishes background work and lets go of the database. Requests must have been answered by then. */
  close(): Promise<void>
}

/** Connects, migrates and starts background work. Throws a Fault where database or models cannot be used. */
export async function buildApp(config: CoreConfig, log: Log, clock?: () => number): Promise<App> {
  const opened = await openCore(config, log, clock)
  const { core } = opened
  const closers: (() => Promise<void>)[] = [opened.close]
  const makers: { close(): Promise<void> }[] = []
  let drained: Promise<unknown> | undefined
  const drain = async () => {
    drained ??= Promise.all(makers.map(maker => maker.close()))
    await drained
  }
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    const counters = await openCounters(config, log)
    closers.push(counters.close)
    if (config.access === 'on')
      await requireLimitedRole(core.db).catch(err => log.warn({ err }, 'roles for some series cannot be given or used'))
    const audit = createAudit(core)
    closers.push(audit.close)
    const hub = await openHub({ ...core, reads: core.sharedReads, databaseUrl: config.databaseUrl })
    closers.push(hub.close)
    const queue = await openQueue({ databaseUrl: config.databaseUrl, log, takes: false })
    closers.push(queue.close)
    const artifacts = await openArtifacts(artifactAddress(config), { db: core.sharedReads, clock: core.clock })
    const windows = createLiveWindows()
    const serving = await createServing({ ...core, artifacts })
    closers.push(serving.close)
    const watches = createWatches({ newest: windows.newest, db: core.db, shelf: createShelf(core) })
    closers.push(() => watches.close(config.shutdownBudget / 4))
    const oneAtATime = createOneAtATime()
    const judges = createJudges()
    closers.push(judges.close)
    const forecasting = await createForecasting({ ...core, windows })
    closers.push(forecasting.close)
    const networks = createOwnNetworks({ ...core, queue })
    closers.push(networks.close)
    const live = followLiveSeries({ ...core, windows, forecasting, serving, networks })
    closers.push(live.close)
    const rollouts = createRollouts({ ...core, windows, forecasting, serving })
    const accuracy = createAccuracy({ ...core, windows })
    closers.push(accuracy.close, rollouts.close, drain)
    const pointsCame = (after: Series, before: Series) => {
      live.pointsCame(after)
      rollouts.pointsCame(after, before)
      accuracy.pointsCame(after)
    }
    const ingest = createIngest({ ...core, windows, watches, serving, oneAtATime, judges, pointsCame })
    const generators = await createGenerators({ ...core, ingest, windows, watches })
    makers.push(generators)
    const rescores = await createRescores({ ...core, watches, serving, oneAtATime })
    makers.push(rescores)
    makers.push(runAlerting(core))
    const purge = createPurge(core)
    makers.push(purge)
    const imports = await createImports({ ...core, ingest, rescores, windows, watches, purge })
    makers.push(imports)
    const sender = createSender(core)
    makers.push(createDeliverer(core, sender))
    return {
      ...core,
      access: createAccess({ ...core, audit }, counters),
      audit,
      rates: createRates(counters, config.limits),
      hub,
      windows,
      watches,
      serving,
      oneAtATime,
      seriesByKey: shareReads(async keys => {
        const found = await findSeries(core.sharedReads, keys)
        return new Map(found.map(series => [series.key, series]))
      }),
      ingest,
      forecasting,
      networks,
      generators,
      imports,
      rescores,
      receivers: createReceivers(core, sender),
      purge,
      queue,
      artifacts,
      uploads: createUploads({ ...core, artifacts }),
      get draining() {
        return drained !== undefined
      },
      drain,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
