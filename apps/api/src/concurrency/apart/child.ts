import { writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { Fault } from '@seriema/domain/fault'
import type { ApartReply } from '../apart.ts'

/** Whatever else wants the processor goes first. */
const low = 15

/** Where memory runs out, Linux takes it from here before it takes it from anybody else. */
function goFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000')
  } catch {
    // Elsewhere there is no such thing.
  }
}

/** In a process that `apart` started: does the one task that comes, and tells how it ended. */
export function doApart<Task, Note = never>(work: (task: Task, note: (note: Note) => void) => Promise<unknown>): void {
  setPriority(low)
  goFirst()
  process.once('disconnect', () => process.exit())
  // Ctrl-C in a terminal reaches every process of it: who started this one decides when it ends.
  process.on('SIGINT', () => {})
  const reply = (message: ApartReply) => void process.send?.(message)
  process.once('message', async (task: Task) => {
    try {
      reply({ result: await work(task, note => reply({ note })) })
    } catch (error) {
      const fault = error instanceof Fault ? error : null
      const message = error instanceof Error ? (fault?.message ?? error.stack ?? error.message) : String(error)
      reply({ code: fault?.code ?? null, message, details: fault?.details ?? {} })
    }
  })
}
