import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import type { Judgement } from '@seriema/ml/contract/detector'
import { noForecasts } from '@seriema/ml/detection/judge'
import { detectorOf } from '@seriema/ml/scorers/registry'
import { movable } from './movable.ts'
import type { Judged, JudgeReply, JudgeRequest, JudgeTask } from './task.ts'

/** Whoever waits for an answer, and the database, go first. On Linux a thread has a priority of its own. */
if (process.platform === 'linux') setPriority(5)

function judge({ kind, state, channel, times, values, offsets }: JudgeTask): Judged {
  const judgement: Judgement = { inFull: false, scored: [], silent: new Uint8Array(values.length) }
  const column = { channel, times, values, offsets, forecastBefore: noForecasts }
  detectorOf(kind).judge(state, column, 0, values.length, judgement)
  return { state, scored: judgement.scored, silent: judgement.silent }
}

parentPort?.on('message', ({ id, task }: JudgeRequest) => {
  try {
    const { data, buffers } = movable<JudgeReply>({ id, judged: judge(task) })
    parentPort?.postMessage(data, [...buffers])
  } catch (error) {
    const failed = error instanceof Error ? (error.stack ?? error.message) : String(error)
    parentPort?.postMessage({ id, failed } satisfies JudgeReply)
  }
})
