import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

const start = Math.floor(Date.now() / 1_000) * 1_000 - 700_000
const noise = (i: number) => ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 1_000) / 500
const value = (i: number) => 50 + 10 * Math.sin((2 * Math.PI * i) / 48) + noise(i)
let product: TestDashboard

const send = (from: number, values: readonly number[]) =>
  ingest(
    product.api,
    'boiler',
    values.map((_, i) => start + (from + i) * 1_000),
    [...values],
  )

beforeAll(async () => {
  product = await startProduct()
  await create(product.api, { key: 'boiler', title: 'Boiler', interval: 1_000 })
  await send(
    0,
    Array.from({ length: 600 }, (_, i) => value(i)),
  )
})
afterAll(() => product?.close())

const select = (page: Page) => page.getByLabel('Anomaly detector')
const own = async () => {
  const { seriesByKey } = await request<{ seriesByKey: { detector: string; alarmRules: object } }>(
    product.api,
    '{ seriesByKey(key: "boiler") { detector alarmRules { direction leastAbsolute leastRelative rest } } }',
  )
  return seriesByKey
}

test('every detector can be chosen for a series, each with a word on it, and an anomaly says which one spoke', async () => {
  const page = await product.open('/series/boiler/anomalies')
  await select(page).waitFor()
  await select(page).getByRole('option').nth(1).waitFor({ state: 'attached' })
  const options = await select(page).getByRole('option').allTextContents()
  expect(options.map(text => text.split(' – ')[0])).toEqual([
    'Ensemble',
    'Z-score',
    'Robust z-score',
    'Seasonal',
    'Line',
    'Shapes (PCA)',
    'Isolation forest',
    'Forecast residual',
  ])
  for (const text of options) expect(text).toMatch(/ – \S/)
  expect(await select(page).inputValue()).toBe('ENSEMBLE')
  const row = (text: string) => page.getByRole('row').filter({ hasText: text })
  await send(600, [value(600) + 61])
  await row('Ensemble').filter({ hasText: 'usual' }).first().waitFor()
  await select(page).selectOption('ROBUST')
  await page.getByText('outliers among them neither move the centre nor hide the next one').waitFor()
  await expect.poll(async () => (await own()).detector).toBe('ROBUST')
  await send(601, [value(601) + 73])
  await row('Robust z-score').filter({ hasText: 'above the median' }).filter({ hasText: 'same event' }).waitFor()
  expect(product.troubles).toEqual([])
})

test('what counts as an anomaly is set beside the detector, and what is left out keeps its value', async () => {
  const page = await product.open('/series/boiler/anomalies')
  await page.getByText('What counts', { exact: true }).click()
  await page.getByLabel('Side').selectOption({ label: 'Above only' })
  await page.getByLabel('Least distance, %').fill('12.5')
  await page.getByLabel('Rest after an alarm, points').fill('20')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect
    .poll(async () => (await own()).alarmRules)
    .toEqual({ direction: 'ABOVE', leastAbsolute: 0, leastRelative: 0.125, rest: 20 })
  await page.reload()
  await page.getByText('What counts', { exact: true }).click()
  expect(await page.getByLabel('Least distance, %').inputValue()).toBe('12.5')
})

test('the past is judged anew when its owner wants it, who sees first what that changes', async () => {
  await create(product.api, { key: 'pump', title: 'Pump', interval: 1_000, detector: 'ZSCORE' })
  const values = Array.from({ length: 900 }, (_, i) => value(i) + (i === 700 || i === 701 ? 55 : 0))
  await ingest(
    product.api,
    'pump',
    values.map((_, i) => start - 1_000_000 + i * 1_000),
    values,
  )
  const detectorsOf = async () => {
    const { seriesByKey } = await request<{
      seriesByKey: { anomalies: { totalCount: number; edges: { node: { detector: string } }[] } }
    }>(product.api, '{ seriesByKey(key: "pump") { anomalies(first: 100) { totalCount edges { node { detector } } } } }')
    return seriesByKey.anomalies.edges.map(({ node }) => node.detector)
  }
  const page = await product.open('/series/pump/anomalies')
  const offer = page.getByRole('region', { name: 'The past, judged anew' })
  await select(page).selectOption('ROBUST')
  await offer.getByText(/anomalies instead of \d+: \d+ stay, \d+ go, \d+ come/).waitFor()
  expect(new Set(await detectorsOf())).toEqual(new Set(['ZSCORE']))
  await offer.getByRole('button', { name: 'Leave it' }).click()
  await offer.waitFor({ state: 'detached' })
  await select(page).selectOption('SEASONAL')
  await offer.getByText(/instead of/).waitFor()
  await offer.getByRole('button', { name: 'Judge the past anew' }).click()
  await page.getByText(/The past is judged anew: \d+ anomalies stayed/).waitFor()
  expect(await detectorsOf()).toContain('SEASONAL')
  await page.getByRole('row').filter({ hasText: 'Seasonal' }).first().waitFor()
  expect(product.troubles).toEqual([])
})

test('what is chosen before the page has read everything is offered for the past too', async () => {
  await create(product.api, { key: 'fan', title: 'Fan', interval: 1_000, detector: 'ZSCORE' })
  const values = Array.from({ length: 300 }, (_, i) => value(i) + (i === 200 ? 55 : 0))
  await ingest(
    product.api,
    'fan',
    values.map((_, i) => start - 1_000_000 + i * 1_000),
    values,
  )
  const page = await product.open('/series/fan/anomalies')
  const chosen = Promise.withResolvers<void>()
  await page.route('**/graphql', async route => {
    if (route.request().postData()?.includes('SeriesLabels')) await chosen.promise
    await route.continue()
  })
  await page.reload()
  await select(page).selectOption('ROBUST')
  await expect
    .poll(async () => {
      const { seriesByKey } = await request<{ seriesByKey: { detector: string } }>(
        product.api,
        '{ seriesByKey(key: "fan") { detector } }',
      )
      return seriesByKey.detector
    })
    .toBe('ROBUST')
  chosen.resolve()
  await page
    .getByRole('region', { name: 'The past, judged anew' })
    .getByText(/instead of/)
    .waitFor()
})
