import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, ingest, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard

beforeAll(async () => {
  product = await startProduct()
  await create(product.api, { key: 'tide', title: 'Tide', interval: 60_000, channels: [{ name: 'level', unit: 'm' }] })
  const places = Array.from({ length: 500 }, (_, i) => i)
  const start = Date.UTC(2026, 0, 1)
  await ingest(
    product.api,
    'tide',
    places.map(i => start + i * 60_000),
    places.map(i => Math.sin(i / 20)),
  )
})
afterAll(() => product?.close())

test('everything from the first page to a value in the chart is reached by keys', async () => {
  const page = await product.open('/series')
  await page.getByRole('link', { name: 'Tide' }).waitFor()

  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content')

  await page.keyboard.press('/')
  await page.keyboard.type('tid')
  await page.waitForURL('**/series?q=tid')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/series/tide')

  await page.locator('path[data-channel=level]').waitFor({ state: 'attached' })
  const chart = page.getByTestId('chart')
  await chart.focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => page.getByTestId('reading').textContent()).toMatch(/Jan 1, 2026.*level -?\d/)
  const first = await chart.getByRole('listitem').textContent()
  for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowLeft')
  await expect.poll(() => chart.getByRole('listitem').textContent()).not.toBe(first)
  await page.keyboard.press('Escape')
  await expect.poll(() => chart.getByRole('listitem').count()).toBe(0)
  expect(await page.getByTestId('reading').textContent()).toBe('')
})

test('keys pan, zoom and follow again', async () => {
  const page = await product.open('/series/tide')
  await page.locator('path[data-channel=level]').waitFor({ state: 'attached' })
  await page.getByTestId('chart').focus()
  await page.keyboard.press('+')
  await page.waitForURL(/range=/)
  const zoomed = page.url()
  await page.keyboard.press('Shift+ArrowLeft')
  await page.waitForURL(url => url.href !== zoomed)
  await page.keyboard.press('Home')
  await page.waitForURL(url => url.search === '')
})

test('the brush is resized by keys, and says where it stands', async () => {
  const page = await product.open('/series/tide?range=all')
  const edge = page.getByRole('slider', { name: 'Start of the shown range' })
  await edge.focus()
  const before = Number(await edge.getAttribute('aria-valuenow'))
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight')
  await expect.poll(async () => Number(await edge.getAttribute('aria-valuenow'))).toBeGreaterThan(before)
  await page.waitForURL(/range=2026/)
})

test('the list of keys opens by a key and gives the focus back', async () => {
  const page = await product.open('/series')
  await page.getByRole('link', { name: 'Tide' }).focus()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Tide')
})
