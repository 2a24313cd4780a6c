import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '../harness.ts'
import { ask } from './ask.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const day = 86_400_000
/** A Monday. */
const monday = Date.UTC(2026, 0, 5)

const prepared = `query ($key: String!, $recipe: RecipeInput!, $last: Int) {
  seriesByKey(key: $key) { prepared(recipe: $recipe, last: $last) {
    ... on PreparedSeries { before after step { unit count } channels { channel { name } before after madeUp location factor } }
    ... on Fault { code message }
  } } }`
const prepare = async (variables: Readonly<Record<string, unknown>>) => {
  const { json } = await ask(api, prepared, variables)
  expect(json.errors).toBeUndefined()
  return json.data.seriesByKey.prepared
}

async function stored(key: string, values: readonly (number | null)[], channels: string, more = '') {
  await ask(api, `mutation { createSeries(input: { key: "${key}", channels: [${channels}]${more} }) { __typename } }`)
  const times = values.map((_, i) => monday + i * day).filter((_, i) => values[i] !== null)
  const { json } = await ask(
    api,
    'mutation ($s: [SeriesPointsInput!]!) { ingestPoints(input: { series: $s }) { ... on IngestPointsPayload { stored } } }',
    { s: [{ key, times, values: [values.filter(value => value !== null)] }] },
  )
  expect(json.data.ingestPoints.stored).toBe(times.length)
}

test('a series is shown before and after a recipe as a training would see it', async () => {
  await stored('sales', [1, 2, 3, 4, 5, null, 7, 8, 9, 10, 11, 12, 13, 900], '{ name: "sold" }')
  const daily = await prepare({ key: 'sales', recipe: { fill: 'LINEAR', cut: 20 } })
  expect(daily.before).toHaveLength(13)
  expect(daily).toMatchObject({ step: { unit: 'DAY', count: 1 } })
  expect(daily.channels).toMatchObject([
    { channel: { name: 'sold' }, after: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 13], madeUp: [5, 13] },
  ])
  const weekly = await prepare({ key: 'sales', recipe: { resample: { unit: 'WEEK', by: 'SUM' }, scale: 'STANDARD' } })
  expect(weekly.after).toEqual([monday, monday + 7 * day])
  expect(weekly.channels).toMatchObject([{ after: [22, 963], location: 492.5, factor: 470.5 }])
})

test('a counter is prepared as the rates that models see', async () => {
  await stored('meter', [100, 110, 130, 160], '{ name: "energy", unit: "kWh", kind: COUNTER }')
  const { channels } = await prepare({ key: 'meter', recipe: { fill: 'NONE' } })
  expect(channels[0].after.filter((value: number | null) => value !== null)).toEqual([10, 20, 30])
})

test('what cannot be shown is said, and costs little', async () => {
  await stored('lone', [1], '{ name: "value" }')
  expect((await prepare({ key: 'lone', recipe: {} })).code).toBe('INSUFFICIENT_DATA')
  expect((await prepare({ key: 'sales', recipe: { cut: 0 } })).code).toBe('INVALID_INPUT')
  expect((await prepare({ key: 'sales', recipe: {}, last: 0 })).code).toBe('INVALID_INPUT')
  // Two points a year apart are a grid of half a million minutes.
  const months = [1, ...Array.from({ length: 400 }, () => null), 2]
  await stored('sparse', months, '{ name: "value" }')
  expect((await prepare({ key: 'sparse', recipe: { resample: { unit: 'MINUTE' } } })).code).toBe('TOO_LARGE')
})
