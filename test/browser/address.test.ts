import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, ingest, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard

beforeAll(async () => {
  product = await startProduct()
  const channels = ['north', 'south', 'east', 'west'].map(name => ({ name }))
  await create(product.api, { key: 'wind', interval: 1_000, channels })
  await create(product.api, { key: 'rain', interval: 1_000, channels: [{ name: 'value' }] })
  const places = Array.from({ length: 800 }, (_, i) => i)
  const start = Date.UTC(2026, 0, 1)
  await ingest(
    product.api,
    'rain',
    places.map(i => start + i * 1_000),
    places.map(i => i % 50),
  )
})
afterAll(() => product?.close())

test('what is chosen on a series page is in its address, and a reload or a shared link shows it again', async () => {
  const page = await product.open('/series/wind')
  await page.getByRole('button', { name: '1000', exact: true }).click()
  await page.getByRole('button', { name: /^west/ }).click()
  await page.getByRole('button', { name: /^north/ }).click()
  await page.getByLabel('Rolling mean').selectOption('20')
  await page.getByLabel('One lane per channel').check()
  await page.getByRole('link', { name: 'Forecast' }).click()
  await page.getByLabel('Forecaster').selectOption('SEASONAL_NAIVE')
  await page.waitForURL(/wind.forecast\?range=1000.*forecaster=seasonal-naive.*mean=20.*lanes=split/)
  expect(new URL(page.url()).searchParams.getAll('channel')).toEqual(['south', 'east', 'west'])

  await page.reload()
  const pressed = (name: RegExp) => page.getByRole('button', { name }).getAttribute('aria-pressed')
  await page.getByRole('button', { name: /^west/ }).waitFor()
  expect(await pressed(/^1000$/)).toBe('true')
  expect(await pressed(/^west/)).toBe('true')
  expect(await pressed(/^north/)).toBe('false')
  expect(await page.getByLabel('Rolling mean').inputValue()).toBe('20')
  expect(await page.getByLabel('One lane per channel').isChecked()).toBe(true)
  // What there is to choose from comes later than the series.
  await expect.poll(() => page.getByLabel('Forecaster').inputValue()).toBe('SEASONAL_NAIVE')
})

test('dragging the chart leaves an address that shows the same stretch', async () => {
  const page = await product.open('/series/rain')
  await page.locator('path[data-channel=value]').waitFor({ state: 'attached' })
  const chart = page.getByTestId('chart')
  const box = (await chart.boundingBox())!
  await page.mouse.move(box.x + 300, box.y + 150)
  await page.mouse.down()
  await page.mouse.move(box.x + 600, box.y + 150, { steps: 8 })
  await page.mouse.up()
  await page.waitForURL(/range=2026/)
  await page.getByRole('button', { name: 'Follow live' }).waitFor()
  const from = () => page.getByRole('slider', { name: 'Start of the shown range' }).getAttribute('aria-valuenow')
  const addressed = () => String(Date.parse(new URL(page.url()).searchParams.get('range')!.split('/')[0]!))
  await expect.poll(async () => (await from()) === addressed()).toBe(true)
  const before = await from()
  await page.reload()
  await expect.poll(from).toBe(before)
})

test('search and order of the fleet are in its address too', async () => {
  const page = await product.open('/?q=win&sort=created')
  await page.getByRole('link', { name: 'wind' }).waitFor()
  expect(await page.getByRole('link', { name: 'rain' }).count()).toBe(0)
  expect(await page.getByLabel('Sort by').inputValue()).toBe('CREATED')
})
