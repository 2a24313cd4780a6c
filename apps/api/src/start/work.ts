import { Fault } from '@seriema/domain/fault'
import { artifactAddress, openArtifacts } from '../artifacts/artifacts.ts'
import type { Config } from '../config.ts'
import { openCore } from '../core.ts'
import { followSchedules } from '../jobs/due.ts'
import { createNumbers } from '../jobs/numbers.ts'
import { createSpeakers } from '../jobs/speakers.ts'
import { startWorking } from '../jobs/work.ts'
import { openQueue } from '../store/queue.ts'
import type { Log } from '../telemetry/log.ts'
import { checkServer } from './database.ts'
import { type Lifecycle, within } from './lifecycle.ts'

/**
 * A worker: takes trainings and runs of schedules from the queue until the end, and then gives back what it has in hand. Throws
 * INVALID_CONFIGURATION without a database that others can reach, UNAVAILABLE where there is none to be had.
 */
export async function work(config: Config, log: Log, lifecycle: Lifecycle): Promise<void> {
  const { databaseUrl, shutdownBudget } = config
  if (databaseUrl === null)
    throw new Fault(
      'INVALID_CONFIGURATION',
      'A worker needs DATABASE_URL: the database that the API uses. Beside the embedded one the API starts its own workers.',
    )
  await checkServer(databaseUrl)
  const { core, close } = await openCore({ ...config, databaseUrl }, log)
  const closers = [close]
  lifecycle.onStop(async () => {
    const finished = await within(shutdownBudget, async () => {
      for (const closer of closers.reverse()) await closer()
    })
    if (!finished) log.warn({ budget: shutdownBudget }, 'cut off what did not finish in time')
  })
  const artifacts = await openArtifacts(artifactAddress(config), { db: core.db, clock: core.clock })
  const queue = await openQueue({ databaseUrl, log, takes: true })
  const { speakers, close: closeSpeakers } = createSpeakers(core, { artifacts, queue })
  closers.push(closeSpeakers, () => queue.close(shutdownBudget / 2))
  await startWorking({ ...core, artifacts, numbers: createNumbers(config), queue, speakers })
  closers.push(followSchedules({ ...core, queue }).close)
  log.info('takes trainings, and runs of schedules')
}
