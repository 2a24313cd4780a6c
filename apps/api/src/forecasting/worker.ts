import { parentPort, workerData } from 'node:worker_threads'
import { Fault, type FaultCode } from '@seriema/domain/fault'
import { noting, type Stretch } from '../telemetry/stretch.ts'
import { createForecastEngine } from './engine.ts'
import { loadPretrained, type PretrainedStatus } from './pretrained.ts'
import type { ForecastTask, MadeForecast } from './task.ts'
import type { WeightSources } from './weight-sources.ts'

/** A forecast to be made, `traced` where somebody wants to know what took how long; or the end. */
export type WorkerRequest = { readonly id: number; readonly task: ForecastTask; readonly traced: boolean } | 'end'

/** A Fault keeps its code; anything else has none. */
export interface Failure {
  readonly code: FaultCode | null
  readonly message: string
}

/** First how loading went, then an answer to each request. */
export type WorkerReply =
  | { readonly kind: 'loaded'; readonly pretrained: readonly PretrainedStatus[] }
  | { readonly kind: 'not-loaded'; readonly failed: Failure }
  | {
      readonly kind: 'made'
      readonly id: number
      readonly made: MadeForecast
      readonly held: number
      readonly stretches: readonly Stretch[]
    }
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly failed: Failure
      readonly stretches: readonly Stretch[]
    }

const reply = (message: WorkerReply) => parentPort?.postMessage(message)

const failure = (error: unknown): Failure => ({
  code: error instanceof Fault ? error.code : null,
  message: error instanceof Error ? error.message : String(error),
})

const loading = loadPretrained(workerData as WeightSources)
const engine = loading.then(all =>
  createForecastEngine({
    pretrained: all.flatMap(({ forecaster }) => forecaster ?? []),
    clock: () => performance.now(),
  }),
)

parentPort?.on('message', async (request: WorkerRequest) => {
  if (request === 'end') return process.exit()
  const { id, task, traced } = request
  const stretches: Stretch[] = []
  try {
    const ready = await engine
    const made = await (traced ? noting(stretches, () => ready.run(task)) : ready.run(task))
    reply({ kind: 'made', id, made, held: ready.held, stretches })
  } catch (error) {
    reply({ kind: 'failed', id, failed: failure(error), stretches })
  }
})

engine.then(
  async () => reply({ kind: 'loaded', pretrained: (await loading).map(({ status }) => status) }),
  error => reply({ kind: 'not-loaded', failed: failure(error) }),
)
