import type { DetectorKind } from '@seriema/domain/anomaly'
import { valueDetectors } from '@seriema/ml/scorers/registry'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { saveForecasts } from '../store/forecast.ts'
import { requireSeries } from '../store/series.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import type { SeriesOutcome } from './ingest/outcome.ts'
import { scoreBatch, verdictsOf } from './score.ts'
import { createSeries, updateSeries, type WatchingDraft } from './series.ts'

const start = Date.UTC(2026, 0, 1)
const clock = () => start + 100_000_000
let app: FlowApp
let close: () => Promise<void>
let made = 0

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock }))
})
afterAll(() => close())

async function newSeries(watching: WatchingDraft = {}, channels = 1): Promise<string> {
  const key = `s${++made}`
  const named = Array.from({ length: channels }, (_, c) => ({ name: `c${c}` }))
  await createSeries(app, { key, channels: named, ...watching })
  return key
}

/** A daily wave with noise, and one value far off. */
const wave = (count: number, spike: number) => {
  let state = 1
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return Array.from({ length: count }, (_, i) => {
    const noise = uniform() + uniform() + uniform() - 1.5
    return 50 + 10 * Math.sin((2 * Math.PI * i) / 48) + noise + (i === spike ? 60 : 0)
  })
}
const seconds = (first: number, count: number) => Array.from({ length: count }, (_, i) => start + (first + i) * 1_000)
const send = async (key: string, values: readonly number[], first: number, on = app): Promise<SeriesOutcome> =>
  (await on.ingest([{ key, raw: { times: seconds(first, values.length), values: [values] } }], { replace: false }))[0]!
const alarms = (outcomes: readonly SeriesOutcome[]) =>
  outcomes.flatMap(o => o.anomalies.map(a => [a.at, a.value, a.detector, a.alarm, a.score, a.reason]))

test('a new series is watched by the ensemble', async () => {
  expect(app.serving.speakerOf(await requireSeries(app.db, await newSeries()), 'watch').kind).toBe('ensemble')
})

describe.each(valueDetectors.map(({ kind }) => kind))('%s', detector => {
  const values = wave(700, 650)

  test('is chosen for a series, finds what stands out and says that it was it', async () => {
    const key = await newSeries({ detector })
    await send(key, values.slice(0, 600), 0)
    const outcome = await send(key, values.slice(600), 600)
    expect(outcome).toMatchObject({ detector, fallback: null })
    const spike = outcome.anomalies.find(({ at }) => at === start + 650_000)
    expect(spike).toMatchObject({ detector, fallback: null, alarm: true, value: values[650] })
    expect(outcome.anomalies.length).toBeLessThan(6)
  })

  test('speaks alike by batch and point by point, after a restart, a batch sent again, questions and other processes', async () => {
    const [whole, disturbed] = [await newSeries({ detector }), await newSeries({ detector })]
    const other = await startFlows({ databaseUrl: app.config.databaseUrl, clock })
    try {
      const expected = [await send(whole, values.slice(0, 600), 0), await send(whole, values.slice(600), 600)]
      const got: SeriesOutcome[] = []
      const { id } = await requireSeries(app.db, disturbed)
      for (let from = 0; from < 700; from += from < 600 ? 75 : 10) {
        const part = values.slice(from, from + (from < 600 ? 75 : 10))
        got.push(await send(disturbed, part, from, from % 4 === 0 ? app : other.app))
        expect(await send(disturbed, part, from)).toMatchObject({ stored: 0, duplicates: part.length })
        const series = await requireSeries(app.db, disturbed)
        await scoreBatch(app, series, { times: seconds(from + 100, 2), values: [[1e6, -1e6]] })
        if (from === 630 || from === 300) {
          app.windows.drop(id)
          app.watches.drop(id)
        }
      }
      expect(alarms(got)).toEqual(alarms(expected))
      expect(alarms(got).length).toBeGreaterThan(0)
    } finally {
      await other.close()
    }
  })

  test('forgets what a batch taught it that could not be stored', async () => {
    const { sql } = app.db
    const [plain, shaken] = [await newSeries({ detector }), await newSeries({ detector })]
    for (const key of [plain, shaken]) await send(key, values.slice(0, 400), 0)
    const fail = async () => {
      throw new Error('not now')
    }
    const raw = { times: seconds(400, 50), values: [new Array(50).fill(500)] }
    await expect(app.ingest([{ key: shaken, raw }], { replace: false, alongside: fail })).rejects.toThrow('not now')
    const rest = await Promise.all([plain, shaken].map(key => send(key, values.slice(400), 400)))
    expect(alarms([rest[1]!])).toEqual(alarms([rest[0]!]))
    const [left] = await sql`select count(*) from anomalies where value = 500`
    expect(left!.count).toBe(0)
  })
})

test.each(['ensemble', 'isolation-forest'] as const)(
  'until the %s has seen enough the z-score speaks, and every answer says so',
  async detector => {
    const key = await newSeries({ detector })
    const first = await send(key, wave(60, 50), 0)
    expect(first).toMatchObject({ detector: 'zscore', fallback: expect.stringContaining('not seen enough') })
    expect(first.anomalies).toMatchObject([{ detector: 'zscore', fallback: expect.any(String) }])
    const [event] = await app.db.sql`select count(*) from events where payload->>'key' = ${key}
      and payload->>'status' = 'SCORER_FELL_BACK'`
    expect(event!.count).toBe(0)
  },
)

describe('after a silence', () => {
  /** A day of 96 points, 400 of them, nothing for 25 hours, 400 more. */
  const minutes = (i: number) => start + (i < 400 ? i : i + 100) * 15 * 60_000 - 12 * 86_400_000
  const value = (i: number) =>
    wave(900, -1)[i < 400 ? i : i + 100]! + 10 * Math.sin((2 * Math.PI * minutes(i)) / 86_400_000)
  const values = Array.from({ length: 800 }, (_, i) => value(i))
  const spoilt = values.with(600, 150)
  const sendAll = async (key: string, from: number, to: number, sent = values) =>
    (
      await app.ingest(
        [
          {
            key,
            raw: { times: sent.slice(from, to).map((_, i) => minutes(from + i)), values: [sent.slice(from, to)] },
          },
        ],
        { replace: false },
      )
    )[0]!

  test.each(['ensemble', 'seasonal', 'zscore'] as const)(
    'the %s finds nothing in what is right for its phase',
    async detector => {
      const key = await newSeries({ detector })
      await sendAll(key, 0, 400)
      const { anomalies } = await sendAll(key, 400, 800)
      expect(anomalies.filter(({ at }) => at < minutes(410))).toEqual([])
      if (detector === 'ensemble') expect(anomalies).toEqual([])
    },
  )

  test.each(['ensemble', 'seasonal', 'zscore'] as const)(
    'the %s made again from stored points says the same',
    async detector => {
      const [whole, again] = [await newSeries({ detector }), await newSeries({ detector })]
      const { id } = await requireSeries(app.db, again)
      const expected = [await sendAll(whole, 0, 450, spoilt), await sendAll(whole, 450, 800, spoilt)]
      const got: SeriesOutcome[] = []
      for (const [from, to] of [
        [0, 390],
        [390, 450],
        [450, 800],
      ] as const) {
        app.windows.drop(id)
        app.watches.drop(id)
        got.push(await sendAll(again, from, to, spoilt))
      }
      expect(alarms(got)).toEqual(alarms(expected))
      expect(alarms(got).length).toBeGreaterThan(0)
      const series = await requireSeries(app.db, again)
      const raw = { times: [minutes(800), minutes(801)], values: [[150, 150]] }
      const verdicts = await verdictsOf(await scoreBatch(app, series, raw))
      const outcome = (await app.ingest([{ key: again, raw }], { replace: false }))[0]!
      expect(verdicts.filter(({ severity }) => severity !== null).map(({ score }) => score)).toEqual(
        expect.arrayContaining(outcome.anomalies.map(({ score }) => score)),
      )
    },
  )
})

test('scoring without storing says what ingesting then finds', async () => {
  const key = await newSeries()
  const values = wave(520, 510)
  await send(key, values.slice(0, 500), 0)
  const series = await requireSeries(app.db, key)
  const raw = { times: seconds(500, 20), values: [values.slice(500)] }
  const scored = await scoreBatch(app, series, raw)
  const { detector } = scored
  const verdicts = await verdictsOf(scored)
  const outcome = await send(key, values.slice(500), 500)
  const verdict = verdicts.find(one => one.at === start + 510_000)!
  expect(detector).toBe('ensemble')
  expect(outcome.anomalies.find(one => one.at === verdict.at)).toMatchObject({
    score: verdict.score,
    expected: verdict.expected,
    reason: verdict.reason,
  })
})

describe('rules', () => {
  const values = wave(400, 350).map((value, i) => (i === 320 ? value - 60 : value))
  const found = async (alarmRules: WatchingDraft['alarmRules'], detector: DetectorKind = 'robust') => {
    const key = await newSeries({ detector, alarmRules })
    await send(key, values.slice(0, 300), 0)
    return (await send(key, values.slice(300), 300)).anomalies.map(a => [(a.at - start) / 1_000, a.alarm])
  }

  test('leave out the side and the deviations nobody asked for', async () => {
    const both = await found({ rest: 0 })
    expect(both).toEqual([
      [320, true],
      [350, true],
    ])
    expect(await found({ rest: 0, direction: 'above' })).toEqual([[350, true]])
    expect(await found({ rest: 0, direction: 'below' })).toEqual([[320, true]])
    expect(await found({ rest: 0, leastAbsolute: 1_000 })).toEqual([])
    expect(await found({ rest: 0, leastRelative: 50 })).toEqual([])
  })

  test('make one alarm of what comes within the rest, and keep the points', async () => {
    const key = await newSeries({ detector: 'robust', alarmRules: { rest: 100 } })
    const quiet = wave(2_000, -1)
    await send(key, quiet, 0)
    const spiky = wave(200, -1).map((value, i) => (i === 20 || i === 40 || i === 180 ? value + 60 : value))
    const { anomalies } = await send(key, spiky, 2_000)
    expect(anomalies.map(a => [(a.at - start) / 1_000 - 2_000, a.alarm])).toEqual([
      [20, true],
      [40, false],
      [180, true],
    ])
  })

  test('change for a series from then on, one by one', async () => {
    const key = await newSeries({ detector: 'robust', alarmRules: { direction: 'above', rest: 7 } })
    expect(await updateSeries(app, key, { alarmRules: { leastAbsolute: 2 } })).toMatchObject({
      alarmRules: { direction: 'above', leastAbsolute: 2, leastRelative: 0, rest: 7 },
    })
    await expect(updateSeries(app, key, { alarmRules: { rest: -1 } })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await updateSeries(app, key, { alarmRules: { leastAbsolute: 1_000 } })
    await send(key, values.slice(0, 300), 0)
    expect((await send(key, values.slice(300), 300)).anomalies).toEqual([])
  })
})

test('a detector too large to be made again at once is so after the batch, and then speaks', async () => {
  const channels = 24
  const key = await newSeries({}, channels)
  const series = await requireSeries(app.db, key)
  const columns = (from: number, count: number) => {
    const values = wave(from + count, from < 600 ? -1 : from + count - 1).slice(from)
    return [{ key, raw: { times: seconds(from, count), values: Array.from({ length: channels }, () => values) } }]
  }
  await app.ingest(columns(0, 600), { replace: false })
  app.windows.drop(series.id)
  app.watches.drop(series.id)
  const [meanwhile] = await app.ingest(columns(600, 1), { replace: false })
  expect(meanwhile).toMatchObject({ detector: 'zscore', fallback: expect.stringContaining('made ready') })
  expect(meanwhile!.anomalies.length).toBe(channels)
  let second = 601
  await vi.waitFor(
    async () => {
      const [then] = await app.ingest(columns(second++, 1), { replace: false })
      expect(then).toMatchObject({ detector: 'ensemble', fallback: null })
    },
    { timeout: 20_000, interval: 30 },
  )
})

test('residuals are measured by those before: intervals that are far too narrow raise few alarms', async () => {
  const key = await newSeries({ detector: 'residual' })
  await send(key, wave(60, -1), 0)
  const series = await requireSeries(app.db, key)
  const level = (value: number) => new Float64Array(400).fill(value)
  await saveForecasts(app.db, [
    {
      series: series,
      asked: null,
      made: {
        forecaster: 'ridge',
        versionId: null,
        fallback: null,
        forecasterReason: '',
        origin: start + 59_000,
        madeAt: start,
        interval: 1_000,
        step: { unit: 'millisecond', count: 1_000 },
        season: 1,
        candidates: [],
        times: Float64Array.from(seconds(60, 400)),
        channels: [{ mean: level(50), intervals: [{ level: 0.95, lower: level(49.5), upper: level(50.5) }] }],
      },
    },
  ])
  const values = wave(460, 440).slice(60)
  const whole = await send(key, values.slice(0, 300), 60)
  app.windows.drop(series.id)
  app.watches.drop(series.id)
  const rest = await send(key, values.slice(300), 360)
  expect(whole.anomalies.length).toBeLessThan(100)
  expect(rest).toMatchObject({ detector: 'residual', fallback: null })
  expect(rest.anomalies.map(a => (a.at - start) / 1_000)).toEqual([440])
})
