import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard
let folder: string

beforeAll(async () => {
  product = await startProduct()
  folder = await mkdtemp(join(tmpdir(), 'seriema-jobs-'))
})
afterAll(async () => {
  await product?.close()
  await rm(folder, { recursive: true, force: true })
})

async function write(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function begin(page: Page, path: string): Promise<void> {
  await page.setInputFiles('input[type=file]', path)
  await page.getByText('First rows as they will be stored').waitFor()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
}

const card = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) })

interface Points {
  readonly seriesByKey: { readonly pointCount: number; readonly points: { readonly values: readonly number[][] } }
}
const stored = async (key: string) =>
  (await request<Points>(product.api, `{ seriesByKey(key: "${key}") { pointCount points(last: 200) { values } } }`))
    .seriesByKey

const count = (value: number) => new Intl.NumberFormat('en').format(value)

test('undoing an import into a series takes back what came with it, and leaves the series what it had', async () => {
  await create(product.api, { key: 'tank', title: 'Tank', interval: 60_000, channels: [{ name: 'level' }] })
  const start = Date.UTC(2026, 0, 1)
  const hundred = Array.from({ length: 100 }, (_, i) => i)
  await ingest(
    product.api,
    'tank',
    hundred.map(i => start + i * 60_000),
    hundred,
  )
  // Ten that are there already, forty that follow.
  const rows = Array.from({ length: 50 }, (_, i) => `${new Date(start + (90 + i) * 60_000).toISOString()},${90 + i}`)
  const page = await product.open('/data')
  await page.getByRole('button', { name: 'Import CSV' }).click()
  await begin(page, await write('tank.csv', `time,level\n${rows.join('\n')}\n`))
  await page.getByText('tank.csv is imported').waitFor()
  await page.getByText('Stored already with the same values, and kept once: 10.').waitFor()
  await page.keyboard.press('Escape')
  expect((await stored('tank')).pointCount).toBe(140)

  const series = await product.open('/series/tank')
  await series.getByText('140 points · every 1 min').waitFor()
  await card(page, 'tank.csv').getByRole('button', { name: 'Undo' }).click()
  await page.getByText('40 points in 1 series go').waitFor()
  // The series was there before: it is not among what goes.
  expect(await page.getByText('Series that were made for it').count()).toBe(0)
  await page.getByRole('button', { name: 'Take back 40 points' }).click()
  await card(page, 'tank.csv').getByText('40 points were taken back').waitFor()
  await expect.poll(() => card(page, 'tank.csv').getByRole('button', { name: 'Undo' }).count()).toBe(0)
  const { pointCount, points } = await stored('tank')
  expect([pointCount, points.values]).toEqual([100, [hundred]])
  await series.getByText('100 points · every 1 min').waitFor()
  expect(product.troubles).toEqual([])
})

test('an import that breaks off says what stays; the file sent again goes on from there, and nothing comes twice', {
  timeout: 240_000,
}, async () => {
  const rows = 200_000
  // More than what lies between browser and server can hold.
  const padding = 'words without a number '.repeat(8)
  const lines = Array.from({ length: rows }, (_, i) => `${1_500_000_000 + i},${i % 97},${i % 89},${padding}`)
  const path = await write('meter.csv', `t,v,w,note\n${lines.join('\n')}\n`)
  const page = await product.open('/series')
  await page.getByRole('button', { name: 'Import CSV' }).first().click()
  await begin(page, path)
  const figure = (name: string) =>
    page.locator('dl > div').filter({ hasText: name }).locator('dd').textContent({ timeout: 5_000 })
  await expect.poll(() => figure('Stored')).not.toBe('0')
  await product.stopApi()
  await product.restartApi()
  await page.getByText('meter.csv could not be imported').waitFor()
  await page.getByText(/importing the same file again is safe/).waitFor()
  const before = Number((await figure('Stored'))!.replaceAll(',', ''))
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(rows)
  expect((await stored('meter')).pointCount).toBe(before)

  await page.getByRole('button', { name: 'Back to the settings' }).click()
  await page.getByText('First rows as they will be stored').waitFor()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByText('meter.csv is imported').waitFor({ timeout: 120_000 })
  await page.getByText(`Stored already with the same values, and kept once: ${count(before)}.`).waitFor()
  expect(await figure('Stored')).toBe(count(rows - before))
  expect((await stored('meter')).pointCount).toBe(rows)

  // Both stand in the history; what each brought can be told apart.
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Data' }).click()
  await page.waitForURL('**/data')
  await card(page, 'meter.csv')
    .filter({ hasText: 'Failed' })
    .getByText(`${count(before)} points stored`)
    .waitFor()
  await card(page, 'meter.csv')
    .filter({ hasText: 'Completed' })
    .getByText(`${count(rows - before)} points stored`)
    .waitFor()
})
