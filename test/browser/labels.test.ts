import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './critic.ts'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

const start = Math.floor(Date.now() / 1_000) * 1_000 - 900_000
const noise = (i: number) => ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 1_000) / 500
const values = Array.from({ length: 600 }, (_, i) => 50 + noise(i) + (i === 300 ? 30 : i === 500 ? 20 : 0))
let product: TestDashboard

const send = (from: number, sent: readonly number[]) =>
  ingest(
    product.api,
    'boiler',
    sent.map((_, i) => start + (from + i) * 1_000),
    sent,
  )
beforeAll(async () => {
  product = await startProduct()
  await create(product.api, { key: 'boiler', title: 'Boiler', interval: 1_000, detector: 'ZSCORE' })
  await send(0, values)
})
afterAll(() => product?.close())

interface Labelled {
  readonly labels: {
    readonly edges: readonly { readonly node: { readonly verdict: string; readonly note: string | null } }[]
  }
  readonly suppressions: readonly { readonly words: string }[]
}
async function stored(): Promise<Labelled> {
  const { seriesByKey } = await request<{ seriesByKey: Labelled }>(
    product.api,
    '{ seriesByKey(key: "boiler") { labels { edges { node { verdict note } } } suppressions { words } } }',
  )
  return seriesByKey
}
const verdicts = async () => (await stored()).labels.edges.map(({ node }) => node.verdict).toSorted()
const rowOf = (page: Page, value: RegExp) => page.getByRole('row').filter({ hasText: value })
const panel = (page: Page) => page.getByRole('region', { name: 'Labels' })

test('an anomaly is labelled by a click and by a key, noted and taken back, and every open page sees it', async () => {
  const [page, other] = [
    await product.open('/series/boiler/anomalies?range=all'),
    await product.open('/series/boiler/anomalies?range=all'),
  ]
  await panel(other).getByText('Select an anomaly').waitFor()
  await rowOf(page, /8\d\.\d/)
    .getByRole('button')
    .first()
    .click()
  await page.getByRole('group', { name: 'Is it an anomaly?' }).getByRole('button', { name: 'True' }).click()
  await expect.poll(verdicts).toEqual(['TRUE'])
  await rowOf(other, /8\d\.\d/)
    .getByText('True', { exact: true })
    .waitFor()
  await panel(other).getByText('1 true, 0 false, 0 missed, 0 unsure').waitFor()

  await page.getByLabel('Note').fill('the burner was serviced')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await stored()).labels.edges[0]?.node.note).toBe('the burner was serviced')
  await page.getByTestId('chart').focus()
  await page.keyboard.press('u')
  await expect.poll(verdicts).toEqual(['UNSURE'])
  await rowOf(other, /8\d\.\d/)
    .getByText('Unsure', { exact: true })
    .waitFor()
  await page.keyboard.press('u')
  await expect.poll(verdicts).toEqual([])
  await rowOf(other, /8\d\.\d/)
    .getByText('Unsure', { exact: true })
    .waitFor({ state: 'detached' })
  expect(product.troubles).toEqual([])
})

test('what is like a false alarm is not raised any more, the past is offered, and it is undone', async () => {
  const page = await product.open('/series/boiler/anomalies?range=all', { colorScheme: 'dark' })
  await rowOf(page, /7\d\.\d/)
    .getByRole('button')
    .first()
    .click()
  await page.keyboard.press('f')
  await expect.poll(verdicts).toEqual(['FALSE'])
  await page.getByRole('button', { name: 'Suppress like this' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Suppress like this' }).click()
  await panel(page)
    .getByText(/value up to \d+(\.\d+)? above what is expected/)
    .waitFor()
  await page
    .getByRole('region', { name: 'The past, judged anew' })
    .getByText(/instead of/)
    .waitFor()
  await send(600, [...values.slice(100, 200), 72])
  await send(701, [...values.slice(100, 200), 20])
  await rowOf(page, /below/).first().waitFor()
  expect(await rowOf(page, /72\./).count()).toBe(0)
  expect(await violations(page)).toEqual([])
  await panel(page).getByRole('button', { name: /^Undo/ }).click()
  await expect.poll(async () => (await stored()).suppressions).toEqual([])
  await panel(page).getByText('Not raised').waitFor({ state: 'detached' })
  expect(product.troubles).toEqual([])
})

test('a missed one is marked by dragging over the chart and by keys, and removed', async () => {
  const page = await product.open('/series/boiler/anomalies?range=all')
  await page.locator('path[data-channel=value]').waitFor({ state: 'attached' })
  const chart = page.getByTestId('chart')
  const box = (await chart.boundingBox())!
  const at = (share: number) => [box.x + 60 + (box.width - 80) * share, box.y + box.height / 2] as const
  await page.keyboard.down('Shift')
  await page.mouse.move(...at(0.1))
  await page.mouse.down()
  await page.mouse.move(...at(0.15))
  await page.mouse.move(...at(0.2))
  await page.mouse.up()
  await page.keyboard.up('Shift')
  const form = page.getByRole('form', { name: 'A missed anomaly' })
  await form.getByText(/One was missed from .* to /).waitFor()
  expect(await violations(page)).toEqual([])
  await form.getByRole('button', { name: 'Mark as missed' }).click()
  await form.waitFor({ state: 'detached' })
  await expect.poll(verdicts).toEqual(['FALSE', 'TRUE'])
  await panel(page).getByText('0 true, 1 false, 1 missed, 0 unsure').waitFor()
  await panel(page)
    .getByRole('button', { name: /^Remove/ })
    .click()
  await expect.poll(verdicts).toEqual(['FALSE'])

  await chart.focus()
  await page.mouse.move(0, 0)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('m')
  await form.getByText('press M again').waitFor()
  for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('m')
  await form.getByRole('button', { name: 'Mark as missed' }).click()
  await expect.poll(verdicts).toEqual(['FALSE', 'TRUE'])
  expect(product.troubles).toEqual([])
})
