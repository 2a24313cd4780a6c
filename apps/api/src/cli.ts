import { audit } from './cli/audit.ts'
import { importFile } from './cli/import.ts'
import { usage } from './cli/usage.ts'

/** `pnpm seriema COMMAND`: what is handier in a terminal than in the dashboard, against a running API or its database. */
const [command, ...args] = process.argv.slice(2)
if (command === 'import') process.exitCode = await importFile(args, process.stdout, process.stderr)
else if (command === 'audit') process.exitCode = await audit(args, process.stdout, process.stderr)
else {
  const asked = command === undefined || command === 'help' || command === '--help'
  ;(asked ? process.stdout : process.stderr).write(asked ? usage : `seriema has no command ${command}.\n\n${usage}`)
  process.exitCode = asked ? 0 : 2
}
