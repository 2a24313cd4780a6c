import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run, type Spawned } from '../spawn.ts'
import { picture, violations } from './critic.ts'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

const minute = 60_000
const start = Math.floor(Date.now() / minute) * minute - 400 * minute
const value = (i: number) =>
  50 + 10 * Math.sin((2 * Math.PI * i) / 60) + ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 97) / 30
let product: TestDashboard
let worker: Spawned

const send = (from: number, to: number) => {
  const places = Array.from({ length: to - from }, (_, i) => from + i)
  return ingest(
    product.api,
    'furnace',
    places.map(i => start + i * minute),
    places.map(value),
  )
}

beforeAll(async () => {
  product = await startProduct()
  worker = run(['apps/api/src/worker.ts'], { DATABASE_URL: product.databaseUrl })
  await create(product.api, { key: 'furnace', title: 'Furnace', channels: [{ name: 'heat', unit: '°C' }] })
  await send(0, 300)
})
afterAll(async () => {
  await worker?.end('SIGTERM')
  await product?.close()
})

const list = (page: Page) => page.getByRole('region', { name: 'Schedules', exact: true })
const dialog = (page: Page) => page.getByRole('dialog')

test('a schedule is made with its next runs in sight, run, switched off, and what it forecast is drawn over what came', async () => {
  const page = await product.open('/series/furnace/forecast')
  await page.getByRole('link', { name: 'Make a schedule' }).click()
  await dialog(page).getByLabel('Key of the series').waitFor()
  expect(await dialog(page).getByLabel('Key of the series').inputValue()).toBe('furnace')
  await expect.poll(() => dialog(page).getByRole('listitem').count()).toBe(5)
  await dialog(page).getByRole('button', { name: 'By cron' }).click()
  await dialog(page).getByLabel('Minute, hour, day, month, weekday').fill('61 6 * * *')
  await dialog(page)
    .getByText(/cron has five fields/)
    .waitFor()
  await dialog(page).getByLabel('Minute, hour, day, month, weekday').fill('30 6 * * 1-5')
  await dialog(page).getByLabel('Time zone').fill('Europe/Lisbon')
  await expect.poll(() => dialog(page).getByRole('listitem').count()).toBe(5)
  await dialog(page).getByLabel('By').selectOption({ label: 'Seasonal naive' })
  await dialog(page).getByLabel('Steps ahead').fill('60')
  expect(await violations(page)).toEqual([])
  await picture(page, 'schedule-dialog')
  await dialog(page).getByRole('button', { name: 'Create schedule' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  await list(page).getByText('in Europe/Lisbon').waitFor()

  await list(page).getByRole('button', { name: 'Run now: the schedule of Furnace' }).click()
  await list(page).getByText('Done').waitFor({ timeout: 30_000 })
  await list(page).getByRole('button', { name: 'Runs of the schedule of Furnace' }).click()
  await list(page).getByText('asked for').waitFor()
  await list(page).getByText('1 of 1').last().waitFor()
  expect(await violations(page)).toEqual([])
  await picture(page, 'schedules')
  await list(page).getByRole('checkbox', { name: 'Turn on the schedule of Furnace' }).click()
  await list(page).getByText('off', { exact: true }).waitFor()

  await send(300, 390)
  await list(page).getByRole('link', { name: 'Furnace' }).click()
  const panel = page.getByRole('region', { name: 'Looking back' })
  await panel.getByRole('button', { name: 'Older' }).click()
  await page.locator('[data-past=heat] path').first().waitFor({ state: 'attached' })
  await page
    .getByRole('list', { name: 'Key to the chart' })
    .getByText(/^Forecast of /)
    .waitFor()
  await panel.getByText('heat; latest forecasts of this schedule: 1').waitFor()
  await panel.locator('[data-line=heat] path').first().waitFor({ state: 'attached' })
  await expect.poll(() => new URL(page.url()).searchParams.get('past')).toBeTruthy()
  expect(await violations(page)).toEqual([])
  await picture(page, 'past-forecast')
  await page.reload()
  await page.locator('[data-past=heat] path').first().waitFor({ state: 'attached' })

  await page.getByRole('link', { name: 'Operations' }).click()
  await list(page).getByRole('button', { name: 'Delete the schedule of Furnace' }).click()
  await dialog(page).getByRole('button', { name: 'Delete', exact: true }).click()
  await list(page).getByText('Nothing is forecast by a schedule').waitFor()
  expect(product.troubles).toEqual([])
}, 120_000)

test('a run that could not forecast all says so, in the dark too', async () => {
  await create(product.api, { key: 'empty', title: 'Without points', attributes: [{ name: 'hall', value: 'b' }] })
  await create(product.api, { key: 'full', title: 'With points', attributes: [{ name: 'hall', value: 'b' }] })
  await ingest(
    product.api,
    'full',
    Array.from({ length: 100 }, (_, i) => start + i * minute),
    Array.from({ length: 100 }, (_, i) => value(i)),
  )
  await request(
    product.api,
    'mutation { createGroup(input: { name: "hall_b", conditions: [{ attribute: "hall", values: ["b"] }] }) { __typename } }',
  )
  await request(
    product.api,
    'mutation { createSchedule(input: { scope: { group: "hall_b" }, timing: { everyMinutes: 360 } }) { __typename } }',
  )
  const page = await product.open('/operations/schedules', { colorScheme: 'dark' })
  await list(page).getByText('every 6 h').waitFor()
  await list(page).getByRole('button', { name: 'Run now: the schedule of group hall_b' }).click()
  await list(page).getByText('1 of 2').waitFor({ timeout: 30_000 })
  await list(page).getByRole('button', { name: 'Runs of the schedule of group hall_b' }).click()
  await list(page)
    .getByText(/^1 could not be forecast; the first: a forecast needs .* empty has/)
    .waitFor()
  await list(page).getByText('Done in part').first().waitFor()
  expect(await violations(page)).toEqual([])
  await picture(page, 'schedules-dark')
  expect(product.troubles).toEqual([])
}, 120_000)
