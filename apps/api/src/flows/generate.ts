import type { SeriesStatus } from '@seriema/domain/event'
import { Fault } from '@seriema/domain/fault'
import type { GeneratorDraft, GeneratorPlace, GeneratorSettings } from '@seriema/domain/generator'
import { defaultSettings, defineGenerator, resume, seedOf } from '@seriema/domain/generator'
import { checkWindow, rowsAtMost } from '@seriema/domain/range'
import type { SeriesDraft } from '@seriema/domain/series'
import type { Watches } from '../detection/watches.ts'
import { seriesStatus } from '../events/kinds/status.ts'
import { announce } from '../events/log.ts'
import type { Db } from '../store/database.ts'
import { transaction } from '../store/database.ts'
import { countMade, removeMade } from '../store/generator/made.ts'
import type { Truth, TruthRange } from '../store/generator/truth.ts'
import { columnsOfTruth, readTruth } from '../store/generator/truth.ts'
import type { StoredGenerator } from '../store/generator.ts'
import * as store from '../store/generator.ts'
import type { Holdings } from '../store/holdings.ts'
import { lockSeries, type Series, seriesNotFound } from '../store/series.ts'
import type { LiveWindows } from '../windows/live-windows.ts'
import { runGenerators } from './generate/run.ts'
import type { IngestApp } from './ingest.ts'
import { insertSeries, type WatchingDraft } from './series.ts'

/** The generator of a series and where it stands. */
export interface Generator extends GeneratorPlace {
  readonly seriesId: number
  readonly settings: GeneratorSettings
  readonly running: boolean
}

export interface GeneratedSeries {
  readonly id: number
  readonly key: string
}

export interface Reset {
  readonly generator: Generator
  readonly removed: Holdings
}

export interface Generators {
  /**
   * A series that a generator makes, from now on; the first `history` points, at most 5,000, lie before now. No other
   * series ever has one. Throws INVALID_SERIES_KEY, INVALID_INPUT, SERIES_EXISTS.
   */
  create(series: SeriesDraft & WatchingDraft, draft: GeneratorDraft, history?: number): Promise<Series>
  /** Goes on, with changed settings where `draft` has some. Throws GENERATOR_NOT_FOUND, INVALID_INPUT. */
  start(series: GeneratedSeries, draft?: GeneratorDraft | null): Promise<Generator>
  /** No point comes once this has returned. Throws GENERATOR_NOT_FOUND. */
  stop(series: GeneratedSeries): Promise<Generator>
  /**
   * Removes the points that the generator made, what was found among them, forecasts and truth, and starts over from
   * point 0. Points that somebody else brought stay. Throws GENERATOR_NOT_FOUND, INVALID_INPUT.
   */
  reset(series: GeneratedSeries, draft?: GeneratorDraft | null): Promise<Reset>
  /** What a reset would remove. */
  holdings(generator: Generator): Promise<Holdings>
  /** In the order of `seriesIds`, null where a series has none; one query. */
  find(seriesIds: readonly number[]): Promise<readonly (Generator | null)[]>
  /** `from` inclusive, `to` exclusive (epoch ms), or the `last` N [1000 where there is no range]. Throws INVALID_INPUT, TOO_LARGE. */
  truth(series: GeneratedSeries & { readonly channels: readonly unknown[] }, range: TruthRange): Promise<Truth>
  /** How many run, in all processes. */
  running(): Promise<number>
  /** Finishes the batch in hand and starts no other. */
  close(): Promise<void>
}

export interface GeneratorsApp extends IngestApp {
  readonly windows: LiveWindows
  readonly watches: Watches
}

type GeneratorStatus = Extract<SeriesStatus, `GENERATOR_${string}`>

/** Goes on with the generators that were running, where no other process does. */
export async function createGenerators(app: GeneratorsApp): Promise<Generators> {
  const runner = runGenerators(app)

  /** Changes a generator under its lock; `news` says what happened. */
  const change = async <T>(
    series: GeneratedSeries,
    news: GeneratorStatus,
    work: (tx: Db, held: Generator) => Promise<readonly [next: Generator, answer: T]>,
  ): Promise<T> => {
    const answer = await transaction(app.db, async tx => {
      const [locked] = await lockSeries(tx, [series.key])
      if (locked?.id !== series.id) throw seriesNotFound(series.key)
      const held = await store.lockGenerator(tx, series.id)
      if (held === null) throw notGenerated(series)
      const [next, answer] = await work(tx, toGenerator(held))
      await store.saveGenerator(tx, next)
      await announce(tx, [generatorStatus(news, series, next)], app.clock())
      return answer
    })
    runner.wake()
    return answer
  }

  return {
    async create(draft, settingsDraft, history = 0) {
      const made = await transaction(app.db, async tx => {
        const now = app.clock()
        const { series, news } = await insertSeries(tx, draft, now)
        const settings = defineGenerator(settingsDraft, { ...defaultSettings, seed: seedOf(series.key) })
        const held = { seriesId: series.id, settings, running: true, ...resume(settings, now, null, history) }
        await store.createGenerator(tx, held)
        await announce(tx, [...news, generatorStatus('GENERATOR_STARTED', series, held)], now)
        return series
      })
      runner.wake()
      return made
    },
    start: (series, draft) =>
      change(series, 'GENERATOR_STARTED', async (_tx, held) => {
        const settings = defineGenerator(draft ?? {}, held.settings)
        const place =
          held.running && held.settings.interval === settings.interval
            ? {}
            : resume(settings, app.clock(), { place: held, settings: held.settings })
        const next = { ...held, settings, running: true, ...place }
        return [next, next]
      }),
    stop: series =>
      change(series, 'GENERATOR_STOPPED', async (_tx, held) => {
        const next = { ...held, running: false }
        return [next, next]
      }),
    async reset(series, draft) {
      const reset = await change(series, 'GENERATOR_RESET', async (tx, held) => {
        const settings = defineGenerator(draft ?? {}, held.settings)
        const removed = await removeMade(tx, series.id)
        const generator = { ...held, settings, ...resume(settings, app.clock(), null) }
        return [generator, { generator, removed }]
      })
      app.windows.drop(series.id)
      app.watches.drop(series.id)
      return reset
    },
    holdings: ({ seriesId }) => countMade(app.db, seriesId),
    async find(seriesIds) {
      const found = new Map(
        (await store.findGenerators(app.reads, seriesIds)).map(held => [held.seriesId, toGenerator(held)]),
      )
      return seriesIds.map(id => found.get(id) ?? null)
    },
    async truth(series, range) {
      const { from, to, last } = checkWindow(range)
      const channels = series.channels.length
      const most = rowsAtMost(channels * columnsOfTruth)
      const wanted = last ?? most + 1
      const truth =
        wanted > most + 1 ? null : await readTruth(app.reads, series.id, channels, { from, to, last: wanted })
      if (truth === null || truth.times.length > most)
        throw new Fault('TOO_LARGE', `the truth of at most ${most} points is read at once: ask for a narrower range`)
      return truth
    },
    running: () => store.countRunning(app.db),
    close: () => runner.close(),
  }
}

/** Settings that came later than the row have their defaults. */
const toGenerator = (held: StoredGenerator): Generator => ({ ...held, settings: defineGenerator(held.settings) })

const generatorStatus = (
  news: GeneratorStatus,
  { id, key }: GeneratedSeries,
  { settings }: Pick<Generator, 'settings'>,
) => seriesStatus(news, { id, key, interval: settings.interval })

const notGenerated = ({ key }: GeneratedSeries): Fault =>
  new Fault(
    'GENERATOR_NOT_FOUND',
    `${key} is not made by a generator, and its points are left alone: a generator comes with the series that it makes, created by createSeries with \`generator: {}\``,
    { key },
  )
