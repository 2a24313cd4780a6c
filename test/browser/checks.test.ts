import { checkDrift } from '@seriema/api/flows/drift/check'
import { checkQuality } from '@seriema/api/flows/quality/check'
import { registerVersion } from '@seriema/api/flows/versions-for-tests'
import { connect, type Database } from '@seriema/api/store/database'
import { requireSeries } from '@seriema/api/store/series'
import { pino } from 'pino'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { picture, violations } from './critic.ts'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

const hour = 3_600_000
const week = 168
const begin = Math.floor(Date.now() / hour) * hour - 13 * week * hour
let product: TestDashboard
let db: Database

/** Uniform in −1 to 1, another for each number. */
function noise(i: number): number {
  const mixed = Math.imul((i + 1) ^ ((i + 1) >>> 3), 2_654_435_761)
  return (Math.imul(mixed ^ (mixed >>> 15), 2_246_822_519) >>> 8) / 2 ** 23 - 1
}
const daily = (i: number) => 50 + 10 * Math.sin((2 * Math.PI * i) / 24) + 5 * noise(i)

/** As a worker does it every minute. */
async function look() {
  const app = { db, clock: Date.now, log: pino({ level: 'silent' }) }
  await checkQuality(app, new AbortController().signal)
  await checkDrift(app, new AbortController().signal)
}

beforeAll(async () => {
  product = await startProduct()
  db = connect(product.databaseUrl)
  const series = [
    { key: 'steady', title: 'Boiler house', of: (i: number) => daily(i), kept: () => true },
    { key: 'moved', title: 'Pump 7', of: (i: number) => daily(i) + (i >= 12 * week ? 12 : 0), kept: () => true },
    { key: 'gappy', title: 'Roof sensor', of: (i: number) => daily(i), kept: (i: number) => i % 5 > 0 },
  ]
  for (const { key, title, of, kept } of series) {
    await create(product.api, { key, title, interval: hour, detector: 'ZSCORE' })
    const places = Array.from({ length: 13 * week + 1 }, (_, i) => i).filter(kept)
    await ingest(
      product.api,
      key,
      places.map(i => begin + i * hour),
      places.map(of),
    )
  }
  const { id } = await requireSeries(db, 'moved')
  const made = { kind: 'ridge', artifact: Uint8Array.of(1), channels: 1, lookback: 24, horizon: 12 }
  const versionId = await registerVersion(
    { db, clock: Date.now },
    { seriesId: id },
    { ...made, dataTo: begin + 12 * week * hour - 1 },
  )
  await db.sql`insert into deployments (series_id, role, slot, share, kind, version_id, since)
    values (${id}, 'forecast', 'active', 0, 'ridge', ${versionId}, now())`
  await look()
})
afterAll(async () => {
  await db?.close()
  await product?.close()
})

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

test('quality ranks the fleet by failing rules, filters by one, and a limit of its own lets a series pass', async () => {
  const page = await product.open('/operations/quality')
  const rows = page.getByRole('region', { name: 'Table of quality' }).getByRole('row')
  await expect.poll(() => rows.allTextContents()).toHaveLength(4)
  expect(await rows.nth(1).textContent()).toMatch(/Roof sensor.*Fails.*(19|20)(\.\d)?% missing.*limit 5%/)
  await picture(page, 'quality')
  await page.getByRole('button', { name: /^Completeness 1 of 3 fail/ }).click()
  await expect.poll(() => rows.allTextContents()).toHaveLength(2)
  await expect.poll(() => page.url()).toMatch(/failing=completeness/)
  expect(await violations(page)).toEqual([])
  await page.getByRole('link', { name: 'Roof sensor' }).click()
  const panel = page.getByRole('region', { name: 'Quality of its points' })
  await panel.getByText(/^(19|20)(\.\d)?% missing$/).waitFor()
  await panel.getByRole('button', { name: 'Limits' }).click()
  await page.getByLabel('Missing values, %').fill('30')
  await page.getByRole('button', { name: 'Save' }).click()
  await panel.getByText('limit 30%').waitFor()
  expect(await panel.getByText('Fails').count()).toBe(0)
  await picture(page, 'quality-panel')
  expect(await violations(page)).toEqual([])
  await look()
  await page.goto(`${product.url}/operations/quality`)
  await page.getByRole('button', { name: /^Completeness 0 of 3 fail/ }).waitFor()
  expect(product.troubles).toEqual([])
})

test('drift is ranked with its limit, and the model of who forecasts is trained again by one click', async () => {
  const page = await product.open('/operations/drift')
  await rowOf(page, 'Boiler house').getByText('As it was').waitFor()
  const moved = rowOf(page, 'Pump 7')
  await moved.getByText('the values are not what they were').waitFor()
  expect(await moved.textContent()).toMatch(/what v1 learnt/)
  await picture(page, 'drift')
  await page.getByRole('group', { name: 'Which series' }).getByRole('button', { name: 'Drifted' }).click()
  await rowOf(page, 'Boiler house').waitFor({ state: 'detached' })
  expect(await violations(page)).toEqual([])
  await moved.getByRole('button', { name: 'Train ridge again' }).click()
  await moved.getByRole('link', { name: 'Its training is under way' }).waitFor()
  const { trainingJobs } = await request<{ trainingJobs: { totalCount: number } }>(
    product.api,
    '{ trainingJobs(first: 1) { totalCount } }',
  )
  expect(trainingJobs.totalCount).toBe(1)
  await moved.getByRole('link', { name: 'Pump 7' }).click()
  const panel = page.getByRole('region', { name: 'Drift' })
  await panel.getByText('24 points').waitFor()
  await picture(page, 'drift-panel')
  expect(await violations(page)).toEqual([])
  expect(product.troubles).toEqual([])
})

test('the fleet sums up in one column what is amiss with each series', async () => {
  const page = await product.open('/series')
  await rowOf(page, 'Boiler house').getByText('Fine').waitFor()
  const moved = rowOf(page, 'Pump 7')
  await moved.getByText('Drift', { exact: true }).waitFor()
  expect(await moved.textContent()).toMatch(/the values are not what they were/)
  await picture(page, 'fleet-health')
  expect(await violations(page)).toEqual([])
  expect(product.troubles).toEqual([])
})

test('both pages can be read in the dark, and on a phone', async () => {
  const dark = { colorScheme: 'dark', viewport: { width: 390, height: 740 } } as const
  for (const [path, row] of [
    ['quality', 'Roof sensor'],
    ['drift', 'Pump 7'],
  ] as const) {
    const page = await product.open(`/operations/${path}`, dark)
    await rowOf(page, row).waitFor()
    await picture(page, `${path}-dark`)
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  }
  expect(product.troubles).toEqual([])
})
