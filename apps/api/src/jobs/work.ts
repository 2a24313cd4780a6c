import { checkDrift } from '../flows/drift/check.ts'
import { checkQuality } from '../flows/quality/check.ts'
import { forgetRuns } from '../flows/schedule/forget.ts'
import { type RunApp, runSchedule } from '../flows/schedule/run.ts'
import type { RequestApp } from '../flows/train/request.ts'
import { retrainDue } from '../flows/train/retrain.ts'
import { type TrainApp, train } from '../flows/train.ts'
import type { Queue } from '../store/queue.ts'

export type WorkApp = TrainApp & RequestApp & RunApp & { readonly queue: Queue }

/** Runs of schedules at once: one of a large group does not hold up the others. */
const runsAtOnce = 2

/** Milliseconds that looking at series may take before the next minute's turn goes on. */
const turn = 50_000

const within = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(turn)])

/** Takes every kind of job from now on, one training at a time, until the queue is closed. */
export async function startWorking(app: WorkApp): Promise<void> {
  await app.queue.work('train', ({ trainingId }, signal) => train(app, trainingId, signal))
  await app.queue.work('retrain', (_data, signal) => retrainDue(app, signal))
  await app.queue.work('forecast', ({ runId }, signal) => runSchedule(app, runId, signal), runsAtOnce)
  await app.queue.work('forget', (_data, signal) => forgetRuns(app, signal))
  await app.queue.work('quality', (_data, signal) => checkQuality(app, within(signal)))
  await app.queue.work('drift', (_data, signal) => checkDrift(app, within(signal)))
  for (const name of ['retrain', 'forget', 'quality', 'drift'] as const) await app.queue.everyMinute(name)
}
