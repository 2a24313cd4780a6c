import { compareAll } from '@seriema/api/flows/accuracy/compare'
import { findAwaiting } from '@seriema/api/store/accuracy/awaiting'
import { addCells, type Cell } from '@seriema/api/store/accuracy/cells'
import { keepComparisons } from '@seriema/api/store/accuracy/keep'
import { transaction } from '@seriema/api/store/database'
import { saveForecasts } from '@seriema/api/store/forecast'
import { findSeries } from '@seriema/api/store/series'
import { type AccuracySums, add, noPairs } from '@seriema/domain/accuracy'
import { leadOf, leads } from '@seriema/domain/accuracy/lead'
import { type BenchApi, startBenchApi } from './api.ts'
import type { Bench } from './contract.ts'
import { median, quantile, round } from './figures.ts'

const [hour, day] = [3_600_000, 86_400_000]
const hours = 365 * 24
const horizon = 96
const begin = Math.floor(Date.now() / day) * day - hours * hour
const ahead = leads.map(lead => Math.min(lead, horizon)).filter((lead, i, all) => all.indexOf(lead) === i)

const valueAt = (i: number) => 100 + 20 * Math.sin((i / 12) * Math.PI) + ((i * 7_919) % 101) / 10
const saidAt = (origin: number, steps: number) => 100 + 20 * Math.sin(((origin + steps) / 12) * Math.PI) + steps / 10
const bounds = [
  [0.8, 6],
  [0.95, 9],
] as const

/** A year of hours with a forecast at each of them, and the sums that comparing them as they came would have left. */
async function fillYear(api: BenchApi): Promise<number> {
  await api.ask('mutation { createSeries(input: { key: "year", interval: 3600000 }) { __typename } }')
  const { sql } = api.app.db
  const [series] = await findSeries(api.app.db, ['year'])
  const { id } = series!
  await sql`insert into points (series_id, at, seq, values)
    select ${id}, to_timestamp(${begin / 1_000}::float8) + i * interval '1 hour', i + 1,
      array[100 + 20 * sin(i / 12.0 * pi()) + (i * 7919) % 101 / 10.0]
    from generate_series(0, ${hours - 1}::int) i`
  for (let from = 0; from < hours; from += 500) {
    const places = Array.from({ length: Math.min(500, hours - from) }, (_, i) => from + i)
    await saveForecasts(
      api.app.db,
      places.map(place => forecastFrom(id, place, begin, hour)),
    )
  }
  const sums = new Map<string, Cell>()
  for (let i = 0; i < hours; i++)
    for (const steps of ahead) {
      if (i - steps < 0) continue
      const mean = saidAt(i - steps, steps)
      const intervals = bounds.map(([level, half]) => ({ level, lower: mean - half, upper: mean + half }))
      const at = begin + i * hour
      const key = { seriesId: id, day: Math.floor(at / day) * day, channel: 0, lead: leadOf(steps) }
      const name = `${key.day} ${key.lead}`
      const known: AccuracySums = sums.get(name)?.sums ?? noPairs
      const actual = { value: valueAt(i), before: i < 24 ? Number.NaN : valueAt(i - 24) }
      const next = add(known, { mean, intervals }, actual, 100)
      sums.set(name, { ...key, forecaster: 'ets', versionId: null, sums: next })
    }
  await addCells(api.app.db, [...sums.values()])
  await sql`analyze`
  return id
}

function forecastFrom(id: number, place: number, start: number, step: number) {
  const steps = Array.from({ length: horizon }, (_, i) => i + 1)
  const mean = Float64Array.from(steps, one => saidAt(place, one))
  const origin = start + place * step
  const intervals = bounds.map(([level, half]) => ({
    level,
    lower: mean.map(value => value - half),
    upper: mean.map(value => value + half),
  }))
  return {
    series: { id, lastSeq: place + 1 },
    asked: null,
    made: {
      forecaster: 'ets',
      versionId: null,
      fallback: null,
      forecasterReason: 'a bench',
      candidates: [],
      origin,
      madeAt: origin,
      interval: step,
      step: { unit: 'millisecond', count: step } as const,
      season: 24,
      times: Float64Array.from(steps, one => origin + one * step),
      channels: [{ mean, intervals }],
    },
  }
}

/** A thousand series, a month of days each, for what is ranked. */
async function fillMonth({ app }: BenchApi): Promise<void> {
  await app.db.sql`insert into series (key, channels, attributes, created_at)
    select 'ranked_' || i, '[{"name":"value","kind":"gauge","unit":null,"minimum":null,"maximum":null}]',
      jsonb_build_array(jsonb_build_object('name', 'region', 'value', 'r' || i % 20)), now()
    from generate_series(1, 1000) i`
  await app.db.sql`insert into accuracy
    select s.id, date_trunc('day', now()) - d * interval '1 day', 0, power(2, l), 'ets', null, 24, 3, 24 * (1 + s.id % 7), 90,
      1, 24, 24 * (1 + s.id % 7), 30, 10, 400 + s.id, '{"0.8": [19, 24], "0.95": [23, 24]}'
    from series s, generate_series(0, 29) d, generate_series(0, 7) l where s.key like 'ranked%'`
  await app.db.sql`analyze accuracy`
}

const rounds = 15

async function timed(run: () => Promise<unknown>): Promise<{ readonly p50: number; readonly p95: number }> {
  await run()
  const took: number[] = []
  for (let i = 0; i < rounds; i++) {
    const begun = performance.now()
    await run()
    took.push(performance.now() - begun)
  }
  return { p50: median(took), p95: quantile(took, 0.95) }
}

/** What comparing costs where every series is forecast at every point: microseconds a point, PostgreSQL's part included. */
async function comparing(api: BenchApi): Promise<number> {
  const { app } = api
  const [count, places, fresh] = [64, 110, 5]
  const keys = Array.from({ length: count }, (_, i) => `compared_${i}`)
  const start = Math.floor(Date.now() / 1_000) * 1_000 - 200_000
  for (const key of keys)
    await api.ask(`mutation { createSeries(input: { key: "${key}", interval: 1000 }) { __typename } }`)
  const { sql } = app.db
  await sql`insert into points (series_id, at, seq, values)
    select s.id, to_timestamp(${start / 1_000}::float8) + i * interval '1 second', i + 1, array[100 + i % 13]
    from series s, generate_series(0, ${places + fresh - 1}::int) i where s.key like 'compared%'`
  await sql`update series s set point_count = ${places + fresh}, last_seq = ${places + fresh},
    last_at = to_timestamp(${(start + (places + fresh - 1) * 1_000) / 1_000}::float8),
    first_at = to_timestamp(${start / 1_000}::float8) where s.key like 'compared%'`
  const all = await findSeries(app.db, keys)
  for (const { id } of all)
    await saveForecasts(
      app.db,
      Array.from({ length: places }, (_, i) => forecastFrom(id, i, start, 1_000)),
    )
  const before = { seq: places, revision: 1, centres: '{100}' }
  await sql`insert into accuracy_progress select id, ${before.seq}, ${before.revision}, ${before.centres}::float8[]
    from series where key like 'compared%'`
  const took: number[] = []
  for (let i = 0; i < 5; i++) {
    await sql`update accuracy_progress set seq = ${places} where seq > ${places}`
    await sql`delete from accuracy_compared`
    const begun = performance.now()
    const found = new Map(all.map(series => [series.id, series]))
    const awaiting = (await findAwaiting(app.db, all, 4_608)).filter(one => found.has(one.seriesId))
    const tasks = awaiting.map(one => ({ series: found.get(one.seriesId)!, awaiting: one }))
    const comparisons = await compareAll(app, tasks)
    await transaction(app.db, tx => keepComparisons(tx, comparisons))
    took.push((1_000 * (performance.now() - begun)) / (count * fresh))
  }
  return median(took.slice(1))
}

/** The same figure from the forecasts and points themselves. */
const readPairs = ({ app }: BenchApi, id: number) => app.db.sql<{ mae: number }[]>`
  select avg(abs((f.channels->0->'mean'->(h - 1))::float8 - p.values[1])) as mae
  from unnest(${app.db.sql.array([...ahead], 23)}::int[]) h
  join forecasts f on f.series_id = ${id}
  join points p on p.series_id = ${id} and p.at = f.origin + h * interval '1 hour'`

export const accuracy: Bench = {
  name: 'accuracy',
  summary: 'accuracy of a year of hourly forecasts, and of a thousand series, from sums kept as points came',
  async run() {
    const api = await startBenchApi()
    const id = await fillYear(api)
    const from = new Date(begin).toISOString()
    const figures = 'figures { count mae mape rmse mase bias r2 coverage { level share } }'
    const asked = {
      'a year, one figure of each kind': `{ seriesByKey(key: "year") { accuracy(from: "${from}") { ${figures} } } }`,
      'a year, by lead': `{ seriesByKey(key: "year") { accuracy(from: "${from}", by: [LEAD]) { lead { to } ${figures} } } }`,
      'a year, day by day': `{ seriesByKey(key: "year") { accuracy(from: "${from}", by: [DAY]) { day ${figures} } } }`,
    }
    const rows: (string | number)[][] = []
    const json: Record<string, unknown> = {}
    type Answer = { seriesByKey: { accuracy: { figures: { mae: number; count: number } }[] } }
    const { seriesByKey } = await api.ask<Answer>(Object.values(asked)[0]!)
    const own = seriesByKey.accuracy[0]!.figures
    const direct = await timed(() => readPairs(api, id))
    const [{ mae }] = (await readPairs(api, id)) as unknown as [{ mae: number }]
    if (Math.abs(mae - own.mae) > 1e-6 * mae) throw new Error(`${own.mae} from the sums, ${mae} from the pairs`)
    for (const [title, query] of Object.entries(asked)) {
      const took = await timed(() => api.ask(query))
      json[title] = took
      rows.push([title, round(took.p50), round(took.p95), round(direct.p50 / took.p50), '< 50 ms'])
    }
    rows.push(['a year, one figure, from forecasts and points', round(direct.p50), round(direct.p95), 1, '-'])
    await fillMonth(api)
    for (const by of ['SERIES', 'ATTRIBUTE, attribute: "region"', 'LEAD']) {
      const query = `{ accuracy(by: ${by}, first: 50) { edges { node { value lead { to } ${figures} } } } }`
      const took = await timed(() => api.ask(query))
      json[`ranked by ${by}`] = took
      rows.push([`1,000 series × 30 days, ranked by ${by.split(',')[0]}`, round(took.p50), round(took.p95), '-', '-'])
    }
    const cost = await comparing(api)
    await api.stop()
    return {
      columns: ['question', 'p50 ms', 'p95 ms', 'times faster than from the pairs', 'goal'],
      rows,
      notes: [
        `${own.count} pairs of the year; ${rounds} questions over HTTP each, both ways give the same mean absolute error.`,
        `Comparing 5 new points of each of 64 series that are forecast at every point: ${Math.round(cost)} µs a point, PostgreSQL’s part included.`,
      ],
      json: { ...json, direct, comparing: cost },
    }
  },
}
