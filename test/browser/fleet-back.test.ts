import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, request, startProduct, type TestDashboard } from './dashboard.ts'

const many = 500
let product: TestDashboard

beforeAll(async () => {
  product = await startProduct()
  const key = (i: number) => `sensor_${String(i).padStart(3, '0')}`
  const keys = Array.from({ length: many }, (_, i) => key(i))
  for (let i = 0; i < many; i += 50)
    await Promise.all(keys.slice(i, i + 50).map(each => create(product.api, { key: each, title: `Hall ${each}` })))
  const times = Array.from({ length: 20 }, (_, i) => Date.UTC(2026, 0, 1) + i * 60_000)
  const series = keys.map(each => ({ key: each, times, values: [times.map((_, i) => i % 7)] }))
  await request(product.api, 'mutation($input: IngestPointsInput!) { ingestPoints(input: $input) { __typename } }', {
    input: { series },
  })
})
afterAll(() => product?.close())

test('five hundred series come to the last one by scrolling, and going back finds the page as it was left', async () => {
  const page = await product.open('/series')
  const rows = page.getByRole('link', { name: /^Hall/ })
  await rows.first().waitFor()
  const end = () => page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  await expect
    .poll(async () => {
      await end()
      return rows.count()
    })
    .toBe(many)
  const link = page.getByRole('link', { name: 'Hall sensor_444' })
  await link.scrollIntoViewIfNeeded()
  const before = await page.evaluate(() => window.scrollY)
  expect(before).toBeGreaterThan(10_000)
  const place = (await link.boundingBox())!.y
  await link.click()
  await page.waitForURL('**/series/sensor_444')
  await page.getByRole('heading', { level: 1, name: 'Hall sensor_444' }).waitFor()
  await page.goBack()
  await link.waitFor()
  expect(await rows.count()).toBe(many)
  const back = () => expect.poll(async () => Math.abs((await link.boundingBox())!.y - place)).toBeLessThan(60)
  await back()

  // A reload takes what the page remembers, not what the tab does.
  await page.reload()
  await expect.poll(() => rows.count()).toBe(many)
  await back()
  await link.click()
  await page.waitForURL('**/series/sensor_444')
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Hall sensor_444' }).waitFor()
  await page.goBack()
  await expect.poll(() => rows.count()).toBe(many)
  await back()
  expect(product.troubles).toEqual([])

  // An address that is typed begins anew.
  await page.goto(`${product.url}/series`)
  await rows.first().waitFor()
  expect(await page.evaluate(() => window.scrollY)).toBe(0)
})

test('words are found in any order', async () => {
  const page = await product.open('/series?q=44 hall')
  await page.getByRole('link', { name: 'Hall sensor_444' }).waitFor()
  await page
    .getByText(/^\d+ series/)
    .filter({ hasText: '14 series' })
    .waitFor()
})
