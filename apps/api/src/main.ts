import { parseConfig, readEnvironment } from './config.ts'
import { claimFolder } from './start/instance.ts'
import { live } from './start/lifecycle.ts'
import { reportFaults } from './start/report-faults.ts'
import { serve } from './start/serve.ts'
import { createLog } from './telemetry/log.ts'
import { startTracing } from './telemetry/tracing.ts'

/** The API alone, without the dashboard, for service managers and containers; `npm start` is for people. */
await reportFaults(async () => {
  const environment = readEnvironment(process.cwd())
  const config = parseConfig(environment)
  const log = createLog({ ...config, logTo: config.logTo === 'file' ? 'file' : 'stderr' })
  await live(log, async lifecycle => {
    lifecycle.onStop(await startTracing(environment, 'seriema-api', log))
    // The user's own database may serve any number of processes, the embedded one only its own.
    if (config.databaseUrl === null) lifecycle.onStop(claimFolder(config.dataFolder))
    const { url, firstKey } = await serve(config, log, lifecycle, async (name, work) => {
      const { result, detail } = await work()
      log.info({ detail }, `${name} ready`)
      return result
    })
    if (firstKey !== null) process.stdout.write(`The first admin key, shown once and good for a day: ${firstKey}\n`)
    // Who spawned us with a channel learns the address that way.
    process.send?.({ url })
  })
})
