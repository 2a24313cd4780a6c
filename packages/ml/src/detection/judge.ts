import type { PointColumns } from '@seriema/domain/point'
import { timeZone } from '@seriema/domain/time-zone'
import type { ChannelState, Detector, ForecastBefore, Judgement } from '../contract/detector.ts'

/**
 * Work that pauses now and then, for whoever runs it to look at the time, to let others go first, or to end it by throwing
 * into it. `runToEnd` does it in one go.
 */
export type Work<T> = Generator<void, T, void>

/** What a detector says of a batch: one judgement a channel, and how many values it spoke of and had nothing to say of. */
export interface Judged {
  readonly columns: readonly Judgement[]
  readonly spoke: number
  readonly silent: number
}

const valuesBetweenPauses = 64

/**
 * Lets a detector judge and learn points, channel by channel. Throws what the detector throws.
 *
 * @param zone by whose clocks the series lives
 */
export function* judge(
  detector: Detector,
  states: readonly ChannelState[],
  { times, channels }: PointColumns,
  forecastBefore: ForecastBefore,
  inFull = false,
  zone = 'UTC',
): Work<Judged> {
  const offsets = offsetsIn(zone, times)
  const columns: Judgement[] = []
  let [spoke, silent] = [0, 0]
  for (let channel = 0; channel < channels.length; channel++) {
    const values = channels[channel]!
    const column = { channel, times, values, offsets, forecastBefore }
    const judgement: Judgement = { inFull, scored: [], silent: new Uint8Array(values.length) }
    for (let from = 0; from < values.length; from += valuesBetweenPauses) {
      yield
      const to = Math.min(values.length, from + valuesBetweenPauses)
      detector.judge(states[channel]!, column, from, to, judgement)
    }
    for (let i = 0; i < values.length; i++) {
      if (judgement.silent[i] === 1) silent++
      else if (!Number.isNaN(values[i]!)) spoke++
    }
    columns.push(judgement)
  }
  return { columns, spoke, silent }
}

function offsetsIn(zone: string, times: Float64Array): Float64Array | null {
  if (zone === 'UTC') return null
  const { offset } = timeZone(zone)
  return times.map(offset)
}

export const noForecasts: ForecastBefore = () => null

export function runToEnd<T>(work: Work<T>): T {
  let step = work.next()
  while (step.done !== true) step = work.next()
  return step.value
}
