import { forecasterFile, registerVersion, watcherFile } from '@seriema/api/flows/versions-for-tests'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './critic.ts'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

const hour = 3_600_000
const begin = Date.UTC(2026, 0, 1)
const wave = (i: number) => 20 + 5 * Math.sin((i * Math.PI) / 12)
const points = (count: number, of = wave) => ({
  times: Float64Array.from({ length: count }, (_, i) => begin + i * hour),
  values: Float64Array.from({ length: count }, (_, i) => of(i)),
})
let product: TestDashboard

beforeAll(async () => {
  product = await startProduct()
  await create(product.api, { key: 'tide', title: 'Tide', channels: [{ name: 'level', unit: 'm' }] })
  const all = points(900)
  await ingest(product.api, 'tide', [...all.times], [...all.values])
  const { app } = product.api
  const { id } = (await app.seriesByKey('tide'))!
  const sample = { times: [...all.times.subarray(0, 200)], channels: [[...all.values.subarray(0, 200)]] }
  for (const of of [wave, (i: number) => (Math.imul(i + 1, 2_654_435_761) >>> 8) % 40]) {
    const artifact = await forecasterFile(points(600, of))
    await registerVersion(
      app,
      { seriesId: id },
      { kind: 'ridge', artifact, channels: 1, lookback: 48, horizon: 12, sample },
    )
  }
  for (const deviation of [1, 1_000])
    await registerVersion(app, { seriesId: id }, { kind: 'zscore', artifact: watcherFile(20, deviation), channels: 1 })
})
afterAll(() => product?.close())

test('an address shows what a version learnt from, and beside another which of them is better', async () => {
  const page = await product.open('/plot?series_id=tide&version=v1')
  await page.getByRole('heading', { name: 'v1 of Tide' }).waitFor()
  await page.getByText('The last 200 of 200 points it learnt from').waitFor()
  await page.getByRole('img', { name: /over time/ }).waitFor()
  const beside = page.getByLabel('Beside')
  expect(await beside.getByRole('option').allTextContents()).toEqual(['No other version', 'v2'])
  await beside.selectOption('v2')
  await page.waitForURL(/beside=v2/)
  await page.getByRole('heading', { name: 'v1 against v2' }).waitFor()
  const row = page.getByRole('row', { name: /^MAE/ })
  await row.waitFor()
  const [own, other] = await row.getByRole('cell').allTextContents()
  expect(Number(own)).toBeLessThan(Number(other))
  await page.getByText('none sees what came after it').waitFor()
  expect(await violations(page)).toEqual([])
  await page.reload()
  await page.getByRole('row', { name: /^MAE/ }).waitFor()
  expect(product.troubles).toEqual([])
})

test('those that watch are compared by what they raise and by the labels, and one without data says so', async () => {
  const page = await product.open('/plot?series_id=tide&version=v3&beside=v4')
  await page.getByText('No training data are kept of it').waitFor()
  await page.getByText(/They say the same of/).waitFor()
  const [wild, calm] = await page
    .getByRole('row', { name: /^Raised/ })
    .getByRole('cell')
    .allTextContents()
  expect(Number(wild)).toBeGreaterThan(0)
  expect(calm).toBe('0')
  expect(
    await page
      .getByRole('row', { name: /^Precision/ })
      .getByRole('cell')
      .allTextContents(),
  ).toEqual(['–', '–'])
  expect(product.troubles).toEqual([])
})

test('an address of a version that is not there says what such an address is', async () => {
  const { seriesByKey } = await request<{ seriesByKey: { version: null } }>(
    product.api,
    '{ seriesByKey(key: "tide") { version(name: "latest") { id } } }',
  )
  expect(seriesByKey.version).toBeNull()
  for (const search of ['?series_id=tide&version=v9', '?series_id=nowhere&version=v1', '']) {
    const page = await product.open(`/plot${search}`)
    await page.getByText('There is no such version').waitFor()
  }
})
