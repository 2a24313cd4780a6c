import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run, type Spawned } from '../spawn.ts'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard
let worker: Spawned

beforeAll(async () => {
  product = await startProduct()
  worker = run(['apps/api/src/worker.ts'], { DATABASE_URL: product.api.app.config.databaseUrl })
  await create(product.api, { key: 'meter', title: 'Meter', interval: 1_000 })
  const places = Array.from({ length: 300 }, (_, i) => i)
  const first = Date.now() - 300_000
  const value = (i: number) => 50 + 10 * Math.sin((2 * Math.PI * i) / 12) + ((i * 7) % 5) / 2
  await ingest(
    product.api,
    'meter',
    places.map(i => first + i * 1_000),
    places.map(value),
  )
})
afterAll(async () => {
  await worker?.end('SIGTERM')
  await product?.close()
})

const panel = (page: Page) => page.getByRole('region', { name: 'Forecast' })
const select = (page: Page) => panel(page).getByLabel('Forecaster')
const maker = (page: Page) =>
  panel(page)
    .locator('dd')
    .filter({ hasNot: page.locator('*') })

test('the panel says which forecaster spoke, why, and what it was picked from', async () => {
  const page = await product.open('/series/meter/forecast')
  await panel(page)
    .getByText(/in a backtest on this series, with .* % of the error/)
    .waitFor()
  const rows = panel(page).getByRole('row')
  const chosen = rows.filter({ hasText: '(chosen)' })
  expect(await chosen.count()).toBe(1)
  const name = (await chosen.getByRole('rowheader').textContent())!.replace(' (chosen)', '')
  await maker(page).getByText(name, { exact: true }).first().waitFor()
  const errors = await rows.locator('td:last-child').allTextContents()
  expect(errors.length).toBeGreaterThanOrEqual(3)
  for (const error of errors) expect(error).toMatch(/^[\d.,]+%$/)
  await panel(page)
    .getByText(/^Not tried: \d$/)
    .click()
  await panel(page)
    .getByText(/needs \d+ points before/)
    .first()
    .waitFor()
})

test('every forecaster is listed with a word on it; one that cannot serve cannot be chosen, and says why', async () => {
  const page = await product.open('/series/meter/forecast')
  const options = select(page).getByRole('option')
  await expect.poll(() => options.filter({ hasText: 'not available' }).count()).toBeGreaterThan(0)
  const titles = [
    'Automatic',
    'Seasonal naive',
    'Drift',
    'Exponential',
    'Season and trend',
    'Ridge',
    'LSTM',
    'GRU',
    'Base',
    'TinyTimeMixer',
  ]
  const listed = await options.allTextContents()
  expect(listed.map((text, i) => text.startsWith(titles[i]!))).toEqual(titles.map(() => true))
  expect(await options.last().isDisabled()).toBe(true)
  await panel(page).getByText('About the forecasters').click()
  await panel(page)
    .getByText(/Not available: needs weights: set SERIEMA_TTM_DIR/)
    .waitFor()
})

test('another forecaster is looked at, kept for the series, and given up again', async () => {
  const own = async () => {
    const { seriesByKey } = await request<{ seriesByKey: { forecaster: string | null } }>(
      product.api,
      '{ seriesByKey(key: "meter") { forecaster } }',
    )
    return seriesByKey.forecaster
  }
  const page = await product.open('/series/meter/forecast')
  await panel(page).getByText('Backtest on this series', { exact: true }).waitFor()
  await select(page).selectOption({ label: 'Exponential smoothing – level and trend' })
  await maker(page).getByText('Exponential smoothing', { exact: true }).waitFor()
  await panel(page).getByText('chosen by name').waitFor()
  // The address follows what is shown.
  await expect.poll(() => new URL(page.url()).searchParams.get('forecaster')).toBe('ets')
  expect(await own()).toBeNull()
  await panel(page).getByRole('button', { name: 'Use for this series' }).click()
  await panel(page).getByRole('button', { name: 'Back to automatic' }).waitFor()
  await maker(page).getByText('Exponential smoothing', { exact: true }).waitFor()
  await expect.poll(() => new URL(page.url()).searchParams.get('forecaster')).toBeNull()
  expect(await own()).toBe('ETS')
  await panel(page).getByRole('button', { name: 'Back to automatic' }).click()
  await panel(page).getByText('Backtest on this series', { exact: true }).waitFor()
  expect(await own()).toBeNull()
  expect(product.troubles).toEqual([])
})

test("a network of the series' own is trained when it is looked at, and then speaks", async () => {
  const page = await product.open('/series/meter/forecast')
  await panel(page).getByText('Backtest on this series', { exact: true }).waitFor()
  await select(page).selectOption({ label: 'GRU – recurrent, trained on this series' })
  await maker(page).getByText('GRU v1', { exact: true }).waitFor({ timeout: 110_000 })
  await panel(page).getByText('chosen by name').waitFor()
})
