import { addCells, type Cell } from '@seriema/api/store/accuracy/cells'
import { connect } from '@seriema/api/store/database'
import { type AccuracySums, add, noPairs } from '@seriema/domain/accuracy'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { picture, violations } from './critic.ts'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard
const day = 86_400_000
const today = Math.floor(Date.now() / day) * day

/** Series of two regions, the third much worse forecast than the others, and worse the farther ahead. */
const plants = ['North mill', 'North kiln', 'South pump', 'South tank'].map((title, i) => ({
  key: title.toLowerCase().replace(' ', '_'),
  title,
  off: i === 2 ? 9 : 1 + i / 4,
}))

const sumsOf = (off: number, seed: number): AccuracySums =>
  Array.from({ length: 24 }, (_, i) => {
    const value = 100 + 10 * Math.sin(i / 4) + ((i * 7 + seed) % 5)
    const mean = value + (off * (((i * 13 + seed * 5) % 21) - 10)) / 10
    const intervals = [0.8, 0.95].map(level => ({ level, lower: mean - 9 * level, upper: mean + 9 * level }))
    return { expectation: { mean, intervals }, actual: { value, before: value - ((i * 3) % 7) } }
  }).reduce((sums, { expectation, actual }) => add(sums, expectation, actual, 100), noPairs)

beforeAll(async () => {
  product = await startProduct()
  for (const { key, title } of plants) {
    const attributes = [{ name: 'region', value: title.split(' ')[0]! }]
    await create(product.api, { key, title, attributes, interval: 1_000 })
  }
  const north = '{ name: "north_plants", conditions: [{ attribute: "region", values: ["North"] }] }'
  await request(product.api, `mutation { createGroup(input: ${north}) { __typename } }`)
  const db = connect(product.databaseUrl)
  const rows = await db.sql<{ id: number; key: string }[]>`select id, key from series`
  const ids = new Map(rows.map(row => [row.key, row.id]))
  const cells = plants.flatMap(({ key, off }, p) =>
    Array.from({ length: 60 }, (_, back) =>
      [1, 2, 4, 8, 16, 32].map((lead): Cell => {
        const worse = off * Math.sqrt(lead) * (back < 12 ? 1.6 : 1)
        const at = { seriesId: ids.get(key)!, day: today - back * day, channel: 0, lead }
        return { ...at, forecaster: 'ets', versionId: null, sums: sumsOf(worse, back + p) }
      }),
    ).flat(),
  )
  await addCells(db, cells)
  await db.close()
})
afterAll(() => product?.close())

const names = async (page: Page) =>
  (await page.locator('tbody th[scope=row] button').allTextContents()).map(it => it.trim())

for (const colorScheme of ['light', 'dark'] as const)
  test(`whoever looks where forecasts are worst finds the series, its curve and its errors by distance, ${colorScheme}`, async () => {
    const page = await product.open('/', { colorScheme })
    await page.goto(`${product.url}/operations/accuracy`)
    await expect.poll(() => names(page)).toEqual(['South pump', 'South tank', 'North kiln', 'North mill'])
    await page.getByRole('button', { name: 'South pump' }).click()
    await page.getByText('Over the 30 days before').waitFor()
    await page.getByRole('rowheader', { name: '17–32' }).waitFor()
    expect(await violations(page)).toEqual([])
    await picture(page, `accuracy-${colorScheme}`)
    // What was chosen is in the address, so that a link shows it.
    await page.getByLabel('By', { exact: true }).selectOption('COVERAGE')
    await page.getByRole('button', { name: 'Attribute' }).click()
    await page.getByLabel('Name of the attribute').fill('region')
    await expect.poll(() => names(page)).toEqual(['South', 'North'])
    await page.getByRole('button', { name: 'North' }).click()
    await expect.poll(() => page.url()).toContain('measure=coverage')
    await page.reload()
    await expect.poll(() => names(page)).toEqual(['South', 'North'])
    await page.getByRole('heading', { name: 'region: North' }).waitFor()
    await page.getByRole('button', { name: 'Forecasters' }).click()
    await expect.poll(() => names(page)).toEqual(['Exponential smoothing'])
    await page.getByRole('button', { name: 'Groups' }).click()
    await expect.poll(() => names(page)).toEqual(['north_plants'])
  })

test('figures come to the tab of a forecast as what it forecast comes', async () => {
  const send = (from: number, count: number) => {
    const times = Array.from({ length: count }, (_, i) => start + (from + i) * 1_000)
    return ingest(
      product.api,
      'fresh',
      times,
      times.map((_, i) => 50 + 5 * Math.sin((from + i) / 4)),
    )
  }
  const start = Date.now() - 200_000
  await create(product.api, { key: 'fresh', interval: 1_000 })
  const page = await product.open('/series/fresh/forecast')
  await page.getByText('Nothing that was forecast has come yet').waitFor()
  await send(0, 150)
  await request(product.api, '{ seriesByKey(key: "fresh") { forecast { __typename } } }')
  await send(150, 20)
  const panel = page.getByRole('region', { name: 'Accuracy' })
  await panel.getByText('Steps ahead').waitFor({ timeout: 60_000 })
  await panel.getByText('MASE').first().waitFor()
  expect(await violations(page)).toEqual([])
  await picture(page, 'accuracy-panel')
})

test('on a phone the page keeps its width, and nothing went wrong on any page before', async () => {
  const page = await product.open('/operations/accuracy?of={"series":"south_pump"}', {
    viewport: { width: 390, height: 800 },
  })
  await page.getByText('Over the 30 days before').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await picture(page, 'accuracy-phone')
  expect(product.troubles).toEqual([])
})
