import { Fault } from '@seriema/domain/fault'

/** What the user can put right is said in words and ends the process with status 1; anything else is a bug, shown in full. */
export async function reportFaults(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const fault = error instanceof Fault ? error : await lostDatabase(error)
    if (fault === null) throw error
    process.stderr.write(`\n${fault.message.replaceAll(/^/gm, '  ')}\n\n`)
    process.exit(1)
  }
}

/** What the database was the reason of, in words; null for anything else. What reads it is loaded when it is needed. */
async function lostDatabase(error: unknown): Promise<Fault | null> {
  const { explained } = await import('../store/database.ts')
  const reason = explained(error)
  if (!(reason instanceof Fault)) return null
  return new Fault(
    reason.code,
    `Seriema lost its database while it started: ${reason.message}. See to it, then start again.`,
  )
}
