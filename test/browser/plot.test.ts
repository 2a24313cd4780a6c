import { forecasterFile, registerVersion, watcherFile } from '@seriema/api/flows/versions-for-tests'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { picture, violations } from './critic.ts'
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
  expect(await beside.getByRole('option').allTextContents()).toEqual([
    'No other version',
    expect.stringMatching(/^v2 · Ridge · /),
  ])
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

test('of a group what the version kept is shown, a member that is chosen, and the comparison on it', async () => {
  const { app } = product.api
  const shop = (value: string) => [{ name: 'shop', value }]
  for (const [key, size] of [
    ['shop_a', 1],
    ['shop_b', 3],
  ] as const) {
    await create(product.api, { key, title: `Sales of ${key}`, attributes: shop(key), interval: hour })
    const all = points(900, i => size * wave(i))
    await ingest(product.api, key, [...all.times], [...all.values])
  }
  await request(
    product.api,
    'mutation { createGroup(input: { name: "shops", conditions: [{ attribute: "shop" }] }) { __typename } }',
  )
  const { group } = await request<{ group: { id: string } }>(product.api, '{ group(name: "shops") { id } }')
  const groupId = Number(Buffer.from(group.id, 'base64').toString().split(':')[1])
  const all = points(600)
  const sample = { times: [...all.times.subarray(0, 200)], channels: [[...all.values.subarray(0, 200)]] }
  for (const of of [wave, (i: number) => (Math.imul(i + 1, 2_654_435_761) >>> 8) % 40])
    await registerVersion(
      app,
      { groupId },
      {
        kind: 'ridge',
        artifact: await forecasterFile(points(600, of), { key: 'shop_a', attributes: shop('shop_a') }),
        channels: 1,
        lookback: 48,
        horizon: 12,
        sample,
        dataTo: begin + 599 * hour,
      },
    )
  const page = await product.open('/models?q=ridge')
  await page.getByRole('link', { name: 'Versions', exact: true }).click()
  const list = page.getByRole('region', { name: 'Table of versions' })
  await list
    .getByRole('row', { name: /v1 .*shops/ })
    .getByRole('link', { name: 'v1', exact: true })
    .click()
  await page.getByRole('heading', { name: 'v1 of shops' }).waitFor()
  await page.getByText('These are the last 200 of the longest').waitFor()
  const member = page.getByLabel('Member shown')
  expect(await member.getByRole('option').allTextContents()).toEqual([
    'What the version kept',
    'Sales of shop_a',
    'Sales of shop_b',
  ])
  await member.selectOption('shop_b')
  await page.waitForURL(/group=shops&series_id=shop_b&version=v1/)
  await page.getByRole('heading', { name: 'Training data of Sales of shop_b' }).waitFor()
  await page.getByText(/^The last 500 points up to/).waitFor()
  await page.getByLabel('Beside').selectOption('v2')
  await page.getByRole('heading', { name: 'v1 against v2 on Sales of shop_b' }).waitFor()
  await page.getByRole('row', { name: /^MAE/ }).waitFor()
  expect(await violations(page)).toEqual([])
  await picture(page, 'plot-of-group')
  await page.reload()
  await page.getByRole('heading', { name: 'v1 against v2 on Sales of shop_b' }).waitFor()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.waitForFunction(() => document.documentElement.scrollWidth <= 360)
  await picture(page, 'plot-of-group-narrow')
  expect(product.troubles).toEqual([])
  const stranger = await product.open('/plot?group=shops&series_id=tide&version=v1')
  await stranger.getByText('Nothing to be shown of this series').waitFor()
})

test('an address of a version that is not there says what such an address is', async () => {
  const { seriesByKey } = await request<{ seriesByKey: { version: null } }>(
    product.api,
    '{ seriesByKey(key: "tide") { version(name: "latest") { id } } }',
  )
  expect(seriesByKey.version).toBeNull()
  for (const search of [
    '?series_id=tide&version=v9',
    '?series_id=nowhere&version=v1',
    '?group=nowhere&version=v1',
    '',
  ]) {
    const page = await product.open(`/plot${search}`)
    await page.getByText('There is no such version').waitFor()
  }
})
