import type { GeneratorPlace, GeneratorSettings } from '@seriema/domain/generator'
import { dueAt, longestHistory } from '@seriema/domain/generator'
import type { Components } from './components.ts'
import { generate } from './components.ts'

/** Points missed for longer than this (milliseconds) stay missed, and a generator goes on from now. */
const catchUp = 60_000
const pointsAtOnce = 5_000

/** A running generator and what its series says of it. */
export interface SeriesGenerator {
  readonly seriesId: number
  readonly key: string
  /** How many channels the series has. */
  readonly channels: number
  readonly settings: GeneratorSettings
}

/** What a generator makes at once, and where it stands before and after. */
export interface GeneratorMove {
  readonly generator: SeriesGenerator
  readonly from: GeneratorPlace
  readonly to: GeneratorPlace
  /** What the points are made of: one set of columns per channel, as long as `times` (epoch milliseconds). */
  readonly truth: { readonly times: Float64Array; readonly channels: readonly Components[] }
}

/** The points due by `now` (epoch milliseconds), at most 5,000; null where none is. */
export function nextMove(generator: SeriesGenerator, from: GeneratorPlace, now: number): GeneratorMove | null {
  const { settings } = generator
  const { interval } = settings
  const missed = now - dueAt(from, settings)
  if (-missed > interval + catchUp) return movedBack(generator, from, now)
  if (missed < 0) return null
  const bound = from.generated === 0 ? catchUp + longestHistory * interval : catchUp
  const skipped = missed > bound ? Math.floor(missed / interval) : 0
  const count = Math.min(pointsAtOnce, Math.floor(missed / interval) + 1 - skipped)
  const startedAt = from.startedAt + skipped * interval
  const times = Float64Array.from({ length: count }, (_, k) => startedAt + (from.generated + k) * interval)
  const channels = generate(settings, generator.channels, from.generated, count)
  return { generator, from, to: { startedAt, generated: from.generated + count }, truth: { times, channels } }
}

/**
 * The clock went back: no generator waits until it has caught up with what was made ahead of it, but goes on from now,
 * half an interval beside the instants that are taken.
 */
function movedBack(generator: SeriesGenerator, from: GeneratorPlace, now: number): GeneratorMove {
  const { settings, channels } = generator
  const { interval } = settings
  const half = Math.floor(interval / 2)
  const at = dueAt(from, settings) - Math.ceil((dueAt(from, settings) - half - now) / interval) * interval - half
  const startedAt = at - from.generated * interval
  const truth = { times: Float64Array.of(at), channels: generate(settings, channels, from.generated, 1) }
  return { generator, from, to: { startedAt, generated: from.generated + 1 }, truth }
}
