import { parentPort, workerData } from 'node:worker_threads'
import { type Job, openGraphs } from './replicas.ts'

const graphs = await openGraphs(workerData)

/** Runs what it is given, and says null when that is done, or what went wrong. */
parentPort!.on('message', (job: Job) =>
  graphs.run(job).then(
    () => parentPort!.postMessage(null),
    error => parentPort!.postMessage(error),
  ),
)
parentPort!.postMessage(null)
