import { fork } from 'node:child_process'
import { Fault, type FaultCode } from '@seriema/domain/fault'
import type { ForecasterKind } from '@seriema/domain/forecast'
import type { Window } from '@seriema/ml/contract/forecaster'
import type { CalibratedModel } from '@seriema/ml/evaluation/train-calibrated'

/** A network to be trained on a series as it is now. Plain data, like all that travels between processes. */
export interface TrainingJob {
  readonly kind: ForecasterKind
  readonly window: Window
}

/** A trained network and the errors it made on points that it had not seen. */
export interface TrainedNetwork extends CalibratedModel {
  /** Unlike that of any other network of this process. */
  readonly id: string
  readonly kind: ForecasterKind
  /** The channels of the series it was trained on: those that moved. */
  readonly places: readonly number[]
}

/** What a training tells: epochs as they end, then how it ended. A Fault has a code, a failure of ours has none. */
export type TrainingReply =
  | { readonly kind: 'epoch'; readonly epoch: number }
  | { readonly kind: 'trained'; readonly trained: CalibratedModel }
  | { readonly kind: 'failed'; readonly code: FaultCode | null; readonly message: string }

export interface RunningTraining {
  readonly result: Promise<CalibratedModel>
  /** Ends it at once; `result` is then a rejection. */
  stop(reason: Error): void
}

/**
 * Trains in a process of its own, of low priority, which ends with the training or with who started it. A thread would not
 * do: one that is ended while ONNX Runtime computes takes the whole process along.
 */
export function startTraining(job: TrainingJob, onEpoch: (epoch: number) => void): RunningTraining {
  const { promise, resolve, reject } = Promise.withResolvers<CalibratedModel>()
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
    if (reply.kind === 'trained') resolve(reply.trained)
    else reject(reply.code === null ? new Error(reply.message) : new Fault(reply.code, reply.message))
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
