import { setPriority } from 'node:os'
import { Fault } from '@seriema/domain/fault'
import type { TrainingJob, TrainingReply } from './network.ts'
import { trainNetwork } from './train.ts'

/** Whatever else wants the processor goes first. */
const low = 15
setPriority(low)

process.once('disconnect', () => process.exit())
// Ctrl-C in a terminal reaches every process of it: who started this one decides when it ends.
process.on('SIGINT', () => {})

const reply = (message: TrainingReply) => process.send?.(message)

process.once('message', (job: TrainingJob) => {
  trainNetwork(job, epoch => reply({ kind: 'epoch', epoch })).then(
    network => reply({ kind: 'trained', network }),
    (error: unknown) =>
      reply({
        kind: 'failed',
        code: error instanceof Fault ? error.code : null,
        message: error instanceof Error ? error.message : String(error),
      }),
  )
})
