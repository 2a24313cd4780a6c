import { Fault } from '@seriema/domain/fault'

/** What the user can put right is said in words and ends the process with status 1; anything else is a bug, shown in full. */
export async function reportFaults(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    process.stderr.write(`\n${error.message.replaceAll(/^/gm, '  ')}\n\n`)
    process.exit(1)
  }
}
