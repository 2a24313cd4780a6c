import { Fault } from '@seriema/domain/fault'
import { size } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Feed, Feeds } from '../../runtime/session.ts'
import { sharedFloats } from '../../runtime/shared-memory.ts'
import { type BatchMemory, pieces, stacked } from '../../training/batches.ts'
import type { TtmConfig } from './config.ts'
import type { Samples } from './samples.ts'

/** Rows that a step is fed with, by input; each has the shape of one sample. */
export interface Rows {
  readonly count: number
  readonly inputs: Readonly<Record<string, { readonly shape: readonly number[]; row(index: number): Feed['values'] }>>
}

/** Which masks a model takes. */
export interface Masks {
  readonly masked: boolean
  readonly futureMasked: boolean
}

export const masksOf = (...all: readonly Samples[]): Masks => ({
  masked: all.some(({ observed }) => observed !== undefined),
  futureMasked: all.some(({ futureObserved }) => futureObserved !== undefined),
})

/** Samples as the model takes them. Throws Fault INVALID_INPUT where they lack what it needs, or do not fit it. */
export function rowsOf(samples: Samples, config: TtmConfig, { masked, futureMasked }: Masks): Rows {
  const { contextLength, predictionLength, channels, frequencies, decoder } = config
  const vocabularies = decoder?.categories ?? []
  const past = { shape: [contextLength, channels], row: samples.past }
  const future = { shape: [predictionLength, channels], row: samples.future }
  const all = (like: Rows['inputs'][string]) => () => new Uint8Array(like.shape[0]! * like.shape[1]!).fill(1)
  const token = (index: number, value: number | undefined, vocabulary: number, what: string): bigint => {
    if (value !== undefined && Number.isInteger(value) && value >= 0 && value < vocabulary) return BigInt(value)
    throw new Fault('INVALID_INPUT', `sample ${index}: ${what} is a token below ${vocabulary}, not ${value}`)
  }
  for (const [name, { shape, row }] of Object.entries({ past, future })) {
    if (samples.count > 0 && row(0).length !== shape[0]! * shape[1]!) {
      throw new Fault(
        'INVALID_INPUT',
        `the ${name} of a sample has ${row(0).length} values, the model takes [${shape}]`,
      )
    }
  }
  const frequency = (i: number) => token(i, samples.frequency?.(i), frequencies ?? 0, 'the frequency')
  const categories = (i: number) => {
    const given = samples.categories?.(i)
    return vocabularies.map((vocabulary, c) => token(i, given?.[c], vocabulary, `category ${c}`))
  }
  return {
    count: samples.count,
    inputs: {
      past_values: past,
      future_values: future,
      ...(masked && { past_observed_mask: { shape: past.shape, row: samples.observed ?? all(past) } }),
      ...(futureMasked && {
        future_observed_mask: { shape: future.shape, row: samples.futureObserved ?? all(future) },
      }),
      ...(frequencies !== null && { freq_token: { shape: [], row: i => BigInt64Array.of(frequency(i)) } }),
      ...(vocabularies.length > 0 && {
        static_categorical_values: { shape: [vocabularies.length], row: i => BigInt64Array.from(categories(i)) },
      }),
    },
  }
}

/** Values a tensor has for each sample. */
export const rowSize = (tensor: Tensor): number => Number(size(tensor.shape.slice(1)))

/** Runs a graph for several pieces at once. */
export interface Encoder {
  readonly inputs: readonly string[]
  /** How many pieces at once. */
  readonly width: number
  run(jobs: readonly { readonly feeds: Feeds; readonly into: Feeds }[]): Promise<void>
}

/** What a part of the model makes of every row, beside the inputs that it does not take itself. */
export async function encodedRows(
  rows: Rows,
  outputs: Readonly<Record<string, Tensor>>,
  encoder: Encoder,
  signal: AbortSignal | undefined,
): Promise<Rows> {
  const [taken, others] = split(rows, name => encoder.inputs.includes(name))
  const made = Object.entries(outputs).map(([name, tensor]) => {
    const length = rowSize(tensor)
    return { name, length, shape: tensor.shape.slice(1) as number[], values: sharedFloats(rows.count * length) }
  })
  const placesOf = (piece: Uint32Array): Feeds => {
    const [first, count] = [piece[0]!, piece.length]
    const places = made.map(({ name, length, shape, values }) => {
      const place = values.subarray(first * length, (first + count) * length)
      return [name, { values: place, shape: [count, ...shape] }] as const
    })
    return Object.fromEntries(places)
  }
  const all = [...blocksOf(rows)]
  for (let next = 0; next < all.length && !signal?.aborted; next += encoder.width) {
    const wave = all.slice(next, next + encoder.width)
    await encoder.run(wave.map(piece => ({ feeds: feedsOf(taken, piece), into: placesOf(piece) })))
  }
  const inputs = made.map(({ name, length, shape, values }) => {
    const row = (index: number) => values.subarray(index * length, (index + 1) * length)
    return [name, { shape, row }] as const
  })
  return { count: rows.count, inputs: { ...Object.fromEntries(inputs), ...others.inputs } }
}

function split({ count, inputs }: Rows, first: (name: string) => boolean): readonly [Rows, Rows] {
  const part = (is: boolean): Rows => ({
    count,
    inputs: Object.fromEntries(Object.entries(inputs).filter(([name]) => first(name) === is)),
  })
  return [part(true), part(false)]
}

/** Rows run together where nothing is learnt from them. */
const together = 64

/** All rows in their order, in pieces that are run together. */
export const blocksOf = ({ count }: Rows): Iterable<Uint32Array> =>
  pieces(
    Uint32Array.from({ length: count }, (_, i) => i),
    together,
  )

/** Some rows as a step is fed with them, in new memory or in that of the batch before. */
export const feedsOf = ({ inputs }: Rows, piece: Uint32Array, memory?: BatchMemory): Record<string, Feed> =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, row }]) => [
      name,
      stacked(
        Array.from(piece, i => row(i)),
        shape,
        name,
        memory,
      ),
    ]),
  )
