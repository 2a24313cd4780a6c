import { parseConfig, readEnvironment } from './config.ts'
import { createLog } from './log.ts'
import { startEverything } from './start/everything.ts'
import { claimFolder } from './start/instance.ts'
import { live } from './start/lifecycle.ts'
import { reportFaults } from './start/report-faults.ts'
import { createTerminal } from './start/terminal.ts'

/** All that a person needs, from one command: `npm start`. */
await reportFaults(async () => {
  const config = parseConfig(readEnvironment(process.cwd()))
  const release = claimFolder(config.dataFolder)
  const log = createLog(config)
  await live(log, lifecycle => {
    lifecycle.onStop(release)
    return startEverything(config, log, createTerminal(process.stdout), lifecycle)
  })
})
