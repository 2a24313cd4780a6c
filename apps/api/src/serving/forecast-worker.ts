import { parentPort } from 'node:worker_threads'
import { Fault, type FaultCode } from '@seriema/domain/fault'
import { createForecastEngine, type ForecastTask, type Handed, type MadeForecast } from './forecast-engine.ts'

export interface WorkerRequest {
  readonly id: number
  readonly task: ForecastTask
}

export interface WorkerReply {
  readonly id: number
  readonly made?: MadeForecast | Handed
  /** A Fault keeps its code; anything else has none. */
  readonly failed?: { readonly code: FaultCode | null; readonly message: string }
}

const engine = createForecastEngine()

parentPort?.on('message', async ({ id, task }: WorkerRequest) => {
  let reply: WorkerReply
  try {
    reply = { id, made: await engine.run(task) }
  } catch (error) {
    const code = error instanceof Fault ? error.code : null
    reply = { id, failed: { code, message: error instanceof Error ? error.message : String(error) } }
  }
  parentPort!.postMessage(reply)
})
