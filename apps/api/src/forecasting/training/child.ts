import { setPriority } from 'node:os'
import { Fault } from '@seriema/domain/fault'
import { trainCalibrated } from '@seriema/ml/evaluation/train-calibrated'
import { trainableForecaster } from '@seriema/ml/models/kinds'
import type { TrainingJob, TrainingReply } from './process.ts'

/** Whatever else wants the processor goes first. */
const low = 15
setPriority(low)

process.once('disconnect', () => process.exit())
// Ctrl-C in a terminal reaches every process of it: who started this one decides when it ends.
process.on('SIGINT', () => {})

const reply = (message: TrainingReply) => process.send?.(message)

process.once('message', async ({ kind, window }: TrainingJob) => {
  try {
    const onEpoch = (epoch: number) => reply({ kind: 'epoch', epoch })
    reply({ kind: 'trained', trained: await trainCalibrated(trainableForecaster(kind), window, { onEpoch }) })
  } catch (error) {
    reply({
      kind: 'failed',
      code: error instanceof Fault ? error.code : null,
      message: error instanceof Error ? error.message : String(error),
    })
  }
})
