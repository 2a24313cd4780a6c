import { fork } from 'node:child_process'
import { Fault, type FaultCode } from '@seriema/domain/fault'
import type { TrainedNetwork, TrainingJob, TrainingReply } from './network.ts'

export interface RunningTraining {
  readonly result: Promise<Omit<TrainedNetwork, 'id'>>
  /** Ends it at once; `result` is then a rejection. */
  stop(reason: Error): void
}

/**
 * Trains in a process of its own, of low priority, which ends with the training or with who started it. A thread would not
 * do: one that is ended while ONNX Runtime computes takes the whole process along.
 */
export function startTraining(job: TrainingJob, onEpoch: (epoch: number) => void): RunningTraining {
  const { promise, resolve, reject } = Promise.withResolvers<Omit<TrainedNetwork, 'id'>>()
  const child = fork(new URL('./child.ts', import.meta.url), {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  child.unref()
  child.channel?.unref()
  const end = () => void child.kill('SIGKILL')
  child.on('message', (reply: TrainingReply) => {
    if (reply.kind === 'epoch') return onEpoch(reply.epoch)
    if (reply.kind === 'trained') resolve(reply.network)
    else reject(reply.code === null ? new Error(reply.message) : new Fault(reply.code as FaultCode, reply.message))
    end()
  })
  child.on('error', reject)
  child.on('exit', () => reject(new Error('the training ended without a result')))
  child.send(job, error => error && reject(error))
  return {
    result: promise,
    stop(reason) {
      reject(reason)
      end()
    },
  }
}
