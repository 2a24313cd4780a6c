import { golden } from './golden.ts'
import { pretrain } from './pretrain.ts'

/** What `pnpm ml` knows; each takes the arguments after its name and gives the process its exit code. */
const commands: Readonly<Record<string, { readonly usage: string; run(args: readonly string[]): Promise<number> }>> = {
  golden,
  pretrain,
}

const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]
if (command === undefined) {
  console.error(
    `usage:\n${Object.values(commands)
      .map(({ usage }) => `  pnpm ml ${usage}`)
      .join('\n')}`,
  )
  process.exit(2)
}
try {
  process.exit(await command.run(args))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
