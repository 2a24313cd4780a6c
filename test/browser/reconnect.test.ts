import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, ingest, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard

beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product?.close())

const start = Date.UTC(2026, 0, 1)

/** Points numbered `from` to `to`, one a second, each with its number as its value. */
async function send(from: number, to: number): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i)
  const times = numbers.map(n => start + n * 1_000)
  await ingest(product.api, 'counter', times, numbers)
}

/** Horizontal distances between neighbouring points of the drawn line, in pixels. */
async function steps(page: Page): Promise<number[]> {
  const path = (await page.locator('path[data-channel=count]').getAttribute('d')) ?? ''
  const x = path
    .split(/[ML]/)
    .slice(1)
    .map(point => Number(point.split(' ')[0]))
  return x.slice(1).map((at, i) => at - x[i]!)
}

test('a page that loses the API goes on where it was, with nothing missing and nothing twice', async () => {
  await create(product.api, { key: 'counter', interval: 1_000, channels: [{ name: 'count' }] })
  await send(0, 40)
  const page = await product.open('/series/counter?range=1000')
  await expect.poll(async () => (await steps(page)).length).toBe(39)
  await page.getByText('Connected').waitFor()

  for (const [from, to] of [
    [40, 60],
    [60, 90],
  ] as const) {
    await product.stopApi()
    await page.getByText('Reconnecting').waitFor()
    await product.restartApi()
    await send(from, to)
    await page.getByText('Connected').waitFor()
    await expect.poll(async () => (await steps(page)).length).toBe(to - 1)
  }

  await send(90, 100)
  await expect.poll(async () => (await steps(page)).length).toBe(99)
  const drawn = await steps(page)
  const mean = drawn.reduce((sum, step) => sum + step, 0) / drawn.length
  for (const step of drawn) expect(Math.abs(step - mean)).toBeLessThan(0.21)
})

test('while the API is away the page keeps what it shows and says since when', async () => {
  const page = await product.open('/series/counter')
  await page.locator('path[data-channel=count]').waitFor({ state: 'attached' })
  await product.stopApi()
  await page.getByText(/Reconnecting for [1-9]/).waitFor()
  expect((await steps(page)).length).toBeGreaterThan(0)
  await product.restartApi()
  await page.getByText('Connected').waitFor()
})

test('a fleet opened while the API is away fills itself once it is back', async () => {
  await product.stopApi()
  const page = await product.open('/series')
  await page.getByText('The API does not answer').waitFor()
  await product.restartApi()
  await page.getByRole('link', { name: 'counter' }).waitFor()
})
