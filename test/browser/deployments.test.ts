import { registerVersion, watcherFile } from '@seriema/api/flows/versions-for-tests'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deploy, rolePanel } from './acts.ts'
import { picture, violations } from './critic.ts'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

const start = Math.floor(Date.now() / 1_000) * 1_000 - 900_000
const noise = (i: number) => ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 1_000) / 500
let product: TestDashboard
let sent = 0

const send = async (count: number) => {
  const at = Array.from({ length: count }, (_, i) => sent + i)
  sent += count
  await ingest(
    product.api,
    'boiler',
    at.map(i => start + i * 1_000),
    at.map(i => 50 + noise(i)),
  )
}

beforeAll(async () => {
  product = await startProduct()
  await create(product.api, {
    key: 'boiler',
    title: 'Boiler',
    interval: 1_000,
    attributes: [{ name: 'site', value: 'north' }],
  })
  await request(
    product.api,
    'mutation { createGroup(input: { name: "north", conditions: [{ attribute: "site", values: ["north"] }] }) { __typename } }',
  )
  await send(200)
  const { app } = product.api
  const { id } = (await app.seriesByKey('boiler'))!
  for (const deviation of [0.6, 0.7])
    await registerVersion(
      app,
      { seriesId: id },
      { kind: 'zscore', artifact: watcherFile(51, deviation, 5), channels: 1 },
    )
})
afterAll(() => product?.close())

const watches = (page: Page) => rolePanel(page, 'Who watches')

async function confirm(page: Page, action: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: action, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

test('a version is tried as a shadow, seen beside its limits as points come, promoted, followed by a canary, and rolled back', async () => {
  const page = await product.open('/series/boiler/models')
  await watches(page).getByText('built-in: nobody was chosen').waitFor()
  await watches(page).getByText('Nothing has changed here yet.').waitFor()
  await deploy(page, 'Who watches', /^v1/, 'Shadow', 'calmer nights')
  const shadow = watches(page).getByRole('region', { name: /^Shadow: .* v1$/ })
  await shadow.getByText('0 of 500 points are compared').waitFor()
  await send(60)
  const judged = shadow.getByRole('row', { name: /^Points judged/ })
  await expect.poll(() => judged.getByRole('cell').first().textContent()).not.toBe('0')
  expect(await shadow.getByRole('row', { name: /^Agreement/ }).textContent()).toMatch(/%/)

  await shadow.getByRole('button', { name: 'Limits' }).click()
  const limits = page.getByRole('dialog')
  await limits.getByLabel('Least agreement, in %').fill('many')
  await limits.getByRole('button', { name: 'Save' }).click()
  await limits.getByText('It has to be a number.').waitFor()
  await limits.getByLabel('Least agreement, in %').fill('101')
  await limits.getByRole('button', { name: 'Save' }).click()
  await limits.getByRole('alert').waitFor()
  await limits.getByLabel('Least agreement, in %').fill('90')
  await limits.getByRole('button', { name: 'Save' }).click()
  await shadow.getByText('at least 90%').waitFor()
  expect(await judged.getByRole('cell').first().textContent()).not.toBe('0')
  expect(await violations(page)).toEqual([])
  await picture(page, 'deployment-shadow-light')

  await shadow.getByRole('button', { name: 'Make active' }).click()
  await confirm(page, 'Make active')
  await watches(page)
    .getByText(/chosen for this series/)
    .waitFor()
  const anomalies = await product.open('/series/boiler/anomalies')
  await anomalies.getByText(/z-score v1 was deployed and watches/).waitFor()
  expect(await violations(anomalies)).toEqual([])
  await picture(anomalies, 'deployment-watched')
  await deploy(page, 'Who watches', /^v2/, 'Canary', 'a wider one')
  const canary = watches(page).getByRole('region', { name: /^Canary: .* v2$/ })
  await canary.getByText(/^5% of the points/).waitFor()
  await canary.getByRole('button', { name: 'Next step: 25%' }).click()
  await confirm(page, 'Next step: 25%')
  await canary.getByText(/^25% of the points/).waitFor()
  const dark = await product.open('/series/boiler/models', { colorScheme: 'dark' })
  await watches(dark)
    .getByRole('region', { name: /^Canary/ })
    .waitFor()
  expect(await violations(dark)).toEqual([])
  await picture(dark, 'deployment-canary-dark')

  await watches(page).getByRole('button', { name: 'Roll back' }).click()
  await page
    .getByRole('dialog')
    .getByText(/A canary that is under way ends/)
    .waitFor()
  await confirm(page, 'Roll back')
  await watches(page).getByText('built-in: nobody was chosen').waitFor()
  // The other page hears of it by itself.
  await watches(dark)
    .getByText(/is a canary no more/)
    .waitFor()
  expect(product.troubles).toEqual([])
})

test('a group is spoken for from its page, and its series say whose choice that is', async () => {
  const page = await product.open('/groups/north', { colorScheme: 'dark' })
  await watches(page).getByText('Nobody was chosen', { exact: true }).waitFor()
  await deploy(page, 'Who watches', 'Robust', 'Active at once', 'spikes in the night')
  await watches(page)
    .getByText(/chosen for this group/)
    .waitFor()
  expect(await violations(page)).toEqual([])
  await picture(page, 'deployment-group-dark')
  const series = await product.open('/series/boiler/models', { viewport: { width: 390, height: 844 } })
  await watches(series).getByRole('link', { name: 'north' }).waitFor()
  expect(await series.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await picture(series, 'deployment-narrow')
  await watches(page).getByRole('button', { name: 'Choose nobody' }).click()
  await confirm(page, 'Choose nobody')
  await watches(series).getByText('built-in: nobody was chosen').waitFor()
  expect(product.troubles).toEqual([])
})
