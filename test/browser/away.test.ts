import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard
beforeAll(async () => {
  product = await startProduct()
  await create(product.api, { key: 'room', channels: [{ name: 'temperature' }], generator: { interval: 200 } })
})
afterAll(() => product?.close())

test('while the API cannot be asked one banner says so, and no state claims to be known', async () => {
  const fleet = await product.open('/series')
  const series = await product.open('/series/room/forecast')
  const made = await product.open('/series/room/settings')
  await fleet.getByText('Generating', { exact: true }).waitFor()
  await series.getByText('Live', { exact: true }).waitFor()
  await made.getByText('Running', { exact: true }).waitFor()
  await series.getByText('Made by').waitFor()
  // What panels ask for by themselves finds nobody there: the banner says so for all.
  const unanswered = series.waitForEvent('requestfailed', {
    predicate: asked => /query SeriesForecast/.test(asked.postData() ?? ''),
  })
  await product.stopApi()
  await series.getByTestId('away').waitFor()
  await unanswered
  await made.getByTestId('away').waitFor()
  expect(await made.getByText(/^(Running|Stopped)$/).count()).toBe(0)
  expect(await made.getByRole('button', { name: 'Stop' }).isDisabled()).toBe(true)
  for (const page of [fleet, series, made]) {
    await page.getByText('The API does not answer').waitFor()
    expect(await page.getByText('The API does not answer').count()).toBe(1)
    await page.getByText('Unknown', { exact: true }).first().waitFor()
    expect(await page.getByText(/^(Live|Stale)/).count()).toBe(0)
  }
  expect(await fleet.getByText(/^Generating|generators running/).count()).toBe(0)
  await product.restartApi()
  for (const page of [fleet, series, made]) {
    await page.getByTestId('away').waitFor({ state: 'detached' })
    await expect.poll(() => page.getByText('Unknown', { exact: true }).count()).toBe(0)
  }
  await made.getByText('Running', { exact: true }).waitFor()
})

test('an address that is no text is a page that is not there', async () => {
  const response = await fetch(`${product.url}/series/%ff`)
  expect(response.status).toBe(404)
})
