import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard

beforeAll(async () => {
  product = await startProduct()
  const generator = { interval: 100, seasonAmplitude: 20, seasonLength: 40 }
  await create(product.api, {
    key: 'boiler',
    title: 'Boiler',
    channels: [{ name: 'pressure', unit: 'bar' }],
    generator,
  })
})
afterAll(() => product?.close())

test('a first visit leads from the fleet to a chart that moves', async () => {
  const page = await product.open('/series')
  const row = page.getByRole('row').filter({ hasText: 'Boiler' })
  await row.getByText('Live').waitFor()
  await row.getByText('bar').waitFor()
  const points = row.getByRole('cell').last()
  const before = await points.textContent()
  await expect.poll(() => points.textContent()).not.toBe(before)

  await page.getByRole('link', { name: 'Boiler' }).click()
  await page.getByRole('heading', { name: 'Boiler' }).waitFor()
  const line = page.locator('path[data-channel=pressure]')
  await line.waitFor({ state: 'attached' })
  const drawn = await line.getAttribute('d')
  await expect.poll(() => line.getAttribute('d')).not.toBe(drawn)
  await page.getByText('Connected').waitFor()
  await page.getByRole('table').first().getByText('pressure').waitFor()
  expect(product.troubles).toEqual([])
})

test('a generator is stopped and started from its page', async () => {
  const page = await product.open('/series/boiler/settings')
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByText('Stopped').waitFor()
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByText('Running').waitFor()
})

test('a series made in the browser is opened empty and says what to do', async () => {
  const page = await product.open('/series')
  await page.getByRole('button', { name: 'New series' }).click()
  await page.getByRole('textbox', { name: 'Key' }).fill('furnace_2')
  await page.getByLabel('Unit').fill('°C')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.waitForURL('**/series/furnace_2')
  await page.getByText('No points yet').waitFor()
})

test('a key that is taken is refused in words, in the dialog', async () => {
  const page = await product.open('/series')
  await page.getByRole('button', { name: 'New series' }).click()
  await page.getByRole('textbox', { name: 'Key' }).fill('boiler')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('dialog').getByRole('alert').getByText('boiler').waitFor()
})

test('an address that names no series, or nothing at all, says so', async () => {
  const page = await product.open('/series/nothing_here')
  await page.getByText('There is no series “nothing_here”').waitFor()
  const lost = await product.open('/nowhere')
  await lost.getByText('There is nothing here').waitFor()
})

test('a page runs only its own scripts, talks only to itself and the API, and is framed by nobody', async () => {
  const { headers } = await fetch(product.url)
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic';/)
  const { host } = new URL(product.api.url)
  expect(policy).toContain(`connect-src 'self' http://${host} ws://${host};`)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})
