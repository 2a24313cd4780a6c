import type { RawColumns } from '@seriema/domain/point'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { saveForecasts } from '../store/forecast.ts'
import { readPoints } from '../store/point.ts'
import { requireSeries } from '../store/series.ts'
import { deleteSeries } from './deletion.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import type { IncomingBatch } from './ingest/call.ts'
import type { SeriesOutcome } from './ingest/outcome.ts'
import { createIngest } from './ingest.ts'
import { createSeries, updateSeries } from './series.ts'

const start = Date.UTC(2026, 0, 1)
let app: FlowApp
let close: () => Promise<void>
let made = 0

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock: () => start + 10_000_000 }))
})
afterAll(() => close())

/** A series of its own for a test, with one channel per range given, watched by the z-score. */
async function newSeries(...ranges: readonly { minimum?: number; maximum?: number }[]): Promise<string> {
  const key = `s${++made}`
  await createSeries(app, {
    key,
    detector: 'zscore',
    channels: ranges.map((range, c) => ({ name: `c${c}`, ...range })),
  })
  return key
}

const keep = { replace: false }
const one = async (key: string, times: readonly unknown[], ...values: readonly (readonly unknown[])[]) =>
  (await app.ingest([{ key, raw: { times, values } }], keep))[0]!
const replacing = async (key: string, raw: RawColumns) => (await app.ingest([{ key, raw }], { replace: true }))[0]!
const at = (...seconds: number[]) => seconds.map(second => start + second * 1_000)

/** What is stored, and the arrival numbers in their order. */
async function stored(key: string) {
  const series = await requireSeries(app.db, key)
  const points = await readPoints(app.db, series, {})
  const rows = await app.db.sql<{ seq: number }[]>`
    select seq from points where series_id = ${series.id} order by seq`
  return { series, points, seqs: rows.map(row => row.seq) }
}

describe('any mix of points', () => {
  const second = fc.integer({ min: 1, max: 40 })
  const time = fc.oneof(
    { weight: 8, arbitrary: second.map(s => start + s * 1_000) },
    { weight: 2, arbitrary: second.map(s => new Date(start + s * 1_000).toISOString()) },
    { weight: 1, arbitrary: fc.constantFrom('yesterday', null, -5, 1.5, 0, true) },
  )
  const value = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: -3, max: 3 }) },
    { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom('7', Number.POSITIVE_INFINITY, 1e9, {}) },
  )
  const point = fc.record({ time, values: fc.array(value, { minLength: 3, maxLength: 3 }) })
  const batch = fc.record({ series: fc.nat(2), points: fc.array(point, { maxLength: 25 }) })
  const call = fc.record({ batches: fc.array(batch, { maxLength: 4 }), again: fc.boolean(), replace: fc.boolean() })

  /** The rules of a point, said once more in the plainest way. */
  const good = (t: unknown, values: readonly unknown[]): number | null => {
    const instant = typeof t === 'string' ? Date.parse(t) : t
    if (typeof instant !== 'number' || !Number.isInteger(instant) || instant <= 0) return null
    if (values.every(v => v === null)) return null
    return values.every(v => v === null || (typeof v === 'number' && Number.isFinite(v) && v >= -1e6 && v <= 1e6))
      ? instant
      : null
  }

  test('stores exactly the good ones once, numbered without a gap, whatever is sent again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 6 }), async calls => {
        const limits = { minimum: -1e6, maximum: 1e6 }
        const keys = [await newSeries(limits), await newSeries(limits, limits), await newSeries(limits, limits, limits)]
        const model = keys.map(() => new Map<number, (number | null)[]>())
        const numbers = keys.map(() => 0)
        for (const { batches, again, replace } of calls) {
          const sent: IncomingBatch[] = batches.map(({ series, points }) => ({
            key: keys[series]!,
            raw: {
              times: points.map(p => p.time),
              values: Array.from({ length: series + 1 }, (_, c) => points.map(p => p.values[c])),
            },
          }))
          const outcomes = await app.ingest(sent, { replace })
          batches.forEach(({ series, points }, b) => {
            const expected = { stored: 0, duplicates: 0, conflicts: 0, rejected: 0 }
            const seen = new Set<number>()
            for (const p of points) {
              const values = p.values.slice(0, series + 1)
              const instant = good(p.time, values)
              if (instant === null || seen.has(instant)) {
                expected.rejected++
                continue
              }
              seen.add(instant)
              const before = model[series]!.get(instant)
              const same = before?.every((v, c) => v === values[c])
              if (same === true) expected.duplicates++
              if (same === false) expected.conflicts++
              if (same === false && !replace) expected.rejected++
              if (same === true || (same === false && !replace)) continue
              // A stored zero has no sign.
              model[series]!.set(
                instant,
                (values as (number | null)[]).map(v => (v === 0 ? 0 : v)),
              )
              expected.stored++
              numbers[series]!++
            }
            const { stored, duplicates, conflicts, rejections } = outcomes[b]!
            expect({ stored, duplicates, conflicts, rejected: rejections.length }).toEqual(expected)
          })
          if (!again) continue
          for (const outcome of await app.ingest(sent.slice(-1), { replace })) {
            expect(outcome.stored).toBe(0)
          }
        }
        for (const [s, key] of keys.entries()) {
          const { series, points, seqs } = await stored(key)
          const expected = [...model[s]!].sort(([a], [b]) => a - b)
          expect(Array.from(points.times)).toEqual(expected.map(([t]) => t))
          points.channels.forEach((column, c) => {
            expect(Array.from(column, v => (Number.isNaN(v) ? null : v))).toEqual(expected.map(([, v]) => v[c]))
          })
          expect(new Set(seqs).size).toBe(expected.length)
          expect(series).toMatchObject({
            pointCount: expected.length,
            lastSeq: numbers[s],
            firstAt: expected[0]?.[0] ?? null,
            lastAt: expected.at(-1)?.[0] ?? null,
          })
          if (numbers[s] === expected.length) expect(seqs).toEqual(seqs.map((_, i) => i + 1))
        }
      }),
      { numRuns: 60 },
    )
  })
})

test('an unknown series, or columns that do not fit, cost the others nothing', async () => {
  const key = await newSeries({})
  const raw = { times: at(1), values: [[1]] }
  const outcomes = await app.ingest(
    [
      { key: 'nowhere', raw },
      { key, raw },
      { key: await newSeries({}, {}), raw },
    ],
    keep,
  )
  expect(outcomes.map(o => [o.stored, o.fault?.code ?? null])).toEqual([
    [0, 'SERIES_NOT_FOUND'],
    [1, null],
    [0, 'INVALID_INPUT'],
  ])
})

test('a different value is a conflict, left alone unless it is to replace; then it arrives under a new number', async () => {
  const key = await newSeries({}, {})
  await one(key, at(1, 2, 3), [1, 2, 3], [1, null, 3])
  const refused = await one(key, at(1, 2, 3), [1, 2, 9], [1, 5, 3])
  expect(refused).toMatchObject({ stored: 0, duplicates: 1, conflicts: 2 })
  expect(refused.rejections.map(r => [r.index, r.code])).toEqual([
    [1, 'VALUE_CONFLICT'],
    [2, 'VALUE_CONFLICT'],
  ])
  const replaced = await replacing(key, {
    times: at(1, 2, 3),
    values: [
      [1, 2, 9],
      [1, 5, 3],
    ],
  })
  expect(replaced).toMatchObject({ stored: 2, duplicates: 1, conflicts: 2, rejections: [] })
  const { points, seqs, series } = await stored(key)
  expect(points.channels.map(column => Array.from(column))).toEqual([
    [1, 2, 9],
    [1, 5, 3],
  ])
  expect(seqs).toEqual([1, 4, 5])
  expect(series).toMatchObject({ pointCount: 3, lastSeq: 5 })
})

test('late points are stored, counted and marked; later ones are not late', async () => {
  const key = await newSeries({})
  await one(key, at(10), [1])
  expect(await one(key, at(20, 5, 7), [1, 1, 1])).toMatchObject({ stored: 3, late: 2 })
  const { points, seqs } = await stored(key)
  expect(Array.from(points.times)).toEqual(at(5, 7, 10, 20))
  expect(seqs).toEqual([1, 2, 3, 4])
})

const wave = (n: number) => Array.from({ length: n }, (_, i) => 100 + Math.sin(i * 1.7) + (i % 3) / 10)
const seconds = (from: number, n: number) => at(...Array.from({ length: n }, (_, i) => from + i))

test('what stands out is found, kept and answered, within a batch as point by point', async () => {
  const whole = await newSeries({})
  const single = await newSeries({})
  const values = wave(120)
  values[90] = 130
  values[110] = 60
  const times = seconds(1, 120)
  const together = await one(whole, times, values)
  const apart: SeriesOutcome[] = []
  for (let i = 0; i < times.length; i++) apart.push(await one(single, [times[i]], [values[i]]))
  const alarms = (outcomes: readonly SeriesOutcome[]) =>
    outcomes.flatMap(o => o.anomalies.map(a => [a.at, a.value, a.severity, a.detector, Math.round(a.score * 1e6)]))
  expect(alarms([together]).map(([t]) => t)).toEqual([times[90], times[110]])
  expect(alarms(apart)).toEqual(alarms([together]))
  expect(together.anomalies[0]).toMatchObject({ channel: 0, late: false, fallback: null })
})

test('history that threads judge is found as it is part by part, by a series that begins with few points, too', async () => {
  const [whole, parted] = ['history_whole', 'history_parted']
  for (const key of [whole, parted]) await createSeries(app, { key, channels: [{ name: 'a' }, { name: 'b' }] })
  const values = wave(3_000).map((value, i) => (i > 400 && i % 417 === 0 ? value + 40 : value))
  const times = seconds(1, 3_000)
  const raw = { times, values: [values, values.map(value => -value)] }
  const [together] = await app.ingest([{ key: whole, raw }], { ...keep, unhurried: true })
  const apart: SeriesOutcome[] = []
  for (let from = 0, to = 7; from < 3_000; from = to, to += from < 100 ? 7 : 300) {
    const part = { times: times.slice(from, to), values: raw.values.map(column => column.slice(from, to)) }
    apart.push(...(await app.ingest([{ key: parted, raw: part }], { ...keep, unhurried: true })))
  }
  const found = (outcomes: readonly SeriesOutcome[]) =>
    outcomes.flatMap(o => o.anomalies.map(({ id: _, seriesId: __, ...anomaly }) => anomaly))
  expect(together!.anomalies.length).toBeGreaterThan(6)
  expect(found(apart)).toEqual(found([together!]))
  expect([...apart, together!].map(o => o.standInFrom)).toEqual(Array(apart.length + 1).fill(null))
})

test('scores are the same after the memory of the process is lost', async () => {
  const [kept, lost] = [await newSeries({}), await newSeries({})]
  const values = wave(200)
  values[150] = 140
  for (const key of [kept, lost]) await one(key, seconds(1, 140), values.slice(0, 140))
  const { id } = await requireSeries(app.db, lost)
  app.windows.drop(id)
  app.watches.drop(id)
  const found = await Promise.all([kept, lost].map(key => one(key, seconds(141, 60), values.slice(140))))
  expect(found[0]!.anomalies).toHaveLength(1)
  expect(found[1]!.anomalies[0]!.score).toBeCloseTo(found[0]!.anomalies[0]!.score, 9)
})

test('a late point is compared with what came before its instant, and found late', async () => {
  const key = await newSeries({})
  const values = wave(120)
  const times = seconds(1, 120)
  const without = (list: number[]) => list.filter((_, i) => i !== 80)
  await one(key, without(times), without(values))
  const outcome = await one(key, [times[80]], [135])
  expect(outcome).toMatchObject({ stored: 1, late: 1 })
  expect(outcome.anomalies).toMatchObject([{ at: times[80], value: 135, late: true }])
  expect(outcome.anomalies[0]!.expected).toBeCloseTo(values.slice(30, 80).reduce((a, b) => a + b) / 50, 9)
})

test('replacing an anomalous value takes its anomaly back', async () => {
  const key = await newSeries({})
  const values = wave(60)
  values[55] = 150
  expect((await one(key, seconds(1, 60), values)).anomalies).toHaveLength(1)
  await replacing(key, { times: seconds(56, 1), values: [[100]] })
  const { series } = await stored(key)
  const [left] = await app.db.sql`select count(*) from anomalies where series_id = ${series.id}`
  expect(left!.count).toBe(0)
})

test('points far off are stored with a warning', async () => {
  const key = await newSeries({})
  const outcome = await one(key, [start - 400 * 86_400_000, start + 20_000_000], [1, 2])
  expect(outcome.stored).toBe(2)
  expect(outcome.warnings.map(w => w.index)).toEqual([0, 1])
})

test('the sampling interval is the median gap, also when points come one at a time', async () => {
  const key = await newSeries({})
  for (const second of [10, 20, 30, 47, 57, 67]) await one(key, at(second), [1])
  expect((await stored(key)).series.inferredInterval).toBe(10_000)
})

describe('the residual detector', () => {
  // No forecast comes behind a test's back.
  beforeEach(() => void vi.spyOn(app.live, 'pointsCame').mockImplementation(() => {}))
  afterEach(() => void vi.mocked(app.live.pointsCame).mockRestore())

  const flat = (level: number) => new Float64Array(10).fill(level)
  async function watched(forecast: 'good' | 'broken' | 'none') {
    const key = await newSeries({})
    await one(key, seconds(1, 60), wave(60))
    const series = await updateSeries(app, key, { detector: 'residual' })
    if (forecast !== 'none')
      await saveForecasts(app.db, [
        {
          series: series,
          asked: null,
          made: {
            forecaster: 'ridge',
            versionId: null,
            fallback: null,
            forecasterReason: '',
            candidates: [],
            origin: at(60)[0]!,
            madeAt: start,
            interval: 1_000,
            step: { unit: 'millisecond', count: 1_000 },
            season: 1,
            times: Float64Array.from(seconds(61, 10)),
            channels:
              forecast === 'good'
                ? [{ mean: flat(100), intervals: [{ level: 0.95, lower: flat(99), upper: flat(101) }] }]
                : [],
          },
        },
      ])
    return key
  }

  test('compares with the forecast made before', async () => {
    const key = await watched('good')
    const outcome = await one(key, seconds(61, 3), [100.5, 90, 100])
    expect(outcome).toMatchObject({ detector: 'residual', fallback: null })
    expect(outcome.anomalies).toMatchObject([{ value: 90, expected: 100, detector: 'residual', severity: 'critical' }])
  })

  test.each([
    ['there is no forecast', 'none', 250],
    ['it throws', 'broken', 250],
    ['its time is over', 'good', 0],
  ] as const)(
    'where %s the z-score speaks, the answer says so once announced, and no point is lost',
    async (_, kind, budget) => {
      const key = await watched(kind)
      const before = await fellBack()
      const slow = createIngest({ ...app, config: { ...app.config, scoreBudget: budget }, pointsCame: () => {} })
      const send = async (second: number, value: number) =>
        (await slow([{ key, raw: { times: at(second), values: [[value]] } }], keep))[0]!
      const outcome = await send(61, 150)
      expect(outcome).toMatchObject({ stored: 1, detector: 'zscore', fallback: expect.any(String) })
      expect(outcome.anomalies).toMatchObject([{ value: 150, detector: 'zscore', fallback: expect.any(String) }])
      await send(62, 100)
      expect((await fellBack()) - before).toBe(1)
      expect((await stored(key)).points.times).toHaveLength(62)
    },
  )

  const fellBack = async () => {
    const [row] = await app.db.sql`
      select count(*) from events where kind = 'status' and payload->>'status' = 'SCORER_FELL_BACK'`
    return row!.count as number
  }
})

test('a batch that could not be stored leaves no trace, in the store or in what the detectors know', async () => {
  const { sql } = app.db
  await sql`create function refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$`
  const [plain, shaken] = [await newSeries({}), await newSeries({})]
  const values = wave(120)
  values[100] = 130
  for (const key of [plain, shaken]) await one(key, seconds(1, 60), values.slice(0, 60))
  await sql`create trigger refuse before insert on events for each row execute function refuse()`
  await expect(one(shaken, seconds(61, 60), new Array(60).fill(500))).rejects.toThrow('not now')
  await sql`drop trigger refuse on events`
  expect((await stored(shaken)).series).toMatchObject({ pointCount: 60, lastSeq: 60 })
  const [expected, got] = [
    await one(plain, seconds(61, 60), values.slice(60)),
    await one(shaken, seconds(61, 60), values.slice(60)),
  ]
  expect(expected.anomalies).toHaveLength(1)
  expect(got.anomalies.map(a => [a.at, a.score, a.reason])).toEqual(
    expected.anomalies.map(a => [a.at, a.score, a.reason]),
  )
})

describe('many writers at once', () => {
  test('one series, two processes: every point once, numbered without a gap, announced range by range', async () => {
    const other = await startFlows({ databaseUrl: app.config.databaseUrl, clock: app.clock })
    try {
      const key = await newSeries({})
      const series = await requireSeries(app.db, key)
      const writers = Array.from({ length: 24 }, (_, w) =>
        (w % 2 === 0 ? app : other.app).ingest(
          [{ key, raw: { times: seconds(1 + w * 10, 20), values: [wave(20).map(() => 1)] } }],
          keep,
        ),
      )
      const outcomes = (await Promise.all(writers)).flat()
      expect(outcomes.every(o => o.fault === null)).toBe(true)
      expect(outcomes.reduce((sum, o) => sum + o.stored, 0)).toBe(250)
      const { seqs, series: after } = await stored(key)
      expect(seqs).toEqual(Array.from({ length: 250 }, (_, i) => i + 1))
      expect(after).toMatchObject({ lastSeq: 250, pointCount: 250 })
      const events = await app.db.sql`
        select (payload->>'fromSeq')::int as first, (payload->>'toSeq')::int as last from events
        where kind = 'points' and series_id = ${series.id} order by id`
      let next = 1
      for (const { first, last } of events) {
        expect(first).toBe(next)
        next = last + 1
      }
      expect(next).toBe(251)
      for (const process of [app, other.app])
        expect((await process.windows.tail(process.db, after, 250))!.times).toEqual((await stored(key)).points.times)
    } finally {
      await other.close()
    }
  })

  test('200 calls of one point at once: the good ones stored once, each answered for itself, few transactions', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => newSeries({ maximum: 1_000 })))
    // Of five calls of a series the third says again what the second said, the fourth differs from it, the fifth is bad.
    const kinds = ['good', 'good', 'again', 'differing', 'bad'] as const
    const expected = {
      good: { stored: 1, duplicates: 0, conflicts: 0, rejections: [] },
      again: { stored: 0, duplicates: 1, conflicts: 0, rejections: [] },
      differing: { stored: 0, duplicates: 0, conflicts: 1, rejections: [{ index: 0, code: 'VALUE_CONFLICT' }] },
      bad: { stored: 0, duplicates: 0, conflicts: 0, rejections: [{ index: 0, code: 'VALUE_OUT_OF_RANGE' }] },
    }
    const calls = Array.from({ length: 200 }, (_, i) => {
      const [key, place] = [keys[i % keys.length]!, Math.floor(i / keys.length)]
      const kind = kinds[place % 5]!
      const second = kind === 'again' || kind === 'differing' ? place - (place % 5) + 1 : place
      return { key, kind, second, value: { good: second, again: second, differing: -1, bad: 9_999 }[kind] }
    })
    const answers = await Promise.all([
      ...calls.map(({ key, second, value }) => one(key, at(1 + second), [value])),
      one('nowhere', at(1), [1]),
    ])
    calls.forEach(({ key, kind }, i) => {
      expect(answers[i]).toMatchObject({ key, fault: null, ...expected[kind] })
    })
    expect(answers.at(-1)!.fault?.code).toBe('SERIES_NOT_FOUND')
    // 80 points that would take as many transactions alone.
    const [{ count }] = await app.db.sql<[{ count: number }]>`select count(distinct p.xmin::text) from points p
      join series s on s.id = p.series_id where s.key in ${app.db.sql(keys)}`
    expect(count).toBeLessThan(40)
    const good = Array.from({ length: 25 }, (_, place) => place).filter(place => place % 5 < 2)
    for (const key of keys) {
      const { points, seqs } = await stored(key)
      expect(Array.from(points.channels[0]!)).toEqual(good)
      expect(seqs).toEqual(good.map((_, i) => i + 1))
    }
  })

  test('a call the database refuses costs those that share its transaction nothing', async () => {
    const { sql } = app.db
    const keys = await Promise.all(Array.from({ length: 20 }, () => newSeries({})))
    const { id } = await requireSeries(app.db, keys[7]!)
    await sql.unsafe(`create function refuse_one() returns trigger language plpgsql as
      $$ begin if new.series_id = ${id} then raise 'not this one'; end if; return new; end $$;
      create trigger refuse_one before insert on points for each row execute function refuse_one()`)
    const answers = await Promise.allSettled(keys.map(key => one(key, at(1), [1])))
    await sql`drop trigger refuse_one on points`
    expect(answers.map(answer => answer.status === 'fulfilled' && answer.value.stored === 1)).toEqual(
      keys.map((_, i) => i !== 7),
    )
    expect(answers[7]).toMatchObject({ reason: { message: expect.stringContaining('not this one') } })
    for (const [i, key] of keys.entries()) expect((await stored(key)).series.pointCount).toBe(i === 7 ? 0 : 1)
  })

  test('many series in every order: nobody waits for ever', async () => {
    const keys = await Promise.all(Array.from({ length: 6 }, () => newSeries({})))
    const other = await startFlows({ databaseUrl: app.config.databaseUrl, clock: app.clock })
    try {
      const calls = Array.from({ length: 30 }, (_, call) => {
        const order = keys.map((_, i) => keys[(i * (call % 2 === 0 ? 1 : 5) + call) % keys.length]!)
        const batches = order.map(key => ({ key, raw: { times: seconds(1 + call, 1), values: [[call]] } }))
        return (call % 3 === 0 ? other.app : app).ingest(batches, keep)
      })
      const outcomes = (await Promise.all(calls)).flat()
      expect(outcomes.reduce((sum, o) => sum + o.stored, 0)).toBe(180)
    } finally {
      await other.close()
    }
  })

  test('a series deleted meanwhile takes along what was acknowledged before, and nothing after', async () => {
    const key = await newSeries({})
    const { id } = await requireSeries(app.db, key)
    const writers = Array.from({ length: 10 }, (_, w) => one(key, seconds(1 + w * 10, 10), wave(10)))
    const [{ removed }, ...outcomes] = await Promise.all([
      deleteSeries({ ...app, purge: { wake() {}, close: async () => {} } }, key),
      ...writers,
    ])
    expect(removed.points).toBe(outcomes.reduce((sum, { stored }) => sum + stored, 0))
    const [kept] = await app.db.sql`select count(*) from points where series_id = ${id}`
    expect(kept!.count).toBe(removed.points)
    expect((await one(key, seconds(1_000, 1), [1])).fault).toMatchObject({ code: 'SERIES_NOT_FOUND' })
  })
})

test('a key that comes twice in one call counts as two calls', async () => {
  const key = await newSeries({})
  const raw = { times: at(1, 2), values: [[1, 2]] }
  const outcomes = await app.ingest(
    [
      { key, raw },
      { key, raw },
    ],
    keep,
  )
  expect(outcomes.map(o => [o.stored, o.duplicates])).toEqual([
    [2, 0],
    [0, 2],
  ])
})
