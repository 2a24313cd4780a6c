import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './critic.ts'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard
const start = Date.UTC(2026, 0, 1)
const times = Array.from({ length: 1_500 }, (_, i) => start + i * 60_000)

beforeAll(async () => {
  product = await startProduct()
  await create(product.api, { key: 'meter', title: 'Meter', channels: [{ name: 'power', unit: 'kW' }] })
  await ingest(
    product.api,
    'meter',
    times,
    times.map((_, i) => (i === 1_400 ? 900 : Math.sin(i / 20))),
  )
  const generator = { interval: 100, anomalyRate: 0.1, anomalySize: 40 }
  await create(product.api, { key: 'made', title: 'Made up', generator })
})
afterAll(() => product?.close())

const pointCount = async (key: string) =>
  (
    await request<{ seriesByKey: { pointCount: number } | null }>(
      product.api,
      'query ($key: String!) { seriesByKey(key: $key) { pointCount } }',
      { key },
    )
  ).seriesByKey?.pointCount ?? null

for (const colorScheme of ['light', 'dark'] as const)
  test(`deleting says what goes, asks, and is undone, by keys alone, ${colorScheme}`, async () => {
    const page = await product.open('/series/meter/settings', { colorScheme })
    await page.getByRole('button', { name: 'Delete' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Delete Meter?' })
    await dialog.getByText('1,500').waitFor()
    await dialog.getByText('brought back as it was').waitFor()
    expect(await violations(page)).toEqual([])
    // Whoever presses Enter at once deletes nothing, and is back where he was.
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    expect(await pointCount('meter')).toBe(1_500)
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Delete')

    await page.keyboard.press('Enter')
    await dialog.getByText('1,500').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Meter was deleted' }).waitFor()
    expect(await pointCount('meter')).toBeNull()
    expect(await violations(page)).toEqual([])
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Undo')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Meter', exact: true }).waitFor()
    expect(await pointCount('meter')).toBe(1_500)
    await page.getByRole('link', { name: 'Explore' }).click()
    await page.locator('path[data-channel=power]').waitFor({ state: 'attached' })
  })

test('what is deleted is listed with the fleet, comes back from there, or goes for good once asked', async () => {
  for (const key of ['first', 'second']) {
    await create(product.api, { key, title: `The ${key}` })
    await request(product.api, 'mutation ($key: String!) { deleteSeries(input: { key: $key }) { __typename } }', {
      key,
    })
  }
  const page = await product.open('/series')
  await page.getByRole('button', { name: 'Deleted (2)' }).click()
  const dialog = page.getByRole('dialog', { name: 'Deleted series' })
  await dialog.getByText('The first').waitFor()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Bring back The first' }).click()
  await dialog.getByText('The first is back.').waitFor()
  expect(await pointCount('first')).toBe(0)

  await dialog.getByRole('button', { name: 'Delete for good: The second' }).click()
  const asked = page.getByRole('dialog', { name: 'Delete The second for good?' })
  await asked.getByText('This cannot be undone.').waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.getByRole('button', { name: 'Delete for good: The second' }).click()
  await asked.getByRole('button', { name: 'Delete for good' }).click()
  await dialog.getByText('The second is gone for good.').waitFor()
  await dialog.getByText('Nothing that is deleted').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'The first' }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: /^Deleted/ }).count()).toBe(0)
})

test('a reset says how much goes and asks; a series that no generator makes is offered none', async () => {
  const page = await product.open('/series/made/settings')
  await page.getByText('Running').waitFor()
  await expect.poll(() => pointCount('made')).toBeGreaterThan(20)
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByText('Stopped').waitFor()
  const made = await pointCount('made')
  await page.getByRole('button', { name: 'Reset' }).click()
  const dialog = page.getByRole('dialog', { name: 'Reset the generator of Made up?' })
  await dialog.getByText(String(made), { exact: true }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  expect(await pointCount('made')).toBe(made)
  await page.getByRole('button', { name: 'Reset' }).click()
  await dialog.getByText(String(made), { exact: true }).waitFor()
  await dialog.getByRole('button', { name: 'Reset', exact: true }).click()
  await page.getByText(`Removed – points: ${made}`).waitFor()
  expect(await pointCount('made')).toBe(0)

  const other = await product.open('/series/meter/settings')
  await other.getByRole('heading', { name: 'About this series' }).waitFor()
  expect(await other.getByText('Generator').count()).toBe(0)
})

test('title, description and attributes are edited on the page of the series', async () => {
  await create(product.api, { key: 'named', title: 'Old', attributes: [{ name: 'site', value: 'A' }] })
  const page = await product.open('/series/named/settings')
  await page.getByRole('button', { name: 'Edit' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit Old' })
  await dialog.waitFor()
  expect(await violations(page)).toEqual([])
  await dialog.getByLabel('Title').fill('New')
  await dialog.getByLabel('Description').fill('In the cellar')
  await dialog.getByRole('button', { name: 'Add an attribute' }).click()
  await dialog.getByLabel('Name').last().fill('floor')
  await dialog.getByLabel('Value').last().fill('-1')
  await dialog.getByLabel('Seconds between points').fill('60')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'New' }).waitFor()
  await page.getByText('In the cellar').waitFor()
  const said = await request<{ seriesByKey: object }>(
    product.api,
    '{ seriesByKey(key: "named") { attributes { name value } interval } }',
  )
  expect(said.seriesByKey).toEqual({
    attributes: [
      { name: 'site', value: 'A' },
      { name: 'floor', value: '-1' },
    ],
    interval: 60_000,
  })
})

test('a series made by a generator is created so, and has points at once', async () => {
  const page = await product.open('/series')
  await page.getByRole('button', { name: 'New series' }).click()
  await page.getByRole('textbox', { name: 'Key' }).fill('dreamt')
  await page.getByLabel('Made by a generator').check()
  await page.getByLabel('Interval, ms').fill('100')
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Create' }).click()
  await page.waitForURL('**/series/dreamt')
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByText('Running').waitFor()
  await expect.poll(() => pointCount('dreamt')).toBeGreaterThan(5)
  expect(product.troubles).toEqual([])
})
