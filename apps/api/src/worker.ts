import { parseConfig, readEnvironment } from './config.ts'
import { live } from './start/lifecycle.ts'
import { reportFaults } from './start/report-faults.ts'
import { work } from './start/work.ts'
import { createLog } from './telemetry/log.ts'

/** Trains what the API asks for. The API starts workers of its own; on other machines they are started like this. */
await reportFaults(async () => {
  const config = parseConfig(readEnvironment(process.cwd()))
  const log = createLog({ ...config, logTo: config.logTo === 'file' ? 'file' : 'stderr' }).child({
    worker: process.pid,
  })
  await live(log, lifecycle => work(config, log, lifecycle))
})
