import { afterAll, beforeAll, expect, test } from 'vitest'
import { picture, violations } from './critic.ts'
import { create, request, startProduct, type TestDashboard } from './dashboard.ts'

const hour = 3_600_000
const start = Math.floor(Date.now() / hour) * hour - 400 * hour
let product: TestDashboard

/** A meter that began again at zero after 200 hours, and that counted far more than it does in hour 390. */
const counted = (i: number) => 100 + Math.round(40 * Math.sin(i / 4)) + (i === 390 ? 900 : 0)
const readings: number[] = []
for (let i = 0, sum = 40_000; i < 400; i++) {
  sum = i === 200 ? counted(i) : sum + counted(i)
  readings.push(sum)
}

beforeAll(async () => {
  product = await startProduct()
  await create(product.api, {
    key: 'meter',
    title: 'Meter',
    channels: [
      { name: 'energy', unit: 'kWh' },
      { name: 'power', unit: 'kW' },
    ],
  })
})
afterAll(() => product?.close())

const send = (from: number, to: number) =>
  request(
    product.api,
    `mutation ($times: Instants!, $values: [Values!]!) { ingestPoints(input: { series: [{ key: "meter", times: $times, values: $values }] }) { __typename } }`,
    {
      times: readings.slice(from, to).map((_, i) => start + (from + i) * hour),
      values: [readings.slice(from, to), readings.slice(from, to).map((_, i) => counted(from + i))],
    },
  )

for (const colorScheme of ['light', 'dark'] as const)
  test(`a channel that is said to count is drawn by its rate, on one axis with its forecast and anomalies, live, ${colorScheme}`, async () => {
    if (colorScheme === 'light') await send(0, 398)
    const page = await product.open('/series/meter/anomalies', { colorScheme })
    const legend = page.getByRole('list', { name: 'Channels' })
    if (colorScheme === 'light') {
      await page.getByRole('link', { name: 'Settings' }).click()
      await page.getByRole('button', { name: 'Edit' }).click()
      await page.getByRole('dialog').getByLabel('energy').selectOption('Counter')
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: 'Save' }).click()
      // What was found in the readings is gone; the past can be judged as what it is.
      await page.getByRole('button', { name: 'Judge the past anew' }).click()
      await page.getByRole('link', { name: 'Anomalies' }).click()
    }
    await legend.getByText('kWh per hour').waitFor()
    await page.getByRole('row').filter({ hasText: 'kWh per hour' }).first().waitFor()
    const shown = (text: string) =>
      legend.getByRole('button', { name: 'energy' }).getByText(new RegExp(`^${text}(\\.0*)?$`))
    const last = colorScheme === 'light' ? 398 : 400
    await shown(String(counted(last - 1))).waitFor()
    if (colorScheme === 'light') {
      await send(398, 400)
      await shown(String(counted(399))).waitFor()
    }
    await picture(page, `rate-${colorScheme}`)
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Readings of counters').check()
    await legend.getByText('kWh', { exact: true }).waitFor()
    await expect.poll(() => page.url()).toContain('counters=readings')
    await expect
      .poll(async () => (await legend.getByRole('button', { name: 'energy' }).textContent())?.replaceAll(',', ''))
      .toContain(String(readings[399]))
    await picture(page, `reading-${colorScheme}`)
    expect(product.troubles).toEqual([])
  })
