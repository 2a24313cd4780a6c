import { defaultSettings } from '@seriema/domain/generator'
import { noProgress } from '@seriema/domain/import'
import type { Rejection } from '@seriema/domain/point'
import { describe, expect, it } from 'vitest'
import type { PointsOutcome, Source, SourceBatch, SourcePoints } from './contract.ts'
import { file } from './file.ts'
import { generator } from './generator.ts'
import type { SourceKind } from './registry.ts'
import { sources } from './registry.ts'

/** What a database would hold: the values of each instant of each series, and how often an instant came again. */
function createKeep() {
  const series = new Map<string, Map<number, string>>()
  let again = 0
  const take = ({ key, raw }: SourcePoints): PointsOutcome => {
    const held = series.get(key) ?? new Map<number, string>()
    series.set(key, held)
    let [stored, duplicates] = [0, 0]
    const rejections: Rejection[] = []
    for (const [index, time] of raw.times.entries()) {
      const at = Number(time)
      const values = JSON.stringify(raw.values.map(column => column[index]))
      if (!held.has(at)) {
        held.set(at, values)
        stored++
        continue
      }
      again++
      if (held.get(at) === values) duplicates++
      else rejections.push({ index, code: 'VALUE_CONFLICT', message: 'another value is stored' })
    }
    return { stored, duplicates, conflicts: rejections.length, rejections, anomalies: [], fault: null }
  }
  return { take, series, again: () => again }
}

interface Trial<Settings, Cursor, Batch extends SourceBatch<Cursor>> {
  readonly source: Source<Settings, Cursor, Batch>
  /** As a process that starts would have them. */
  readonly settings: () => Settings
  /** With which nothing comes. */
  readonly silent: () => Settings
  readonly start: Cursor
  /** Points after which a source without an end has been heard long enough. */
  readonly enough: number
}

/** A kind of source on trial, whatever its settings and cursor are. */
interface Tried {
  readonly source: Pick<Source<never, never, never>, 'kind' | 'title' | 'description'>
  /** What is stored in the end, by a process for each of `deaths` and a last one. */
  run(deaths: readonly number[]): Promise<{
    readonly series: readonly (readonly [key: string, points: readonly (readonly [at: number, values: string])[]])[]
    readonly batches: number
    /** How often an instant came that was stored already. */
    readonly again: number
    readonly cursor: unknown
  }>
  /** The first batch of a source from which nothing comes. */
  first(signal: AbortSignal): Promise<unknown>
}

function on<Settings, Cursor, Batch extends SourceBatch<Cursor>>(trial: Trial<Settings, Cursor, Batch>): Tried {
  const { source, settings, silent, start, enough } = trial
  /** Stores until there are enough points; dies `after` so many batches, with one more read and not stored. */
  const run: Tried['run'] = async deaths => {
    const keep = createKeep()
    let cursor = start
    let batches = 0
    for (const lifetime of [...deaths, Number.POSITIVE_INFINITY]) {
      let lived = 0
      // What outlives a process is what can be written down.
      cursor = JSON.parse(JSON.stringify(cursor)) as Cursor
      for await (const batch of source.open(settings(), cursor, new AbortController().signal)) {
        if (lived++ === lifetime) break
        expect(new Set(batch.points.map(({ key }) => key)).size).toBe(batch.points.length)
        cursor = batch.after(cursor, batch.points.map(keep.take))
        batches++
        if (Math.min(...[...keep.series.values()].map(held => held.size)) >= enough) break
      }
    }
    const series = [...keep.series].map(([key, held]) => [key, [...held].slice(0, enough)] as const)
    return { series, again: keep.again(), cursor, batches }
  }
  return { source, run, first: signal => source.open(silent(), start, signal)[Symbol.asyncIterator]().next() }
}

const never = async function* (): AsyncGenerator<Uint8Array> {
  await new Promise(() => {})
}

const generatorTrial = () => {
  const interval = 10
  let now = Date.UTC(2026, 0, 1)
  const startedAt = now
  const run = (clock: () => number) => ({
    generators: [1, 2].map(seriesId => ({
      seriesId,
      key: `made_${seriesId}`,
      channels: seriesId,
      settings: { ...defaultSettings, interval },
    })),
    clock,
  })
  return on({
    source: generator,
    settings: () =>
      run(() => {
        now += 70
        return now
      }),
    silent: () => run(() => startedAt - 1),
    start: { 1: { startedAt, generated: 0 }, 2: { startedAt, generated: 0 } },
    enough: 60,
  })
}

const fileTrial = () => {
  const rows = Array.from({ length: 32_000 }, (_, i) => {
    const sensor = ['a', 'b', 'b b', 'b-b'][i % 4]!
    if (i % 1_111 === 7) return `${sensor},soon,${i}`
    return `${sensor},${1_700_000_000 + Math.floor(i / 4) - (i % 997 === 0 ? 1 : 0)},${i % 13}`
  })
  const text = Buffer.from(`sensor,time,value\n${rows.join('\n')}\n\n`)
  let pieces = 60_000
  const settings = (body: AsyncIterable<Uint8Array>) => ({
    body,
    fileName: 'file.csv',
    mostBytes: 1e9,
    key: 'plant',
    plan: {},
    replace: false,
    opened: () => {},
  })
  return on({
    source: file,
    settings: () => {
      pieces += 7_001
      const size = pieces
      return settings(
        (async function* () {
          for (let at = 0; at < text.length; at += size) yield text.subarray(at, at + size)
        })(),
      )
    },
    silent: () => settings(never()),
    start: noProgress,
    enough: Number.POSITIVE_INFINITY,
  })
}

/** A further kind of source: one object. */
const counter: Source<{ readonly until: number; readonly hangs: boolean }, number> = {
  kind: 'counter',
  title: 'Counter',
  description: 'Counts in seconds.',
  async *open({ until, hangs }, cursor, signal) {
    for (let from = cursor; from < until; from += 10) {
      const times = Array.from({ length: Math.min(10, until - from) }, (_, i) => (from + i) * 1_000)
      const raw = { times, values: [times] }
      yield {
        points: [{ key: 'counted', series: null, raw }],
        replace: false,
        unhurried: false,
        after: before => before + times.length,
      }
    }
    if (!hangs) return
    const { promise, reject } = Promise.withResolvers<never>()
    signal.addEventListener('abort', () => reject(signal.reason))
    await promise
  },
}
const counterTrial = () =>
  on({
    source: counter,
    settings: () => ({ until: 95, hangs: false }),
    silent: () => ({ until: 0, hangs: true }),
    start: 0,
    enough: Number.POSITIVE_INFINITY,
  })

/** Every kind that is registered has its trial. */
const members: Readonly<Record<SourceKind, () => Tried>> = { generator: generatorTrial, file: fileTrial }
const trials = Object.entries({ ...members, counter: counterTrial })

/** Messages apart: whether a conflict is within a batch or with what is stored, depends on where batches are cut. */
const counts = (cursor: unknown): unknown => {
  if (!(typeof cursor === 'object' && cursor !== null && 'rejections' in cursor)) return cursor
  const rejections = cursor.rejections as readonly Rejection[]
  return { ...cursor, rejections: rejections.map(({ message, ...rest }) => rest) }
}

it('kinds of sources have names of their own', () => {
  expect(new Set(sources.map(({ kind }) => kind)).size).toBe(sources.length)
})

describe.each(trials)('a %s', { timeout: 60_000 }, (kind, trial) => {
  it('says what it is', () => {
    const { source } = trial()
    expect(source.kind).toBe(kind)
    expect([source.title, source.description].every(text => text.length > 3)).toBe(true)
  })

  it('killed and opened again from the cursor committed last, leaves nothing out and brings nothing twice', async () => {
    const whole = await trial().run([])
    expect(whole.batches).toBeGreaterThan(2)
    for (const deaths of [[0], [1], [2], [1, 1], [0, 2, 0]]) {
      const parts = await trial().run(deaths)
      expect(parts.series).toEqual(whole.series)
      // Places of a source without an end depend on when it was heard enough.
      if (kind !== 'generator') expect(counts(parts.cursor)).toEqual(counts(whole.cursor))
      if (kind !== 'file') expect(parts.again).toBe(0)
    }
  })

  it('gives up waiting once its signal is aborted', async () => {
    const stop = new AbortController()
    const waiting = trial().first(stop.signal)
    setImmediate(() => stop.abort(new Error('enough')))
    await expect(waiting).rejects.toThrow(/enough|aborted/)
  })
})
