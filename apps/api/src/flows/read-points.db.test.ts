import { rollingMean } from '@seriema/ml/series/rolling-mean'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPoints, readTails } from '../store/point.ts'
import { requireSeries, type Series } from '../store/series.ts'
import { createLiveWindows } from '../windows/live-windows.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { readWindow } from './read-points.ts'
import { scoreBatch, verdictsOf } from './score.ts'
import { createSeries } from './series.ts'
import { readStatistics, summarise } from './statistics.ts'

const start = Date.UTC(2026, 0, 1)
/** As an operation that may read whatever it likes. */
const freely = () => {}
let app: FlowApp
let close: () => Promise<void>

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock: () => start + 600_000_000 }))
})
afterAll(() => close())

const instants = (from: number, count: number) => Array.from({ length: count }, (_, i) => start + (from + i) * 1_000)
const value = (i: number) => Math.sin(i / 20) * 10 + ((i * 7_919) % 97) / 50

/** Two channels; every seventh value of the second is missing. */
async function filled(key: string, count: number): Promise<Series> {
  await createSeries(app, { key, channels: [{ name: 'a' }, { name: 'b' }] })
  await add(key, 0, count)
  return requireSeries(app.db, key)
}

async function add(key: string, from: number, count: number) {
  const places = Array.from({ length: count }, (_, i) => from + i)
  const values = [places.map(value), places.map(i => (i % 7 === 0 ? null : value(i + 5)))]
  return app.ingest([{ key, raw: { times: instants(from, count), values } }], { replace: false })
}

/** Straight into the table: too many to send. */
async function huge(key: string, count: number): Promise<Series> {
  await createSeries(app, { key, channels: [{ name: 'a' }, { name: 'b' }] })
  const { id } = await requireSeries(app.db, key)
  const { sql } = app.db
  await sql`insert into points (series_id, at, seq, values)
    select ${id}, to_timestamp(${start / 1_000}::float8 + i), i + 1,
      array[case when i = 70001 then 999 else sin(i / 500.0) end, case when i % 5 = 0 then 'NaN' else cos(i / 300.0) end]
    from generate_series(0, ${count - 1}::int) i`
  await sql`update series set point_count = ${count}, last_seq = ${count}, first_at = to_timestamp(${start / 1_000}::float8),
    last_at = to_timestamp(${start / 1_000}::float8 + ${count - 1}) where id = ${id}`
  return requireSeries(app.db, key)
}

describe('the last points', () => {
  test('are the same from memory as from the store, also as more come', async () => {
    let series = await filled('tail', 300)
    for (let from = 300; from < 12_000; from += 900) {
      await add('tail', from, 900)
      series = await requireSeries(app.db, 'tail')
      for (const last of [1, 250, 4_096, 5_000]) {
        const { times, channels, total } = await readWindow(app, series, { last }, freely)
        const stored = await readPoints(app.db, series, { last })
        expect(times).toEqual(stored.times)
        expect(channels).toEqual(stored.channels)
        expect(total).toBe(Math.min(last, series.pointCount))
      }
    }
  })

  test('are the same after a batch larger than what memory holds', async () => {
    await filled('burst', 10)
    await readWindow(app, await requireSeries(app.db, 'burst'), { last: 5 }, freely)
    await add('burst', 10, 5_000)
    const series = await requireSeries(app.db, 'burst')
    const { times } = await readWindow(app, series, { last: 4_096 }, freely)
    expect(times).toEqual((await readPoints(app.db, series, { last: 4_096 })).times)
  })

  test('a window given out stays as it was when points come', async () => {
    const series = await filled('kept', 100)
    const before = await readWindow(app, series, { last: 50 }, freely)
    const copy = structuredClone({ times: before.times, channels: before.channels })
    await add('kept', 100, 9_000)
    expect({ times: before.times, channels: before.channels }).toEqual(copy)
  })

  test('are made for JSON once until points come, and missing values are null', async () => {
    const series = await filled('json', 100)
    const [a, b] = [
      await readWindow(app, series, { last: 20 }, freely),
      await readWindow(app, series, { last: 20 }, freely),
    ]
    expect(a.json).toBe(b.json)
    expect(a.json.values[1]!.filter(v => v === null).length).toBe(a.channels[1]!.filter(Number.isNaN).length)
    await add('json', 100, 1)
    const after = await readWindow(app, await requireSeries(app.db, 'json'), { last: 20 }, freely)
    expect(after.json.times.at(-1)).toBe(instants(100, 1)[0])
  })

  test('of many series come in one statement', async () => {
    const many = [await filled('m1', 5), await filled('m2', 40)]
    await createSeries(app, { key: 'm3' })
    many.push(await requireSeries(app.db, 'm3'))
    const tails = await readTails(
      app.db,
      many.map(one => one.id),
      10,
    )
    expect(many.map(one => Array.from(tails.get(one.id)!.times))).toEqual([instants(0, 5), instants(30, 10), []])
  })

  test('of many series at once is what each has, held from then on, and one that was deleted has none', async () => {
    const windows = createLiveWindows()
    const many = [await filled('w1', 5), await filled('w2', 40)]
    const gone = { ...many[0]!, id: 2 ** 30 }
    const newest = async () => (await windows.newestOfMany(app.db, [...many, gone], 10)).map(one => [...one.times])
    const expected = [instants(0, 5), instants(30, 10), []]
    expect(await newest()).toEqual(expected)
    expect(many.map(one => Array.from(windows.held(one, 10)!.times))).toEqual(expected.slice(0, 2))
    expect(await newest()).toEqual(expected)
    windows.drop(many[0]!.id)
    expect(await newest()).toEqual(expected)
  })
})

describe('a range', () => {
  test('begins with `from`, ends before `to`, and keeps the newest `last`', async () => {
    const series = await filled('range', 100)
    const times = instants(0, 100)
    const read = async (request: object) => Array.from((await readWindow(app, series, request, freely)).times)
    expect(await read({ from: times[10], to: times[20] })).toEqual(times.slice(10, 20))
    expect(await read({ from: times[90] })).toEqual(times.slice(90))
    expect(await read({ to: times[5] })).toEqual(times.slice(0, 5))
    expect(await read({ from: times[10], to: times[20], last: 3 })).toEqual(times.slice(17, 20))
    expect(await read({ from: times[99]! + 1 })).toEqual([])
  })

  test('the rolling mean of its first points looks at the points before it', async () => {
    const series = await filled('means', 200)
    const all = await readPoints(app.db, series, {})
    const expected = all.channels.map(values => rollingMean(values, 30))
    const ranged = await readWindow(app, series, { from: instants(100, 1)[0], rollingMean: 30 }, freely)
    const last = await readWindow(app, series, { last: 100, rollingMean: 30 }, freely)
    for (const { rollingMean: means } of [ranged, last])
      means!.forEach((values, c) => {
        values.forEach((v, i) => {
          expect(v).toBeCloseTo(expected[c]![100 + i]!, 9)
        })
      })
  })

  test('down-sampled it keeps extremes and anomalies, and says of how many', async () => {
    await createSeries(app, { key: 'peaks' })
    const values = Array.from({ length: 3_000 }, (_, i) => 100 + value(i))
    values[1_234] = 200
    values[2_345] = 20
    values[2_800] = 135
    const [outcome] = await app.ingest([{ key: 'peaks', raw: { times: instants(0, 3_000), values: [values] } }], {
      replace: false,
    })
    const series = await requireSeries(app.db, 'peaks')
    const chart = await readWindow(app, series, { last: 3_000, maxPoints: 100 }, freely)
    expect(chart).toMatchObject({ total: 3_000, downsampled: true })
    expect(chart.times.length).toBeLessThanOrEqual(100)
    expect(outcome!.anomalies.length).toBeGreaterThanOrEqual(3)
    const shown = new Set(chart.times)
    for (const { at } of outcome!.anomalies) expect(shown.has(at)).toBe(true)
    expect(Math.max(...chart.channels[0]!)).toBe(200)
    expect(Math.min(...chart.channels[0]!)).toBe(20)
  })

  test('too long to be read is reduced where it is stored: peaks and rolling means stay right', async () => {
    const series = await huge('huge', 150_000)
    const chart = await readWindow(app, series, { from: start, maxPoints: 500, rollingMean: 10 }, freely)
    expect(chart).toMatchObject({ total: 150_000, downsampled: true })
    expect(chart.times.length).toBeLessThanOrEqual(500)
    const peak = chart.channels[0]!.indexOf(999)
    expect(chart.times[peak]).toBe(start + 70_001_000)
    const around = await readPoints(app.db, series, { to: chart.times[peak]! + 1, last: 10 })
    around.channels.forEach((values, c) => {
      expect(chart.rollingMean![c]![peak]).toBeCloseTo(rollingMean(values, 10)[9]!, 9)
    })
    const statistics = await readStatistics(app, series, { from: start }, freely)
    const all = await readPoints(app.db, series, {})
    for (const [c, values] of all.channels.entries()) {
      const { last, median, ...rest } = summarise(values)
      expect(statistics[c]).toMatchObject({ count: rest.count, missing: rest.missing, last, minimum: rest.minimum })
      expect(statistics[c]!.mean).toBeCloseTo(rest.mean!, 9)
      expect(statistics[c]!.median).toBeCloseTo(median!, 9)
      expect(statistics[c]!.standardDeviation).toBeCloseTo(rest.standardDeviation!, 9)
    }
  })

  test('figures of the largest values there are finite, read here or computed in the database', async () => {
    const series = await huge('largest', 150_000)
    await app.db.sql`update points set values = array[1.7e308, case when seq % 2 = 0 then 1.7e308 else -1.7e308 end]
      where series_id = ${series.id} and seq < 40000`
    for (const range of [{ from: start }, { from: start, to: start + 5_000 }, { to: start + 40_003_000, last: 10 }]) {
      for (const { channel, ...figures } of await readStatistics(app, series, range, freely))
        for (const figure of Object.values(figures)) expect(Number.isFinite(figure)).toBe(true)
    }
    const { rollingMean } = await readWindow(app, series, { from: start, maxPoints: 500, rollingMean: 10 }, freely)
    for (const values of rollingMean!)
      expect(values.some(value => Math.abs(value) === Number.POSITIVE_INFINITY)).toBe(false)
  })

  test.each([{ last: 0 }, { last: 1.5 }, { maxPoints: 1 }, { rollingMean: 0 }, { from: 2, to: 1 }])(
    'refuses %o',
    async request => {
      const series = await requireSeries(app.db, 'tail')
      await expect(async () => readWindow(app, series, request, freely)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      })
    },
  )
})

test('scoring without storing says what ingesting then finds', async () => {
  const series = await filled('what_if', 100)
  const raw = {
    times: instants(100, 3),
    values: [
      [0, 300, null],
      [300, null, 0],
    ],
  }
  const scored = await scoreBatch(app, series, raw)
  const { detector } = scored
  const verdicts = await verdictsOf(scored)
  const again = await scoreBatch(app, series, raw)
  const [outcome] = await app.ingest([{ key: 'what_if', raw }], { replace: false })
  const told = verdicts.filter(v => v.severity !== null).map(v => [v.at, v.channel, v.score, v.reason])
  expect(await verdictsOf(again)).toEqual(verdicts)
  expect(detector).toBe('zscore')
  expect(told).toEqual(outcome!.anomalies.map(a => [a.at, a.channel, a.score, a.reason]))
  expect(told).toHaveLength(2)
})
