import { parseConfig, readEnvironment } from './config.ts'
import { live } from './start/lifecycle.ts'
import { reportFaults } from './start/report-faults.ts'
import { work } from './start/work.ts'
import { createLog } from './telemetry/log.ts'
import { startTracing } from './telemetry/tracing.ts'

/** Trains what the API asks for. The API starts workers of its own; on other machines they are started like this. */
await reportFaults(async () => {
  const environment = readEnvironment(process.cwd())
  const config = parseConfig(environment)
  const log = createLog({ ...config, logTo: config.logTo === 'file' ? 'file' : 'stderr' }).child({
    worker: process.pid,
  })
  await live(log, async lifecycle => {
    lifecycle.onStop(await startTracing(environment, 'seriema-worker', log))
    await work(config, log, lifecycle)
  })
})
