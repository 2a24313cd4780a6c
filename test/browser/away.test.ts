import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard
beforeAll(async () => {
  product = await startProduct()
  await create(product.api, { key: 'room', channels: [{ name: 'temperature' }], generator: { interval: 200 } })
})
afterAll(() => product?.close())

test('while the API cannot be asked one banner says so, and no state claims to be known', async () => {
  const fleet = await product.open('/')
  const series = await product.open('/series/room')
  await fleet.getByText('Generating', { exact: true }).waitFor()
  await series.getByText('Live', { exact: true }).waitFor()
  await product.stopApi()
  for (const page of [fleet, series]) {
    await page.getByText('The API does not answer').waitFor({ timeout: 15_000 })
    expect(await page.getByText('The API does not answer').count()).toBe(1)
    await page.getByText('Unknown', { exact: true }).first().waitFor()
    expect(await page.getByText(/^(Live|Stale)/).count()).toBe(0)
  }
  expect(await fleet.getByText(/^Generating|generators running/).count()).toBe(0)
  await product.restartApi()
  for (const page of [fleet, series]) {
    await page.getByTestId('away').waitFor({ state: 'detached', timeout: 30_000 })
    await expect.poll(() => page.getByText('Unknown', { exact: true }).count()).toBe(0)
  }
})

test('an address that is no text is a page that is not there', async () => {
  const response = await fetch(`${product.url}/series/%ff`)
  expect(response.status).toBe(404)
})
