import { requestForecast } from '@seriema/domain/forecast'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { forecastsFrom } from '../store/forecast.ts'
import { requireSeries } from '../store/series.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { forecast } from './forecast.ts'
import { anomaliesOf } from './history-for-tests.ts'
import { readWindow } from './read-points.ts'
import { createRescores, type Rescores } from './rescore.ts'
import { scoreBatch } from './score.ts'
import { createSeries, updateSeries } from './series.ts'
import { readStatistics } from './statistics.ts'

let app: FlowApp
let rescores: Rescores
let close: () => Promise<void>
let made = 0
const hour = 3_600_000
const begin = Date.UTC(2026, 0, 1)
const clock = () => Date.UTC(2026, 5, 1)
const spend = () => {}

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock }))
  rescores = await createRescores(app)
  // None made behind the test's back.
  vi.spyOn(app.live, 'pointsCame').mockImplementation(() => {})
})
afterAll(async () => {
  await rescores.close()
  await close()
})

/** A meter that is reset now and then, and what it counted in each hour; some hours stand out. */
function meter(count: number, seed: number) {
  const counted: number[] = []
  const readings: number[] = []
  let reading = 0
  for (let i = 0; i < count; i++) {
    const noise = (Math.imul(seed + i * 7 + 1, 2_654_435_761) >>> 16) % 16
    const by = 100 + Math.round(40 * Math.sin(i / 4)) + noise + ((i * 31 + seed) % 97 === 0 ? 700 : 0)
    reading = (i * 13 + seed) % 89 === 0 && by < reading ? by : reading + by
    counted.push(by)
    readings.push(reading)
  }
  return { readings, counted, times: readings.map((_, i) => begin + i * hour) }
}
type Meter = ReturnType<typeof meter>

/** One series with both: what is found in its first channel ought to be what is found in its second. */
async function twoChannels(detector = 'ensemble'): Promise<string> {
  const key = `meter${++made}`
  const channels = [
    { name: 'sum', kind: 'counter' as const, unit: 'kWh' },
    { name: 'by', unit: 'kWh per hour' },
  ]
  await createSeries(app, { key, channels, detector, interval: hour })
  return key
}
const send = async (key: string, { times, readings, counted }: Meter, places: readonly number[], flows = app) => {
  // The first reading has no rate.
  const values = [places.map(i => readings[i]!), places.map(i => (i === 0 ? null : counted[i]!))]
  const raw = { times: places.map(i => times[i]!), values }
  return (await flows.ingest([{ key, raw }], { replace: false, unhurried: true }))[0]!
}
const all = ({ times }: Meter) => Array.from(times.keys())
const told = async (key: string, channel: number) =>
  (await anomaliesOf(app.db, key))
    .filter(one => one.channel === channel)
    .map(({ at, value, expected, lower, upper, score, severity, alarm, reason }) => ({
      ...{ at, value, severity, alarm, reason },
      figures: [expected, lower, upper, score].map(figure => Number(figure.toPrecision(6))),
    }))
    .sort((a, b) => a.at - b.at)
/** What a counter is to tell: where it was reset more may have been counted than is known, so that too little is no anomaly. */
const toldOfCounted = async (key: string, { times, readings }: Meter) => {
  const resets = new Set(times.filter((_, i) => readings[i]! < readings[i - 1]!))
  return (await told(key, 1)).filter(({ at, value, figures }) => !resets.has(at) || value > figures[0]!)
}
const rescored = async (key: string) => {
  await rescores.start(key)
  await rescores.settled((await requireSeries(app.db, key)).id)
}

test.each(['ensemble', 'zscore', 'residual'])(
  'a counter is watched by %s as what it counted would be: in whatever batches it comes, and after a restart',
  async detector => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1_000),
        fc.array(fc.integer({ min: 1, max: 399 }), { maxLength: 5 }),
        async (seed, cuts) => {
          const it = meter(400, seed)
          const key = await twoChannels(detector)
          const ends = [...new Set([...cuts, 400])].sort((a, b) => a - b)
          const restarted = await startFlows({ databaseUrl: app.config.databaseUrl, clock })
          vi.spyOn(restarted.app.live, 'pointsCame').mockImplementation(() => {})
          for (const [i, end] of ends.entries()) {
            const places = all(it).slice(i === 0 ? 0 : ends[i - 1]!, end)
            await send(key, it, places, i % 2 === 0 ? app : restarted.app)
          }
          await restarted.close()
          const found = await told(key, 0)
          expect(found.length).toBeGreaterThan(0)
          expect(found).toEqual(await toldOfCounted(key, it))
        },
      ),
      { numRuns: 4 },
    )
  },
)

test('in whatever order readings came, they are shown as sent, their rates are what was counted, and their past is judged as that', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000), fc.array(fc.nat(9), { minLength: 300, maxLength: 300 }), async (seed, rounds) => {
      const it = meter(300, seed)
      const key = await twoChannels('robust')
      for (let round = 0; round < 10; round++) {
        const places = all(it).filter(i => rounds[i] === round)
        if (places.length > 0) await send(key, it, places)
      }
      const series = await requireSeries(app.db, key)
      const shown = await readWindow(app, series, { last: 1_000 }, spend)
      expect(Array.from(shown.channels[0]!)).toEqual(it.readings)
      const rates = await readWindow(app, series, { last: 1_000, rollingMean: 7 }, spend, 'rate')
      expect(Array.from(rates.channels[0]!)).toEqual([Number.NaN, ...it.counted.slice(1)])
      expect(rates.rollingMean![0]).toEqual(rates.rollingMean![1])
      const part = await readWindow(app, series, { from: it.times[100]!, to: it.times[120]! }, spend, 'rate')
      expect(Array.from(part.channels[0]!)).toEqual(it.counted.slice(100, 120))
      await rescored(key)
      const found = await told(key, 0)
      expect(found.length).toBeGreaterThan(0)
      expect(found).toEqual(await toldOfCounted(key, it))
    }),
    { numRuns: 4 },
  )
}, 300_000)

test('where another reading is put in place of a wrong one, what was found in the rate after it is judged anew, and nothing of other channels', async () => {
  const it = meter(300, 1)
  const key = await twoChannels('zscore')
  const wrong = { ...it, readings: it.readings.with(250, 5), counted: it.counted.with(251, 5e6) }
  await send(key, wrong, all(it))
  const at = (channel: number) => told(key, channel).then(found => found.map(one => one.at))
  expect(await at(0)).toContain(it.times[251])
  expect(await at(1)).toContain(it.times[251])
  const raw = { times: [it.times[250]!], values: [[it.readings[250]!], [it.counted[250]!]] }
  const [outcome] = await app.ingest([{ key, raw }], { replace: true })
  expect(outcome).toMatchObject({ stored: 1, conflicts: 1 })
  expect(await at(0)).not.toContain(it.times[250])
  expect(await at(0)).not.toContain(it.times[251])
  expect(await at(1)).toContain(it.times[251])
})

test('a reading that came late makes two rates of one, and both are judged', async () => {
  const it = meter(200, 1)
  const key = await twoChannels('zscore')
  // One hour counted far more: over two hours it does not stand out as much.
  const late = 150
  const readings = it.readings.map((reading, i) => (i > late ? reading + 4_000 : reading))
  const surge = { ...it, readings }
  await send(
    key,
    surge,
    all(it).filter(i => i !== late),
  )
  const before = (await told(key, 0)).find(one => one.at === it.times[late + 1])
  await send(key, surge, [late])
  const after = (await told(key, 0)).find(one => one.at === it.times[late + 1])
  expect(after!.value).toBeCloseTo(2 * before!.value - it.counted[late]!)
})

test('what a batch scores is what ingesting it finds, in rates', async () => {
  const it = meter(300, 5)
  const key = await twoChannels()
  await send(key, it, all(it).slice(0, 299))
  const series = await requireSeries(app.db, key)
  const raw = {
    times: [it.times[10]!, it.times[299]!],
    values: [
      [it.readings[10]!, it.readings[298]! + 9_000],
      [it.counted[10]!, 9_000],
    ],
  }
  const { times, channels, findings } = await scoreBatch(app, series, raw)
  const [first, last] = [10, 299].map(i => [...times].indexOf(it.times[i]!)) as [number, number]
  const [sum, by] = channels as [(typeof channels)[0], (typeof channels)[0]]
  expect([sum.values[first], by.values[first]]).toEqual([it.counted[10], it.counted[10]])
  expect([sum.values[last], by.values[last]]).toEqual([9_000, 9_000])
  const found = findings.find(({ at, channel }) => at === it.times[299] && channel === 0)
  expect(found).toMatchObject({ severity: 'critical', reason: expect.stringContaining('kWh per hour') })
  expect(sum.scores[last]).toBeCloseTo(by.scores[last]!)
})

test('the rate of a counter is forecast: with resets as what was counted is, and never below nothing', async () => {
  const it = meter(500, 3)
  const key = await twoChannels()
  await send(key, it, all(it))
  const series = await requireSeries(app.db, key)
  for (const forecaster of ['seasonal-naive', 'mstl', 'ridge']) {
    const { channels } = await forecast(app, series, requestForecast({ forecaster, horizon: 24 }))
    const [sum, by] = channels
    for (const [i, mean] of sum!.mean.entries()) expect(mean).toBeCloseTo(by!.mean[i]!, 3)
    expect(
      [sum!.mean, ...sum!.intervals.map(({ lower }) => lower)].every(each => each.every(value => value >= 0)),
    ).toBe(true)
    expect(Math.max(...sum!.mean)).toBeLessThan(1_000)
  }
})

test('where a channel is said to count after all, what was found and forecast of its readings goes, and its past can be judged as a counter', async () => {
  const it = meter(400, 2)
  const [key, other] = [await twoChannels('zscore'), await twoChannels('zscore')]
  await updateSeries(app, other, { channels: [{ name: 'sum', kind: 'gauge' }] })
  for (const one of [key, other]) await send(one, it, all(it))
  const gauge = await requireSeries(app.db, other)
  const ofReadings = await forecast(app, gauge, requestForecast({}))
  expect(ofReadings.channels[0]!.mean[0]).toBeGreaterThan(1_000)
  const counter = await updateSeries(app, other, { channels: [{ name: 'sum', kind: 'counter' }] })
  expect(await told(other, 0)).toEqual([])
  expect(await told(other, 1)).toEqual(await told(key, 1))
  expect(await forecastsFrom(app.db, gauge.id, gauge.lastSeq)).toEqual([])
  expect((await forecast(app, counter, requestForecast({}))).channels[0]!.mean[0]).toBeLessThan(1_000)
  await rescored(other)
  expect(await told(other, 0)).toEqual(await told(key, 0))
  await expect(updateSeries(app, other, { channels: [{ name: 'none', kind: 'counter' }] })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  })
})

test('of more readings than are read at once the figures are those of what was counted, and the rates means over stretches', async () => {
  const it = meter(101_000, 4)
  const key = await twoChannels('zscore')
  for (let from = 0; from < it.times.length; from += 20_000) await send(key, it, all(it).slice(from, from + 20_000))
  const series = await requireSeries(app.db, key)
  const range = { from: begin, to: clock() + 20 * 365 * 24 * hour }
  const [sum, by] = await readStatistics(app, series, range, spend, 'rate')
  for (const figure of ['mean', 'standardDeviation', 'minimum', 'maximum', 'median', 'last', 'count'] as const)
    expect(sum![figure]).toBeCloseTo(by![figure]!, 6)
  const { times, channels } = await readWindow(app, series, { ...range, maxPoints: 2_000 }, spend, 'rate')
  const total = times.reduce((all, at, i) => (i === 0 ? 0 : all + channels[0]![i]! * ((at - times[i - 1]!) / hour)), 0)
  expect(channels[0]!.every((rate, i) => i === 0 || rate >= 0)).toBe(true)
  expect(total / it.counted.reduce((a, b) => a + b)).toBeGreaterThan(0.5)
}, 120_000)
