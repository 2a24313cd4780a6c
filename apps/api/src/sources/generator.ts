import { setTimeout as wait } from 'node:timers/promises'
import type { GeneratorPlace } from '@seriema/domain/generator'
import { dueAt } from '@seriema/domain/generator'
import type { Source, SourceBatch } from './contract.ts'
import { addUp } from './generator/components.ts'
import type { GeneratorMove, SeriesGenerator } from './generator/move.ts'
import { nextMove } from './generator/move.ts'

/** Milliseconds between two batches, at least: what falls due meanwhile goes in together. */
const shortestPause = 100
/** Milliseconds between two looks at the clock, at most: it may be set. */
const longestPause = 1_000

/** From so many points of a generator at once on, they are its history. */
const historyFrom = 1_000

/** Where each generator stands, by the id of its series. */
export type GeneratorPlaces = Readonly<Record<number, GeneratorPlace>>

export interface GeneratorRun {
  readonly generators: readonly SeriesGenerator[]
  /** Epoch milliseconds. */
  readonly clock: () => number
}

export interface GeneratorBatch extends SourceBatch<GeneratorPlaces> {
  readonly moves: readonly GeneratorMove[]
}

/**
 * Makes points up, for many series with one timer. A point's instant is counted from the first one, so nothing drifts; it
 * depends on the settings and its own place only, so however a run is cut into batches it is the same run.
 */
export const generator: Source<GeneratorRun, GeneratorPlaces, GeneratorBatch> & { readonly kind: 'generator' } = {
  kind: 'generator',
  title: 'Generator',
  description: 'Makes points up as they fall due: a level, a trend, a season, noise and injected anomalies.',
  async *open({ generators, clock }, cursor, signal) {
    const places = new Map(generators.map(({ seriesId }) => [seriesId, cursor[seriesId]!]))
    const placeOf = ({ seriesId }: SeriesGenerator) => places.get(seriesId)!
    while (true) {
      signal.throwIfAborted()
      const now = clock()
      const moves = generators.map(each => nextMove(each, placeOf(each), now)).filter(move => move !== null)
      if (moves.length > 0) yield batchOf(moves)
      for (const { generator, to } of moves) places.set(generator.seriesId, to)
      const next = Math.min(...generators.map(each => dueAt(placeOf(each), each.settings))) - clock()
      await wait(Math.min(longestPause, Math.max(shortestPause, next)), undefined, { signal })
    }
  },
}

const batchOf = (moves: readonly GeneratorMove[]): GeneratorBatch => ({
  points: moves.map(({ generator: { key }, truth: { times, channels } }) => ({
    key,
    series: null,
    raw: { times: Array.from(times), values: addUp(channels).map(column => Array.from(column)) },
  })),
  replace: false,
  unhurried: moves.some(({ truth }) => truth.times.length >= historyFrom),
  moves,
  after: before => ({
    ...before,
    ...Object.fromEntries(moves.map(({ generator: { seriesId }, to }) => [seriesId, to])),
  }),
})
