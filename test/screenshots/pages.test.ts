import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deploy, rolePanel } from '../browser/acts.ts'
import { startProduct, type TestDashboard } from '../browser/dashboard.ts'
import { run, type Spawned } from '../spawn.ts'
import { goOn, storePlants } from './plants.ts'

/** The pictures of README.md and docs/, of pages as they are; `pnpm screenshots` takes them anew. */
const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url))
let product: TestDashboard
let worker: Spawned
let page: Page

beforeAll(async () => {
  product = await startProduct()
  worker = run(['apps/api/src/worker.ts'], { DATABASE_URL: product.databaseUrl, SERIEMA_LOG_LEVEL: 'warn' })
  await storePlants(product)
  page = await product.open('/series/plant_1')
  // A training takes as long as the machine is busy.
  page.setDefaultTimeout(240_000)
})
afterAll(async () => {
  await worker?.end('SIGTERM')
  await product?.close()
})

/** What fits into `height` pixels from the top, with nothing focused or pointed at and nothing in motion. */
async function take(name: string, height: number): Promise<void> {
  await page.setViewportSize({ width: 1280, height })
  await page.mouse.move(0, 0)
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    scrollTo(0, 0)
  })
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', caret: 'hide' })
}

/** From the series' models to the page of a new one, asked to train. */
async function train(name: string, kind: string, epochs?: string): Promise<void> {
  await page.goto(`${product.url}/models/new?series=plant_1`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Kind').selectOption(kind)
  await page.getByLabel('Forecasts, points').fill('24')
  if (epochs !== undefined) await page.getByLabel('Epochs', { exact: true }).fill(epochs)
  const preview = page.getByRole('region', { name: 'The last points before and after' })
  await preview.getByText(/points become/).waitFor()
  if (kind === 'GRU') await take('model-form', 1_000)
  await page.getByRole('button', { name: 'Create model' }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await page.getByText(/was made of/).waitFor()
}

test('a series with its forecast', async () => {
  await page.locator('path[data-channel=power]').waitFor({ state: 'attached' })
  // The forecast that is shown is the best one, not the quick one before it.
  await page.getByRole('link', { name: 'Forecast', exact: true }).click()
  await page.getByText(/in a backtest on this series,/).waitFor()
  await page.getByRole('link', { name: 'Explore', exact: true }).click()
  await page.getByRole('row', { name: /^power \d/ }).waitFor()
  await take('series-light', 790)
})

test('an anomaly that somebody labels', async () => {
  await page.goto(`${product.url}/series/plant_1/anomalies`)
  await page.getByRole('button', { name: 'All times' }).click()
  const table = page.getByRole('region', { name: 'Table of anomalies' })
  await table
    .getByRole('button', { name: /anomaly at/ })
    .first()
    .click()
  await page.keyboard.press('t')
  await page.getByRole('region', { name: 'Labels' }).getByText('1 true').waitFor()
  await take('labels', 900)
})

test('a model, its training and what it brings beside another', async () => {
  await train('By GRU', 'GRU', '12')
  await take('training', 780)
  await train('Linear', 'RIDGE')
  await page.goto(`${product.url}/plot?series_id=plant_1&version=v1&beside=v2`)
  await page.getByRole('row', { name: /^MAE/ }).waitFor()
  await take('compare', 990)
})

test('a shadow beside its limits', async () => {
  await page.goto(`${product.url}/series/plant_1/models`)
  await deploy(page, 'Who forecasts', /^v2/, 'Shadow', 'learnt from our own plant')
  const judged = rolePanel(page, 'Who forecasts')
    .getByRole('row', { name: /^Points judged/ })
    .getByRole('cell')
    .first()
  let sent = 0
  const seen = async () => {
    await goOn(product, sent, 6)
    sent += 6
    return judged.textContent()
  }
  await expect.poll(seen, { interval: 500, timeout: 60_000 }).not.toBe('0')
  await take('shadow', 850)
})

test('a group with its members and models', async () => {
  await page.goto(`${product.url}/groups/plants`)
  await page.getByRole('link', { name: 'Plant 3' }).waitFor()
  await take('group', 570)
})
