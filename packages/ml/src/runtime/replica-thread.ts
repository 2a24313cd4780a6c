import { parentPort, workerData } from 'node:worker_threads'
import { type Message, openGraphs, type ReplicaData, runPart } from './replicas.ts'
import type { Feeds } from './session.ts'
import { heard, type Told } from './shared-memory.ts'

const { graphs, barrier }: ReplicaData = workerData
const opened = await openGraphs(graphs)
const memories: SharedArrayBuffer[] = []

const feedsOf = (told: Readonly<Record<string, Told>>): Feeds =>
  Object.fromEntries(Object.entries(told).map(([name, one]) => [name, heard(one, memories)]))

/** Runs what it is given, and says what went wrong. */
parentPort!.on('message', (message: Message) => {
  if ('shares' in message) {
    memories.push(message.shares)
    return
  }
  const part = message.runs.map(job => job && { ...job, feeds: feedsOf(job.feeds), into: feedsOf(job.into) })
  runPart(opened, part, barrier).catch(error => parentPort!.postMessage(error))
})
parentPort!.postMessage('ready')
