import { encode } from '../graph/encode.ts'
import type { Tensor } from '../graph/tensor.ts'
import { type Feed, openSession, type SessionOptions } from '../runtime/session.ts'

/** Runs a graph with weights that change between runs. */
export interface Evaluator {
  run(weights: ReadonlyMap<string, Float32Array>, feeds: Readonly<Record<string, Feed>>): Promise<Record<string, Feed>>
  close(): Promise<void>
}

export interface EvaluatorOptions extends SessionOptions {
  readonly outputs: Readonly<Record<string, Tensor>>
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[]
}

export async function openEvaluator({ outputs, parameters, ...options }: EvaluatorOptions): Promise<Evaluator> {
  const session = await openSession(encode({ outputs }), options)
  const used = parameters.filter(({ name }) => session.inputs.includes(name))
  return {
    run(weights, feeds) {
      const given = used.map(({ name, shape }) => [name, { values: weights.get(name)!, shape }] as const)
      return session.run({ ...feeds, ...Object.fromEntries(given) })
    },
    close: () => session.close(),
  }
}
