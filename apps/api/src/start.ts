import { parseConfig, readEnvironment } from './config.ts'
import { claimFolder } from './start/instance.ts'
import { live } from './start/lifecycle.ts'
import { apiPort, requirePorts, webPort } from './start/ports.ts'
import { reportFaults } from './start/report-faults.ts'
import { createTerminal } from './start/terminal.ts'
import { createLog } from './telemetry/log.ts'
import { startTracing } from './telemetry/tracing.ts'
import { version } from './version.ts'

/** All that a person needs, from one command: `npm start`. */
await reportFaults(async () => {
  const terminal = createTerminal(process.stdout)
  terminal.line(`\n  Seriema ${version}\n`)
  const environment = readEnvironment(process.cwd())
  const config = parseConfig(environment)
  const release = claimFolder(config.dataFolder)
  const log = createLog(config)
  await live(log, async lifecycle => {
    lifecycle.onStop(release)
    lifecycle.onStop(await startTracing(environment, 'seriema-api', log))
    await requirePorts([apiPort(config), webPort(config)])
    // Loaded only now: what is wrong with the settings is said at once.
    const { startEverything } = await import('./start/everything.ts')
    await startEverything(config, log, terminal, lifecycle)
  })
})
