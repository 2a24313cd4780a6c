import { Fault } from '@seriema/domain/fault'
import type { Window } from '../../contract/forecaster.ts'
import { croppedChannels, windowLength } from '../../contract/window.ts'
import type { Feed } from '../../runtime/session.ts'
import type { RecurrentConfig } from './config.ts'

/** What standardising took off a channel: `value·deviation + mean` undoes it. */
export interface Scale {
  readonly mean: number
  /** 1 for a channel that never moves. */
  readonly deviation: number
}

/** The scale of each channel over its first `upTo` values. */
export const scalesOf = ({ channels }: Window, upTo: number): readonly Scale[] =>
  channels.map(values => {
    const part = values.subarray(0, upTo)
    const first = part[0] ?? 0
    const mean = first + part.reduce((sum, value) => sum + (value - first), 0) / part.length
    const deviation = Math.sqrt(part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / part.length)
    return { mean, deviation: deviation > 1e-12 * Math.abs(mean) ? deviation : 1 }
  })

/** The last `length` points of all channels, standardised: [time, channels] row by row. */
export function standardised(window: Window, scales: readonly Scale[], length: number): Float32Array {
  const count = scales.length
  if (window.channels.length !== count) {
    throw new Fault('INVALID_INPUT', `the model was fitted to ${count} channels, not ${window.channels.length}`)
  }
  const values = new Float32Array(length * count)
  croppedChannels(window, length).forEach((channel, c) => {
    const { mean, deviation } = scales[c]!
    for (let i = 0; i < length; i++) values[i * count + c] = (channel[i]! - mean) / deviation
  })
  return values
}

export interface Split {
  /** The instants its windows begin at: from the first up to, but not including, the last. */
  readonly from: number
  readonly to: number
}

/** How a history is cut, in time: what is learnt from, what decides when to stop, what is kept for judging. */
export interface Splits {
  readonly training: Split
  readonly validation: Split
  readonly test: Split
  /** Points that the first split ends and the last begins at. */
  readonly trainable: number
  readonly heldOut: number
}

export interface Ratios {
  readonly validation: number
  readonly test: number
}

/**
 * Windows of `reach` points, each inside one split. Throws Fault INSUFFICIENT_DATA where a split of a ratio above 0 does
 * not hold one.
 */
export function splitsOf(history: Window, reach: number, { validation, test }: Ratios): Splits {
  const points = windowLength(history)
  const need = pointsNeeded(reach, { validation, test })
  const share = (ratio: number) => Math.floor(points * ratio + 1e-9)
  const heldOut = points - share(test)
  const trainable = heldOut - share(validation)
  const split = (start: number, end: number): Split => ({ from: start, to: Math.max(start, end - reach + 1) })
  const splits = {
    training: split(0, trainable),
    validation: split(trainable, heldOut),
    test: split(heldOut, points),
    trainable,
    heldOut,
  }
  if (points >= need) return splits
  throw new Fault(
    'INSUFFICIENT_DATA',
    `windows of ${reach} points in every split need ${need} points, the series has ${points}: shorten lookback or horizon`,
  )
}

/** The fewest points at which every split of a ratio above 0 holds a window. */
export function pointsNeeded(reach: number, { validation, test }: Ratios): number {
  const ratios = [validation, test].filter(ratio => ratio > 0)
  const held = Math.max(0, ...ratios.map(ratio => Math.ceil(reach / ratio - 1e-9)))
  return Math.max(held, Math.ceil((reach + 2) / (1 - validation - test) - 1e-9))
}

/** What a network is trained on. */
export interface RecurrentData {
  /** [time, channels] row by row, of one series after the other. */
  readonly values: Float32Array
  /** Where the windows to learn from begin, and those that judge. */
  readonly training: Uint32Array
  readonly validation: Uint32Array
  /** The tokens of the series that the window beginning there is of, for a network with categories. */
  tokensAt?(start: number): readonly number[]
}

/** Of one series and its splits, the windows in their order. */
export const dataOf = (values: Float32Array, { training, validation }: Splits): RecurrentData => ({
  values,
  training: startsOf(training),
  validation: startsOf(validation),
})

const startsOf = ({ from, to }: Split): Uint32Array =>
  Uint32Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)

/** The windows that begin at these instants, as the network takes them. */
export function feedsOf(
  { values, tokensAt }: Pick<RecurrentData, 'values' | 'tokensAt'>,
  starts: Uint32Array,
  { lookback, channels, steps, predicted, categories = [] }: RecurrentConfig,
): Readonly<Record<string, Feed>> {
  const past = new Float32Array(starts.length * lookback * channels)
  const future = new Float32Array(starts.length * steps * predicted)
  starts.forEach((start, i) => {
    const end = start + lookback
    past.set(values.subarray(start * channels, end * channels), i * lookback * channels)
    for (let step = 0; step < steps; step++) {
      const row = (end + step) * channels
      future.set(values.subarray(row, row + predicted), (i * steps + step) * predicted)
    }
  })
  return {
    past_values: { values: past, shape: [starts.length, lookback, channels] },
    future_values: { values: future, shape: [starts.length, steps, predicted] },
    ...(categories.length > 0 && {
      static_categorical_values: {
        values: BigInt64Array.from(Array.from(starts, start => tokensAt?.(start) ?? []).flat(), BigInt),
        shape: [starts.length, categories.length],
      },
    }),
  }
}
