import './silence.ts'

import { Fault } from '@seriema/domain/fault'
import * as ort from 'onnxruntime-node'
import { missing, type Provider, providers, type Refusal } from './provider.ts'

/** Row-major values of one tensor. */
export interface Feed {
  readonly values: Float32Array | Float64Array | BigInt64Array | Uint8Array
  readonly shape: readonly number[]
}

/** By the name of the input or output. */
export type Feeds = Readonly<Record<string, Feed>>

export interface SessionOptions {
  /** Tried in this order; the first that takes the graph serves it. */
  readonly providers?: readonly Provider[]
  /** Threads for one operator on the CPU; the number of cores where it is left out. */
  readonly threads?: number
}

/** A graph that is loaded and can be run. */
export interface Session {
  readonly provider: Provider
  readonly refused: readonly Refusal[]
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Runs once. Outputs given in `into` are written there instead of into new memory; their shapes must be right. */
  run(feeds: Feeds, into?: Feeds): Promise<Record<string, Feed>>
  /** Frees the native memory. Runs asked for afterwards are refused. */
  close(): Promise<void>
}

/**
 * Loads an ONNX file on the first provider that takes it. Throws Fault UNAVAILABLE when none does, with each one's
 * reason in the details.
 */
export async function openSession(model: Uint8Array, options: SessionOptions = {}): Promise<Session> {
  const refused: Refusal[] = []
  for (const provider of options.providers ?? providers) {
    const absent = missing(provider)
    if (absent !== undefined) {
      refused.push({ provider, reason: absent })
      continue
    }
    try {
      const session = await ort.InferenceSession.create(model, {
        executionProviders: [provider],
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
        ...(options.threads !== undefined && { intraOpNumThreads: options.threads }),
      })
      return opened(session, provider, refused)
    } catch (error) {
      refused.push({ provider, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  throw new Fault(
    'UNAVAILABLE',
    `no provider could load the model; tried ${refused.map(({ provider }) => provider).join(', ')}`,
    { refused },
  )
}

function opened(session: ort.InferenceSession, provider: Provider, refused: readonly Refusal[]): Session {
  let open = true
  return {
    provider,
    refused,
    inputs: session.inputNames,
    outputs: session.outputNames,
    async run(feeds, into) {
      if (!open) throw new Fault('UNAVAILABLE', 'the session is closed; load the model again')
      if (into !== undefined) {
        Object.values(await session.run(tensors(feeds), tensors(into))).forEach(giveBack)
        return { ...into }
      }
      const results = await session.run(tensors(feeds))
      return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, feed(tensor)]))
    },
    async close() {
      if (!open) return
      open = false
      await session.release()
    },
  }
}

const tensors = (feeds: Feeds): Record<string, ort.Tensor> =>
  Object.fromEntries(Object.entries(feeds).map(([name, { values, shape }]) => [name, tensor(values, shape)]))

function tensor(values: Feed['values'], shape: readonly number[]): ort.Tensor {
  if (values instanceof Float32Array) return new ort.Tensor('float32', values, shape)
  if (values instanceof Float64Array) return new ort.Tensor('float64', values, shape)
  if (values instanceof BigInt64Array) return new ort.Tensor('int64', values, shape)
  return new ort.Tensor('bool', values, shape)
}

/**
 * Outputs that were written where they were wanted are handed out as copies besides. Their memory goes back at once:
 * left to the garbage collector, it would be called every few runs.
 */
const giveBack = ({ data }: ort.Tensor): void => {
  const { buffer } = data as Feed['values']
  if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}

const feed = ({ data, dims }: ort.Tensor): Feed => ({ values: data as Feed['values'], shape: dims })
