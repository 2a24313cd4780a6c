import type { SeriesStatus } from '@seriema/domain/event'
import { Fault } from '@seriema/domain/fault'
import type { GeneratorDraft, GeneratorPlace, GeneratorSettings } from '@seriema/domain/generator'
import { defaultSettings, defineGenerator, resume, seedOf } from '@seriema/domain/generator'
import { checkWindow, rowsAtMost } from '@seriema/domain/range'
import type { Watches } from '../detection/watches.ts'
import { seriesStatus } from '../events/kinds/status.ts'
import { announce } from '../events/log.ts'
import type { Db } from '../store/database.ts'
import { transaction } from '../store/database.ts'
import type { Truth, TruthRange } from '../store/generator/truth.ts'
import { columnsOfTruth, readTruth } from '../store/generator/truth.ts'
import type { StoredGenerator } from '../store/generator.ts'
import * as store from '../store/generator.ts'
import { clearHistory, lockSeries, seriesNotFound } from '../store/series.ts'
import type { LiveWindows } from '../windows/live-windows.ts'
import { runGenerators } from './generate/run.ts'
import type { IngestApp } from './ingest.ts'

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

export interface Generators {
  /**
   * Starts, or goes on with changed settings. The first `history` points, at most 5,000, lie before now, where the
   * generator is new. Throws INVALID_INPUT.
   */
  start(series: GeneratedSeries, draft?: GeneratorDraft | null, history?: number): Promise<Generator>
  /** No point comes once this has returned. Throws GENERATOR_NOT_FOUND where the series never had one. */
  stop(series: GeneratedSeries): Promise<Generator>
  /** Removes the series' points, anomalies, forecasts and truth and starts over from point 0. Throws GENERATOR_NOT_FOUND, INVALID_INPUT. */
  reset(series: GeneratedSeries, draft?: GeneratorDraft | null): Promise<Generator>
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
  const change = async (
    series: GeneratedSeries,
    news: GeneratorStatus,
    work: (tx: Db, held: Generator | null) => Promise<Generator>,
  ): Promise<Generator> => {
    const changed = await transaction(app.db, async tx => {
      if ((await lockSeries(tx, [series.key])).length === 0) throw seriesNotFound(series.key)
      const held = await store.lockGenerator(tx, series.id)
      const next = await work(tx, held === null ? null : toGenerator(held))
      await store.saveGenerator(tx, { ...next, settings: { ...next.settings } })
      const { id, key } = series
      await announce(tx, [seriesStatus(news, { id, key, interval: next.settings.interval })], app.clock())
      return next
    })
    runner.wake()
    return changed
  }

  return {
    start: (series, draft, history = 0) =>
      change(series, 'GENERATOR_STARTED', async (_tx, held) => {
        const settings = defineGenerator(
          draft ?? {},
          held?.settings ?? { ...defaultSettings, seed: seedOf(series.key) },
        )
        if (held?.running && held.settings.interval === settings.interval) return { ...held, settings }
        const before = held === null ? null : { place: held, settings: held.settings }
        return { seriesId: series.id, settings, running: true, ...resume(settings, app.clock(), before, history) }
      }),
    stop: series =>
      change(series, 'GENERATOR_STOPPED', async (_tx, held) => ({ ...required(held, series), running: false })),
    async reset(series, draft) {
      const changed = await change(series, 'GENERATOR_RESET', async (tx, held) => {
        const settings = defineGenerator(draft ?? {}, required(held, series).settings)
        await clearHistory(tx, series.id)
        return { ...required(held, series), settings, ...resume(settings, app.clock(), null) }
      })
      app.windows.drop(series.id)
      app.watches.drop(series.id)
      return changed
    },
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

function required(held: Generator | null, { key }: GeneratedSeries): Generator {
  if (held === null) throw new Fault('GENERATOR_NOT_FOUND', `${key} has no generator: start one first`, { key })
  return held
}
