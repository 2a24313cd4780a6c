import { type AccuracySums, merge, noPairs } from '@seriema/domain/accuracy'
import { type Step, after as stepsAfter } from '@seriema/domain/step'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findAwaiting } from '../store/accuracy/awaiting.ts'
import { keepComparisons } from '../store/accuracy/keep.ts'
import { transaction } from '../store/database.ts'
import { saveForecasts } from '../store/forecast.ts'
import { findSeries, type Series } from '../store/series.ts'
import { compareAll } from './accuracy/compare.ts'
import { takeBackCompared } from './accuracy/take-back.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { createSeries, updateSeries } from './series.ts'

const minute = 60_000
const begin = Date.UTC(2026, 0, 1, 22)
const now = begin + 40 * 24 * 60 * minute
let flows: Awaited<ReturnType<typeof startFlows>>
let other: Awaited<ReturnType<typeof startFlows>>
let app: FlowApp

beforeAll(async () => {
  flows = await startFlows({ clock: () => now })
  app = flows.app
  other = await startFlows({ clock: () => now, databaseUrl: app.config.databaseUrl })
})
afterAll(async () => {
  await other.close()
  await flows.close()
})

const valueAt = (i: number) => 100 + 10 * Math.sin(i / 3) + ((i * 7_919) % 11)
const send = async (key: string, places: readonly number[], values = places.map(valueAt), to = app, step?: Step) => {
  const times = places.map(i => (step === undefined ? begin + i * minute : stepsAfter(step, begin, i)))
  const [outcome] = await to.ingest([{ key, raw: { times, values: [values] } }], { replace: true })
  expect(outcome!.fault).toBeNull()
}
const from = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i)

/** What this test forecasts of step h from place o: off by as much as it is far. */
const mine = 'mine'
const saidAt = (place: number, steps: number) => 100 + steps + (place % 5)
const horizon = 20
const season = 4

/** A forecast from each of these places, as if it had been made when that was the last point. */
async function forecast(key: string, places: readonly number[], step: Step = { unit: 'millisecond', count: minute }) {
  const [series] = await findSeries(app.db, [key])
  const steps = from(1, horizon)
  const made = places.map(place => {
    const mean = Float64Array.from(steps, h => saidAt(place, h))
    const origin = stepsAfter(step, begin, place)
    return {
      series: { id: series!.id, lastSeq: place + 1 },
      asked: null,
      made: {
        forecaster: mine,
        versionId: null,
        fallback: null,
        forecasterReason: 'a test',
        candidates: [],
        origin,
        madeAt: origin,
        interval: minute,
        step,
        season,
        times: Float64Array.from(steps, h => stepsAfter(step, origin, h)),
        channels: [
          {
            mean,
            intervals: [{ level: 0.8, lower: mean.map(value => value - 5), upper: mean.map(value => value + 5) }],
          },
        ],
      },
    }
  })
  await saveForecasts(app.db, made)
}

interface Row extends AccuracySums {
  readonly day: string
  readonly lead: number
}

async function cellsOf(series: Series): Promise<Row[]> {
  const rows = await app.db.sql`select * from accuracy
    where series_id = ${series.id} and forecaster = ${mine} order by day, lead`
  return rows.map(row => ({
    ...(row as unknown as Row),
    relativeCount: row.relative_count,
    scaledError: row.scaled_error,
    seasonalChange: row.seasonal_change,
    deviationSquared: row.deviation_squared,
  }))
}

const totalOf = async (series: Series) => (await cellsOf(series)).reduce<AccuracySums>((a, b) => merge(a, b), noPairs)

/** By hand: pairs by lead, with the values as they are at last. */
function expected(origins: readonly number[], values: ReadonlyMap<number, number>, first: number, read = valueAt) {
  const totals = { count: 0, absolute: 0, squared: 0, inside: 0, scaled: 0, change: 0 }
  for (const [place, value] of values) {
    if (place < first) continue
    for (const [fewest, most] of [
      [1, 1],
      [2, 2],
      [3, 4],
      [5, 8],
      [9, 16],
      [17, 20],
    ] as const) {
      const origin = origins.find(one => place - one >= fewest && place - one <= most)
      if (origin === undefined) continue
      const error = Math.abs(saidAt(origin, place - origin) - value)
      totals.count++
      totals.absolute += error
      totals.squared += error ** 2
      totals.inside += error <= 5 ? 1 : 0
      const before = values.get(place - season) ?? (place >= season ? read(place - season) : undefined)
      if (before === undefined) continue
      totals.scaled += error
      totals.change += Math.abs(value - before)
    }
  }
  return totals
}

const shown = ({ count, absolute, squared, coverage, scaledError, seasonalChange }: AccuracySums) => ({
  count,
  absolute,
  squared,
  inside: coverage['0.8']?.[0] ?? 0,
  scaled: scaledError,
  change: seasonalChange,
})

const nearly = (totals: object) =>
  Object.fromEntries(Object.entries(totals).map(([name, sum]) => [name, expect.closeTo(sum as number, 6)]))

const eventually = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 30_000, interval: 50 })
const valuesOf = (places: readonly number[]) => new Map(places.map(i => [i, valueAt(i)]))

test('each pair of a forecast and what came is counted once, by day and lead, though two processes hear of the points', async () => {
  const series = await createSeries(app, { key: 'twice', interval: minute })
  await send('twice', from(0, 100))
  await forecast('twice', from(60, 40))
  for (let i = 100; i < 200; i += 5) await send('twice', from(i, 5), undefined, i % 2 === 0 ? app : other.app)
  const all = expected(from(60, 40), valuesOf(from(0, 200)), 61)
  await eventually(async () => expect(shown(await totalOf(series))).toEqual(nearly(all)))
  const cells = await cellsOf(series)
  // Two hours after 22:00 the next day begins.
  expect(cells.map(({ day, lead }) => `${day.slice(8, 10)} ${lead}`)).toEqual([
    '01 1',
    '01 2',
    '01 4',
    '01 8',
    '01 16',
    '01 32',
  ])
  expect(cells[0]!.count).toBe(40)
})

test('of two who compare the same points at once, one is counted', async () => {
  const series = await createSeries(app, { key: 'raced', interval: minute })
  await send('raced', from(0, 60))
  await forecast('raced', from(40, 20))
  await send('raced', from(60, 5))
  const [now] = await findSeries(app.db, ['raced'])
  const compared = await Promise.all(
    [app, other.app].map(async each => {
      const [awaiting] = await findAwaiting(each.db, [now!], 1_000)
      return awaiting === undefined ? [] : compareAll(each, [{ series: now!, awaiting }])
    }),
  )
  await Promise.all(compared.map(all => transaction(app.db, tx => keepComparisons(tx, all))))
  const all = expected(from(40, 20), valuesOf(from(0, 65)), 41)
  await eventually(async () => expect(shown(await totalOf(series))).toEqual(nearly(all)))
})

test('what a process had no time for is compared by the next one', async () => {
  const series = await createSeries(app, { key: 'behind', interval: minute })
  await send('behind', from(0, 50))
  await forecast('behind', [49])
  await send('behind', [50])
  await eventually(async () => expect((await totalOf(series)).count).toBe(1))
  const mortal = await startFlows({ clock: () => now, databaseUrl: app.config.databaseUrl })
  // It goes before its first look.
  await send('behind', from(51, 5), undefined, mortal.app)
  await mortal.close()
  const heir = await startFlows({ clock: () => now, databaseUrl: app.config.databaseUrl })
  try {
    await eventually(async () =>
      expect(shown(await totalOf(series))).toEqual(nearly(expected([49], valuesOf(from(0, 56)), 50))),
    )
  } finally {
    await heir.close()
  }
})

test('what cannot be committed is counted with the next points, all of it or nothing', async () => {
  const series = await createSeries(app, { key: 'failing', interval: minute })
  await send('failing', from(0, 50))
  await forecast('failing', from(40, 10))
  const { id } = series
  await app.db.sql.unsafe(`create function refuse() returns trigger language plpgsql as $$ begin
    if new.series_id = ${id} then raise exception 'no room'; end if; return new; end $$;
    create trigger refusal before insert on accuracy_compared for each row execute function refuse()`)
  const warned = vi.spyOn(app.log, 'warn')
  await send('failing', from(50, 5))
  await eventually(async () => expect(warned).toHaveBeenCalled())
  expect(await cellsOf(series)).toEqual([])
  await app.db.sql.unsafe('drop trigger refusal on accuracy_compared')
  await send('failing', [55])
  await eventually(async () =>
    expect(shown(await totalOf(series))).toEqual(nearly(expected(from(40, 10), valuesOf(from(0, 56)), 41))),
  )
})

test('late points count like others, one that is replaced counts as it is at last, and what is taken back not at all', async () => {
  const series = await createSeries(app, { key: 'mended', interval: minute })
  await send('mended', from(0, 50))
  await forecast('mended', from(30, 20))
  await send('mended', [50, 51, 53, 54], [valueAt(50), 1_000, valueAt(53), valueAt(54)])
  await eventually(async () => expect((await totalOf(series)).count).toBeGreaterThan(100))
  await send('mended', [51, 52])
  const whole = expected(from(30, 20), valuesOf(from(0, 55)), 31)
  await eventually(async () => {
    // What a later value is a season after stays what was known when that came.
    const unscaled = { scaled: expect.anything(), change: expect.anything() }
    expect(shown(await totalOf(series))).toEqual({ ...nearly(whole), ...unscaled })
  })
  await transaction(app.db, async tx => {
    const [row] = await tx.sql<
      { seq: number }[]
    >`select seq from points where series_id = ${series.id} order by at desc limit 1`
    await takeBackCompared(tx, series.id, [{ seriesId: series.id, fromSeq: row!.seq, toSeq: row!.seq }])
  })
  const left = shown(await totalOf(series))
  expect(left.absolute).toBeCloseTo(expected(from(30, 20), valuesOf(from(0, 54)), 31).absolute, 6)
})

test('of a counter rates are compared, and a reading that is replaced mends the rate after it', async () => {
  const series = await createSeries(app, {
    key: 'meter',
    interval: minute,
    channels: [{ name: 'energy', kind: 'counter' }],
  })
  const reading = (i: number) => 5 * i * i
  const rate = (i: number) => reading(i) - reading(i - 1)
  await send('meter', from(0, 30), from(0, 30).map(reading))
  await forecast('meter', [29])
  await send('meter', [30, 31, 32], [reading(30), reading(31) + 40, reading(32)])
  await eventually(async () => expect((await totalOf(series)).count).toBe(3))
  await send('meter', [31], [reading(31)])
  const errors = [30, 31, 32].map(i => Math.abs(saidAt(29, i - 29) - rate(i)))
  const sum = errors.reduce((a, b) => a + b)
  await eventually(async () => expect((await totalOf(series)).absolute).toBeCloseTo(sum, 6))
  // What is measured from now on is another thing.
  await updateSeries(app, 'meter', { channels: [{ name: 'energy', kind: 'gauge' }] })
  expect(await cellsOf(series)).toEqual([])
})

test("by a calendar a point is as many of its steps ahead, and the season before is one of the calendar's", async () => {
  const step: Step = { unit: 'businessDay', count: 1, zone: 'Europe/Berlin', weekdays: [1, 2, 3, 4, 5] }
  const series = await createSeries(app, { key: 'office', step: { unit: 'businessDay' }, timeZone: 'Europe/Berlin' })
  const early = stepsAfter(step, begin, -30)
  expect(early).toBeLessThan(begin)
  await send('office', from(0, 12), undefined, app, step)
  await forecast('office', from(2, 10), step)
  await send('office', from(12, 8), undefined, app, step)
  await eventually(async () =>
    expect(shown(await totalOf(series))).toEqual(nearly(expected(from(2, 10), valuesOf(from(0, 20)), 3))),
  )
})

test('with its series all that was counted goes', async () => {
  const [series] = await findSeries(app.db, ['twice'])
  await app.db.sql`delete from series where id = ${series!.id}`
  expect(await cellsOf(series!)).toEqual([])
})
