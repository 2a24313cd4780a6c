import { encode } from '../../graph/encode.ts'
import { coresFor } from '../../runtime/cores.ts'
import { openReplicas } from '../../runtime/replicas.ts'
import { openSession, type SessionOptions } from '../../runtime/session.ts'
import type { Dropout } from '../../training/dropout.ts'
import { patchCount, type TtmConfig } from './config.ts'
import { type FrozenPart, freeze } from './frozen.ts'
import { type TtmLoss, ttmLoss } from './loss.ts'
import { type Encoder, encodedRows, masksOf, type Rows, rowSize, rowsOf } from './rows.ts'
import type { Samples } from './samples.ts'

/** All weights; all but the backbone; the last linear map; the linear maps of every mixer. */
export type Learns = 'all' | 'decoder' | 'head' | 'mlp'

export const learnt: Readonly<Record<Learns, (name: string) => boolean>> = {
  all: () => true,
  decoder: name => !name.startsWith('backbone.'),
  head: name => name.startsWith('head.'),
  mlp: name => /\.mlp\.fc[12]\./.test(name),
}

/** What gives the same in every epoch, since nothing of it is learnt. */
const frozenPart: Partial<Readonly<Record<Learns, FrozenPart>>> = { decoder: 'backbone', head: 'decoder' }

export interface PrepareOptions extends SessionOptions {
  /** All of the configuration's: `initialWeights` for a training from scratch. */
  readonly weights: ReadonlyMap<string, Float32Array>
  readonly training: Samples
  readonly validation: Samples
  readonly learns: Learns
  /** What the frozen part made is kept up to this many bytes, else made again in every step. Default 1 GiB. */
  readonly cacheLimit?: number
  /** Ends the training between two steps. */
  readonly signal?: AbortSignal
  /** Told when each begins: what the frozen part makes (where that is kept), the search for the rate, the sessions, the steps. */
  readonly onPhase?: (phase: 'encoding' | 'opening' | 'searching' | 'training') => void
}

/** What is to be trained, what judges it without dropout, and the rows that both take. */
export interface Prepared {
  readonly model: TtmLoss
  readonly plain: TtmLoss
  readonly training: Rows
  readonly validation: Rows
}

/** Runs the frozen part over all samples where that is kept in memory, so that only the rest is left to be trained. */
export async function prepared(options: PrepareOptions, config: TtmConfig, drop: Dropout['drop']): Promise<Prepared> {
  const { weights, training, validation, learns, signal, cacheLimit = 2 ** 30 } = options
  const masks = masksOf(training, validation)
  const whole = { training: rowsOf(training, config, masks), validation: rowsOf(validation, config, masks) }
  const part = frozenPart[learns]
  const { frozen, rest: plain } = freeze(part ?? 'backbone', config, masks)
  const perSample = Object.values(frozen).reduce((sum, tensor) => sum + rowSize(tensor), 0)
  if (part === undefined || 4 * perSample * (training.count + validation.count) > cacheLimit) {
    return { ...whole, model: ttmLoss(config, { ...masks, dropout: drop }), plain: ttmLoss(config, masks) }
  }
  const encoder = await openEncoder(encode({ outputs: frozen, parameters: weights }), options)
  options.onPhase?.('encoding')
  const rows = {
    training: await encodedRows(whole.training, frozen, encoder, signal),
    validation: await encodedRows(whole.validation, frozen, encoder, signal),
  }
  await encoder.close()
  return { ...rows, model: freeze(part, config, { ...masks, dropout: drop }).rest, plain }
}

/** Every core takes pieces of its own; what is faster than the cores takes one after the other. */
async function openEncoder(graph: Uint8Array, options: SessionOptions): Promise<Encoder & { close(): Promise<void> }> {
  const width = coresFor(options)
  if (width > 1) {
    const replicas = await openReplicas([graph], width)
    return { ...replicas, width, run: jobs => replicas.run([jobs.map(job => ({ ...job, graph: 0 }))]) }
  }
  const session = await openSession(graph, options)
  return {
    inputs: session.inputs,
    width: 1,
    async run(jobs) {
      for (const { feeds, into } of jobs) await session.run(feeds, into)
    },
    close: session.close,
  }
}

/** At most as many elements as a sample has anywhere that something is dropped. */
export function widest(config: TtmConfig): number {
  const { channels, expansion, encoder, decoder, steps, reconcile } = config
  const mixer = patchCount(config) * Math.max(encoder.width, decoder?.width ?? 0)
  const windows = reconcile === null ? 0 : steps * (4 * reconcile.context + 2)
  return (channels + (decoder?.categories.length ?? 0)) * expansion * Math.max(mixer, windows)
}

/** The configuration with another dropout of decoder and head, where one is given. */
export function withHeadDropout(config: TtmConfig, headDropout: number | undefined): TtmConfig {
  if (headDropout === undefined) return config
  return { ...config, headDropout, decoder: config.decoder && { ...config.decoder, dropout: headDropout } }
}
