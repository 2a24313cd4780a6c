import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MailSink, startMailSink, startWebSink, type WebSink } from '../receivers.ts'
import { picture, violations } from './critic.ts'
import { create, ingest, startProduct, type TestDashboard } from './dashboard.ts'

const minute = 60_000
/** Of the past; what comes afterwards follows it up to now. */
const rows = 600
const begin = Math.floor(Date.now() / minute) * minute - (rows + 60) * minute

/** Two incidents in the past, of ten minutes each. */
const pressureAt = (i: number): number =>
  5 +
  Math.sin(i / 20) +
  ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 100) / 100 +
  (i % 300 >= 200 && i % 300 < 210 ? 6 : 0)

let product: TestDashboard
let mail: MailSink
let slack: WebSink
let sent = 0

beforeAll(async () => {
  ;[mail, slack] = [await startMailSink(), await startWebSink()]
  product = await startProduct({ receiverNetworks: ['127.0.0.0/8'] })
  await create(product.api, { key: 'pump_7', title: 'Pump 7', channels: [{ name: 'pressure', unit: 'bar' }] })
  await send(Array.from({ length: rows }, (_, i) => pressureAt(i)))
})
afterAll(async () => {
  await product?.close()
  await mail?.close()
  await slack?.close()
})

/** What the device measures next. */
async function send(values: readonly number[]): Promise<void> {
  const times = values.map((_, i) => begin + (sent + i) * minute)
  sent += values.length
  await ingest(product.api, 'pump_7', times, values)
}

async function makeReceiver(page: Page, name: string, by: string, fields: Readonly<Record<string, string>>) {
  await page.getByRole('button', { name: 'New receiver' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByLabel('By', { exact: true }).selectOption({ label: by })
  for (const [label, value] of Object.entries(fields)) {
    const field = dialog.getByLabel(label, { exact: true })
    if ((await field.evaluate(element => element.tagName)) === 'SELECT') await field.selectOption({ label: value })
    else await field.fill(value)
  }
  await picture(page, `alerts-receiver-${name}`)
  await dialog.getByRole('button', { name: 'Make the receiver' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: `Test ${name}` }).click()
}

const subjects = () => mail.mails.map(({ raw }) => /^Subject: (.+)$/m.exec(raw)![1]!)
const posts = () => slack.posted.map(({ body }) => (JSON.parse(body) as { text: string }).text)

test('a rule that was tried on the past fires, people are told by e-mail and Slack, take it on, and hear that it is over', async () => {
  const page = await product.open('/alerts')
  await page.getByText('Nothing fires').waitFor()
  await page.getByRole('link', { name: 'Receivers' }).click()
  await page.getByText('No receivers yet').waitFor()
  const server = { From: 'seriema@example.org', 'Mail server': '127.0.0.1', Port: String(mail.port), Security: 'None' }
  await makeReceiver(page, 'On call', 'E-mail', { To: 'on-call@example.org', ...server })
  await page.getByText(/^It took a test message/).waitFor()
  await makeReceiver(page, 'Plant chat', 'Slack', { 'Webhook address': `${slack.url}/services/T0/B0/x` })
  await expect.poll(() => page.getByText(/^It took a test message/).count()).toBe(2)
  expect(subjects()).toEqual(['[Test] This is a test of On call'])
  expect(await violations(page)).toEqual([])
  await picture(page, 'alerts-receivers')

  await page.getByRole('link', { name: 'Rules', exact: true }).click()
  await page.getByRole('link', { name: 'New rule' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Pressure too high')
  await page.getByLabel('Severity').selectOption({ label: 'Critical' })
  await page.getByLabel('Watches for').selectOption({ label: 'Value beyond a limit' })
  await page.getByLabel('Of', { exact: true }).selectOption({ label: 'One series' })
  await page.getByLabel('Key of the series').fill('pump_7')
  await page.getByRole('combobox', { name: 'Channel' }).selectOption('pressure')
  await page.getByLabel('Limit').fill('9')
  await page.getByLabel('On call').check()
  await page.getByLabel('Plant chat').check()
  const trial = page.getByRole('region', { name: 'Tried on the past' })
  await trial.getByText('It would have fired 2×').waitFor()
  await expect.poll(() => trial.locator('[data-alert]').count()).toBe(2)
  await page.getByLabel('Limit').fill('90')
  await trial.getByText('It would not have fired.').waitFor()
  await page.getByLabel('Limit').fill('9')
  await trial.getByText('It would have fired 2×').waitFor()
  expect(await violations(page)).toEqual([])
  await picture(page, 'alerts-rule')
  await page.getByRole('button', { name: 'Make the rule' }).click()
  await page.getByRole('link', { name: 'Pressure too high', exact: true }).waitFor()
  await picture(page, 'alerts-rules')

  await page.getByRole('link', { name: 'Alerts', exact: true }).last().click()
  await page.goto(`${product.url}/alerts`)
  await page.getByText('Nothing fires').waitFor()
  await send([5, 12, 12.5])
  const line = page.getByRole('listitem').filter({ hasText: 'Pressure too high' })
  await line.getByText('Firing').waitFor()
  await expect.poll(() => page.getByTestId('firing').textContent()).toMatch(/^1/)
  await expect.poll(subjects).toHaveLength(2)
  await expect.poll(posts).toHaveLength(2)
  expect(subjects()[1]).toMatch(/^\[Alert, critical\] .*Pump 7|pump_7/)
  expect(posts()[1]).toMatch(/Pump 7|pump_7/)
  expect(await violations(page)).toEqual([])
  await picture(page, 'alerts-inbox')

  await line.getByRole('button', { name: /^Acknowledge/ }).click()
  await page.getByLabel('Note').fill('The valve is being opened')
  await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click()
  await line.getByText('Acknowledged').waitFor()
  await expect.poll(() => page.getByTestId('firing').count()).toBe(0)
  await line.getByRole('link').click()
  await page.getByText('The valve is being opened').waitFor()
  await expect.poll(() => page.getByText('Delivered').count()).toBe(2)
  expect(await violations(page)).toEqual([])
  await picture(page, 'alerts-one')

  await send([5, 5, 5, 5])
  await page.getByText('Resolved').first().waitFor()
  await expect.poll(subjects).toHaveLength(3)
  await expect.poll(posts).toHaveLength(3)
  expect(subjects()[2]).toMatch(/^\[Resolved, critical\]/)
  await expect.poll(() => page.getByText('Delivered').count()).toBe(4)
  await page.getByRole('link', { name: 'Open Pump 7 at this time' }).click()
  await page.locator('path[data-channel=pressure]').waitFor({ state: 'attached' })
  expect(new URL(page.url()).searchParams.get('range')).toContain('/')
  expect(product.troubles).toEqual([])
})

test('what could not be delivered is a dead letter that can be tried anew', async () => {
  const page = await product.open('/alerts/receivers', { colorScheme: 'dark' })
  await page.getByText('None: every message was taken').waitFor()
  slack.answer(response => response.writeHead(404).end('no_service'))
  await send([12, 12.5])
  const dead = page.getByRole('region', { name: 'Dead letters' })
  await dead.getByText('it answered 404: no_service').waitFor()
  expect(await violations(page)).toEqual([])
  await picture(page, 'alerts-dead-dark')
  slack.answer()
  await dead.getByRole('button', { name: /^Try again/ }).click()
  await dead.getByText('None: every message was taken').waitFor()
  for (const path of ['/alerts', '/alerts/rules', '/alerts/rules/new', '/alerts/maintenance']) {
    const dark = await product.open(path, { colorScheme: 'dark' })
    await dark.locator('main h1').waitFor()
    expect(await violations(dark), path).toEqual([])
    await picture(dark, `alerts-dark${path.replaceAll('/', '-')}`)
    await dark.close()
  }
})

test('maintenance stands in a calendar, once and recurring', async () => {
  const page = await product.open('/alerts/maintenance')
  await page.getByText('No maintenance is planned').waitFor()
  await page.getByRole('button', { name: 'New window' }).click()
  await page.getByLabel('What it is for').fill('Oil change')
  await page.getByRole('button', { name: 'Make the window' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Oil change' }).first().waitFor()
  await page.getByRole('button', { name: 'New window' }).click()
  await page.getByLabel('What it is for').fill('Cleaning')
  await page.getByRole('button', { name: 'Recurring' }).click()
  expect(await violations(page)).toEqual([])
  await picture(page, 'alerts-window')
  await page.getByRole('button', { name: 'Make the window' }).click()
  await page.getByRole('button', { name: 'Next month' }).click()
  await expect.poll(() => page.getByRole('table').getByText('Cleaning').count()).toBeGreaterThan(3)
  expect(await violations(page)).toEqual([])
  await picture(page, 'alerts-maintenance')
  expect(product.troubles).toEqual([])
})
