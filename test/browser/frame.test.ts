import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { picture } from './critic.ts'
import { create, ingest, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard

beforeAll(async () => {
  product = await startProduct()
  const now = Math.floor(Date.now() / 1_000) * 1_000
  const wave = Array.from({ length: 400 }, (_, i) => 50 + 10 * Math.sin((2 * Math.PI * i) / 48) + ((i * 7) % 5) / 5)
  for (const [key, step, jump] of [
    ['furnace', 60_000, 60],
    // Of this one nothing comes any more: within seconds a point is overdue.
    ['silent', 1_000, 0],
    ['calm', 60_000, 0],
  ] as const) {
    await create(product.api, { key, title: `The ${key}`, interval: step, channels: [{ name: 'heat', unit: '°C' }] })
    const times = wave.map((_, i) => now - (wave.length - 1 - i) * step)
    const values = wave.map((value, i) => value + (i === 390 ? jump : 0))
    await ingest(product.api, key, times, values)
  }
})
afterAll(() => product?.close())

const rail = (page: Page) => page.getByRole('navigation', { name: 'Pages' })
const current = (page: Page) => rail(page).locator('[aria-current=page]').textContent()

test('the rail leads to every page by keys alone, and marks the one that is shown', async () => {
  const page = await product.open('/')
  expect(await current(page)).toBe('Overview')
  for (const [name, path] of [
    ['Series', '/series'],
    ['Models', '/models'],
    ['Data', '/data'],
    ['Operations', '/operations/schedules'],
    ['System', '/system'],
    ['Overview', '/'],
  ] as const) {
    await rail(page).getByRole('link', { name }).press('Enter')
    await page.waitForURL(product.url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expect.poll(() => current(page)).toBe(name)
  }
  await page.goto(`${product.url}/series/furnace/settings`)
  expect(await current(page)).toBe('Series')
  expect(product.troubles).toEqual([])
})

test('on a phone the rail is at the bottom, in reach, and hides nothing', async () => {
  const page = await product.open('/series', { viewport: { width: 390, height: 740 } })
  await page.getByRole('link', { name: 'The furnace' }).waitFor()
  const box = (await rail(page).boundingBox())!
  expect(Math.round(box.y + box.height)).toBe(740)
  expect(box.width).toBe(390)
  const end = await page.evaluate(() => {
    window.scrollTo(0, document.documentElement.scrollHeight)
    return document.querySelector('main')!.lastElementChild!.getBoundingClientRect().bottom
  })
  expect(end).toBeLessThanOrEqual(box.y)
})

test('the overview tells what stands out now and who has gone silent, and leads there', async () => {
  const page = await product.open('/')
  const standing = page.getByRole('region', { name: 'Standing out now' })
  await standing.getByRole('link', { name: 'The furnace' }).waitFor()
  expect(await standing.getByRole('link', { name: 'The calm' }).count()).toBe(0)
  const silent = page.getByRole('region', { name: 'Gone silent' })
  await silent.getByRole('link', { name: 'The silent' }).waitFor()
  await silent.getByText(/^Stale for/).waitFor()
  expect(await silent.getByRole('link', { name: 'The furnace' }).count()).toBe(0)
  for (const [scheme, width] of [
    ['light', 1_280],
    ['dark', 1_280],
    ['light', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: 860 })
    await picture(page, `overview-${scheme}-${width}`)
  }
  await standing.getByRole('link', { name: 'The furnace' }).click()
  await page.waitForURL('**/series/furnace/anomalies?range=24h')
  await page.getByRole('row').filter({ hasText: 'heat' }).first().waitFor()
  expect(product.troubles).toEqual([])
})

test('what is found while the overview is open is there by itself', async () => {
  const page = await product.open('/')
  const found = page.getByRole('region', { name: 'Found last' }).getByRole('link', { name: 'The calm' })
  await page.getByRole('region', { name: 'Found last' }).getByRole('link').first().waitFor()
  expect(await found.count()).toBe(0)
  await ingest(product.api, 'calm', [Math.floor(Date.now() / 1_000) * 1_000 + 30_000], [400])
  await found.waitFor()
})

test('addresses from before there was an overview lead to where their pages are now', async () => {
  const page = await product.open('/?q=furn&sort=created')
  await page.waitForURL('**/series?q=furn&sort=created')
  await page.getByRole('link', { name: 'The furnace' }).waitFor()
  await page.goto(`${product.url}/imports?series=furnace`)
  await page.waitForURL('**/data?series=furnace')
})

test('every tab of a series has an address, and what is chosen on one holds on the others, the chart with it', async () => {
  const page = await product.open('/series/furnace')
  const tabs = page.getByRole('navigation', { name: 'Of this series' })
  const line = page.locator('path[data-channel=heat]')
  await line.waitFor({ state: 'attached' })
  await page.getByRole('button', { name: '100', exact: true }).click()
  await page.waitForURL('**/series/furnace?range=100')
  await line.evaluate(element => element.setAttribute('data-same', ''))
  for (const [tab, path, heading] of [
    ['Anomalies', '/anomalies', 'Who watches'],
    ['Forecast', '/forecast', 'Forecast'],
    ['Explore', '', 'Statistics of the shown range'],
  ] as const) {
    await tabs.getByRole('link', { name: tab }).click()
    await page.waitForURL(`**/series/furnace${path}?range=100`)
    await page.getByRole('heading', { name: heading }).waitFor()
    expect(await tabs.locator('[aria-current=page]').textContent()).toBe(tab)
    expect(await line.getAttribute('data-same')).toBe('')
    await picture(page, `series-${tab}`)
  }
  await tabs.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('heading', { name: 'About this series' }).waitFor()
  await picture(page, 'series-settings')
  await page.goBack()
  await page.getByRole('heading', { name: 'Statistics of the shown range' }).waitFor()
  await page.goto(`${product.url}/series/furnace/elsewhere`)
  await page.getByText('There is nothing here').waitFor()
})
