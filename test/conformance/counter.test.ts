import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, startDatabase, type TestApi, type TestDatabase } from '../harness.ts'
import { subscribe } from '../live/subscriber.ts'
import { ask } from './ask.ts'

let database: TestDatabase
let api: TestApi
beforeAll(async () => {
  database = await startDatabase()
  api = await startApi({ databaseUrl: database.url })
})
afterAll(async () => {
  await api.close()
  await database.drop()
})

const hour = 3_600_000
const start = Date.UTC(2026, 0, 1)
const counted = Array.from({ length: 300 }, (_, i) => 20 + Math.round(8 * Math.sin(i / 4)) + ((i * 7) % 5))
/** Begins again at zero in hour 150. */
const readings: number[] = []
for (const [i, by] of counted.entries()) readings.push(i === 150 ? by : (readings.at(-1) ?? 9_000) + by)

const send = (from: number, to: number) =>
  ask(
    api,
    `mutation ($times: Instants!, $values: [Values!]!) {
      ingestPoints(input: { series: [{ key: "meter", times: $times, values: $values }] }) { __typename } }`,
    { times: readings.slice(from, to).map((_, i) => start + (from + i) * hour), values: [readings.slice(from, to)] },
  )

const meter = async (fields: string) =>
  (await ask(api, `{ seriesByKey(key: "meter") { ${fields} } }`)).json.data.seriesByKey

test('a counter is created, told what it is, kept as it was sent, and shown, summarised, forecast, scored and followed by its rate', async () => {
  const { json } = await ask(
    api,
    `mutation { createSeries(input: { key: "meter", channels: [{ name: "energy", kind: COUNTER, unit: "kWh", maximum: 100000 }] }) {
      ... on SeriesPayload { series { channels { kind unit rateUnit maximum } } } ... on Fault { code } } }`,
  )
  expect(json.data.createSeries.series.channels).toEqual([
    { kind: 'COUNTER', unit: 'kWh', rateUnit: 'kWh per step', maximum: 100_000 },
  ])
  await send(0, 290)
  const subscriber = subscribe<{ pointsAdded: { added: { values: number[][]; readings: number[][] }[] } }>(
    api.wsUrl,
    'subscription { pointsAdded(series: ["meter"]) { added { values(counters: RATE) readings: values } } }',
  )
  await subscriber.next()
  await send(290, 300)
  const message = await subscriber.next()
  expect(message?.data?.pointsAdded.added).toEqual([{ values: [counted.slice(290)], readings: [readings.slice(290)] }])
  subscriber.cut()

  const shown = await meter(`channels { rateUnit } step { text }
    sent: points(last: 300) { values } rates: points(last: 300, counters: RATE) { values }
    part: points(last: 10, counters: RATE) { values } tail: points(last: 300, maxPoints: 50, counters: RATE) { values total }
    ofReadings: statistics(last: 300) { maximum last } ofRates: statistics(last: 300, counters: RATE) { minimum maximum last missing }
    latest { values }`)
  expect(shown.channels).toEqual([{ rateUnit: 'kWh per hour' }])
  expect(shown.sent.values).toEqual([readings])
  expect(shown.rates.values).toEqual([[null, ...counted.slice(1)]])
  expect(shown.part.values).toEqual([counted.slice(290)])
  expect(Math.max(...shown.tail.values[0])).toBe(Math.max(...counted))
  expect(shown.ofReadings).toEqual([{ maximum: Math.max(...readings), last: readings.at(-1) }])
  expect(shown.ofRates).toEqual([
    { minimum: Math.min(...counted), maximum: Math.max(...counted), last: counted.at(-1), missing: 1 },
  ])
  expect(shown.latest.values).toEqual([readings.at(-1)])

  const { forecast } = await meter(`forecast(horizon: 24) { ... on Forecast {
    channels { channel { kind rateUnit } mean intervals { lower upper } } } ... on Fault { message } }`)
  const [energy] = forecast.channels
  expect(energy.channel).toEqual({ kind: 'COUNTER', rateUnit: 'kWh per hour' })
  expect(energy.mean.every((mean: number) => mean > 0 && mean < 60)).toBe(true)
  expect(energy.intervals.every(({ lower }: { lower: number[] }) => lower.every(value => value >= 0))).toBe(true)
})

test('what is known of a counter outlives a restart: the next reading scores the same', async () => {
  const scored = async () => {
    const { json } = await ask(
      api,
      `query ($times: Instants!, $values: [Values!]!) { seriesByKey(key: "meter") { score(times: $times, values: $values) {
        ... on ScoredBatch { detector points { value score expected severity reason } } } } }`,
      { times: [start + 300 * hour], values: [[readings[299]! + 400]] },
    )
    return json.data.seriesByKey.score
  }
  const before = await scored()
  expect(before.points[0]).toMatchObject({ value: 400, severity: 'CRITICAL' })
  expect(before.points[0].reason).toContain('400 kWh per hour')
  await api.close()
  api = await startApi({ databaseUrl: database.url })
  const after = await scored()
  expect(after.detector).toBe(before.detector)
  expect(after.points[0].value).toBe(400)
  expect(after.points[0].expected).toBeCloseTo(before.points[0].expected)
  expect(after.points[0].score).toBeCloseTo(before.points[0].score)
})

test('which channel counts can be said later, and what it cannot be said of is told', async () => {
  const update = async (channels: string) =>
    (
      await ask(
        api,
        `mutation { updateSeries(input: { key: "meter", channels: ${channels} }) {
          ... on SeriesPayload { series { channels { kind rateUnit } } } ... on Fault { code message } } }`,
      )
    ).json.data.updateSeries
  expect(await update('[{ name: "energy", kind: GAUGE }]')).toEqual({
    series: { channels: [{ kind: 'GAUGE', rateUnit: null }] },
  })
  expect((await meter('points(last: 3, counters: RATE) { values }')).points.values).toEqual([readings.slice(-3)])
  expect(await update('[{ name: "energy", kind: COUNTER }]')).toMatchObject({
    series: { channels: [{ kind: 'COUNTER' }] },
  })
  expect(await update('[{ name: "water", kind: COUNTER }]')).toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('there is no channel water'),
  })
})
