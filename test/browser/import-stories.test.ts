import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { request, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard
let folder: string

beforeAll(async () => {
  product = await startProduct()
  folder = await mkdtemp(join(tmpdir(), 'seriema-stories-'))
})
afterAll(async () => {
  await product?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Where somebody wants to look at what is tested. */
const pictures = process.env.TEST_PICTURES
const picture = async (page: Page, name: string) => {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

async function choose(page: Page, name: string, content: string | Buffer): Promise<void> {
  const path = join(folder, name)
  await writeFile(path, content)
  await page.getByRole('button', { name: 'Import CSV' }).first().click()
  await page.setInputFiles('input[type=file]', path)
}
const found = (page: Page) => page.getByRole('region', { name: 'What was found' })
const preview = (page: Page) => page.getByRole('region', { name: 'First rows as they will be stored' })
const submit = (page: Page) => page.getByRole('button', { name: 'Import', exact: true }).click()

interface Stored {
  readonly seriesByKey: { readonly points: { readonly times: readonly number[]; readonly values: readonly number[][] } }
}
const stored = async (key: string) =>
  (await request<Stored>(product.api, `{ seriesByKey(key: "${key}") { points { times values } } }`)).seriesByKey.points

const shop = () => {
  const day = (i: number) =>
    new Date(Date.UTC(2026, 0, 13 + i)).toISOString().slice(0, 10).split('-').reverse().join('/')
  const rows = Array.from({ length: 30 }, (_, i) => `${day(i)};1.2${10 + i};R$ 12.3${10 + i},67`)
  return Buffer.from(`Data;Peças;Preço médio\n${rows.join('\n')}\n`, 'latin1')
}

test('a Brazilian sales file is read as its owner reads it, and said so', async () => {
  const page = await product.open('/series', { timezoneId: 'America/Sao_Paulo' })
  await choose(page, 'vendas.csv', shop())
  await preview(page).getByText('Peças').waitFor()
  await found(page)
    .getByText(/Latin-1.*parted by Semicolon.*decimal comma, as the file shows.*day before month/)
    .waitFor()
  await page.getByText('Of this browser: the file names none.').waitFor()
  await preview(page).getByText('2026-01-13 03:00:00').waitFor()
  await picture(page, 'brazil-preview')
  await submit(page)
  await page.getByText('vendas.csv is imported').waitFor()
  await picture(page, 'brazil-result')
  const { times, values } = await stored('vendas')
  expect([times.length, new Date(times[0]!).toISOString()]).toEqual([30, '2026-01-13T03:00:00.000Z'])
  expect([values[0]![0], values[1]![0]]).toEqual([1_210, 12_310.67])
})

test('the Sunday when clocks go back keeps its twenty-five hours', async () => {
  const page = await product.open('/series', { timezoneId: 'Europe/Berlin' })
  const hours = [0, 1, 2, 2, ...Array.from({ length: 21 }, (_, i) => i + 3)]
  const rows = hours.map((hour, i) => `26.10.2025 ${String(hour).padStart(2, '0')}:00;${i}`)
  await choose(page, 'sonntag.csv', `Zeit;Leistung [kW]\n${rows.join('\n')}\n`)
  await found(page)
    .getByText(/times of Europe\/Berlin.*units: .*kW/)
    .waitFor()
  await preview(page).getByText('2025-10-25 22:00:00').waitFor()
  await picture(page, 'sunday-preview')
  await submit(page)
  await page.getByText('sonntag.csv is imported').waitFor()
  const { times, values } = await stored('sonntag')
  expect(times).toEqual(Array.from({ length: 25 }, (_, i) => Date.UTC(2025, 9, 25, 22 + i)))
  expect(values[0]).toEqual(Array.from({ length: 25 }, (_, i) => i))
  await page.getByRole('link', { name: 'Open sonntag' }).click()
  await page.locator('path[data-channel]').first().waitFor({ state: 'attached' })
  await picture(page, 'sunday-chart')
  // Its end was seen in the dialog.
  expect(await page.getByRole('region', { name: 'Imports under way' }).count()).toBe(0)
  await page.setViewportSize({ width: 390, height: 800 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByRole('link', { name: 'Data' }).click()
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'sonntag.csv' }) })
  await card.getByText('Figures, what was found').click()
  await picture(page, 'history-narrow-dark')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})

test('what is typed is what is imported, though nobody left the field', async () => {
  const page = await product.open('/series')
  await choose(page, 'typed.csv', 'time,v\n2024-01-01 00:00,1\n2024-01-01 01:00,2\n')
  await preview(page).waitFor()
  await page.getByLabel('Time zone').fill('Asia/Tokyo')
  await page.getByLabel('Time zone').press('Enter')
  await page.getByText('typed.csv is imported').waitFor()
  expect((await stored('typed')).times[0]).toBe(Date.UTC(2023, 11, 31, 15))
})

test('a wrong zone stops the import, and everything set stays', async () => {
  const page = await product.open('/series')
  await choose(page, 'wrong.csv', 'time,v\n2024-01-01 00:00,1\n2024-01-01 01:00,2\n')
  await preview(page).waitFor()
  await page.getByLabel('Time zone').fill('Mars/Olympus')
  await submit(page)
  await page.getByRole('alert').getByText(/Mars/).waitFor()
  expect(await page.getByLabel('Time zone').inputValue()).toBe('Mars/Olympus')
  await page.getByLabel('Time zone').fill('Asia/Tokyo')
  await submit(page)
  await page.getByText('wrong.csv is imported').waitFor()
})

test('quick clicks in the preview all count', async () => {
  const page = await product.open('/series')
  await choose(page, 'clicks.csv', 'time,a,b,c,d\n2024-01-01 00:00,1,2,3,4\n2024-01-01 01:00,2,3,4,5\n')
  await preview(page).waitFor()
  await page.evaluate(() => {
    for (const name of ['a', 'c', 'd'])
      for (const label of document.querySelectorAll('fieldset label'))
        if (label.textContent === name) label.querySelector('input')?.click()
  })
  await submit(page)
  await page.getByText('clicks.csv is imported').waitFor()
  expect((await stored('clicks')).values).toEqual([[2, 3]])
})

test('a file without a time leaves the form open with what there is to choose', async () => {
  const page = await product.open('/series')
  await choose(page, 'timeless.csv', 'run,when,v\nx,2026x01x05,1\nx,2026x01x06,2\n')
  await page.getByRole('dialog').getByRole('alert').waitFor()
  await page.getByText('Choose the column of times').waitFor()
  await page.getByLabel('Time column').selectOption('when')
  await page.getByLabel('Time format').fill('YYYYxMMxDD')
  await preview(page).waitFor()
})

test('a guess is read the other way by one click, and a suspicious value is made missing', async () => {
  const page = await product.open('/series')
  const rows = Array.from(
    { length: 40 },
    (_, i) =>
      `2024-01-0${1 + (i % 9)} ${String(Math.floor(i / 9)).padStart(2, '0')}:00;1,${200 + i};${i % 8 === 3 ? -999 : i}`,
  )
  await choose(page, 'guess.csv', `time;a;b\n${rows.join('\n')}\n`)
  await found(page).getByText('Not certain').waitFor()
  await picture(page, 'guess')
  const before = await preview(page).textContent()
  await found(page).getByRole('button', { name: 'Read it the other way' }).first().click()
  await expect.poll(() => preview(page).textContent()).not.toBe(before)
  await found(page).getByRole('button', { name: 'Treat as missing' }).click()
  await expect.poll(() => page.getByLabel('Also missing').inputValue()).toBe('-999')
})

test('what is there already is said before, and what would be contradicted', async () => {
  const page = await product.open('/series')
  await choose(page, 'known.csv', 'time,v\n2024-01-01 00:00Z,1\n2024-01-01 01:00Z,2\n')
  await preview(page).waitFor()
  await submit(page)
  await page.getByText('known.csv is imported').waitFor()
  await page.keyboard.press('Escape')
  await choose(page, 'known.csv', 'time,v\n2024-01-01 00:00Z,1\n2024-01-01 01:00Z,7\n2024-01-01 02:00Z,3\n')
  const there = page.getByRole('region', { name: 'What is there already' })
  await there.getByText('1 are new, 1 stored already, 1 have other values').waitFor()
  await there.getByText('2024-01-01 01:00:00 UTC: 2 stored, 7 in the file').waitFor()
  await picture(page, 'target')
})

test('closing the dialog lets the import go on in sight, and it stands in the history to be undone', async () => {
  const page = await product.open('/series')
  const rows = Array.from({ length: 200_000 }, (_, i) => `${1_600_000_000 + i},${i % 97},${i % 89}`)
  await choose(
    page,
    'long.csv',
    `t,v,w\n${rows.slice(0, 9_000).join('\n')}\nsoon,1,2\n${rows.slice(9_000).join('\n')}\n`,
  )
  await preview(page).waitFor()
  await submit(page)
  await page.getByText('Importing long.csv').waitFor()
  await page.keyboard.press('Escape')
  const tray = page.getByRole('region', { name: 'Imports under way' })
  await tray.getByText('Importing long.csv').waitFor()
  await picture(page, 'tray')
  await tray.getByRole('link', { name: 'Imports' }).click()
  await page.waitForURL('**/data')
  await tray.getByText('long.csv is imported').waitFor({ timeout: 90_000 })
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'long.csv' }) })
  await card.getByText('200,000 points stored').waitFor()
  await card.getByText('Figures, what was found').click()
  const download = page.waitForEvent('download')
  await card.getByRole('link', { name: /Download all rejected rows/ }).click()
  expect((await download).suggestedFilename()).toBe('long.csv.rejected.csv')
  await picture(page, 'history')
  await card.getByRole('button', { name: 'Undo' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('200,000 points in 1 series go').waitFor()
  await picture(page, 'undo')
  await page.getByRole('button', { name: 'Take back 200,000 points' }).click()
  await card.getByText('Undone').waitFor()
  expect(await request(product.api, '{ seriesByKey(key: "long") { key } }')).toEqual({ seriesByKey: null })
})

test('a failed import keeps what was set, and the page tells when it breaks off', async () => {
  const page = await product.open('/series')
  const good = 'time,v\n2024-01-01 00:00,1\n2024-01-01 01:00,2\n'
  await choose(page, 'made.csv', good)
  await preview(page).waitFor()
  await submit(page)
  await page.getByText('made.csv is imported').waitFor()
  await page.keyboard.press('Escape')
  // A channel that the series has not: seen in the preview, and refused all the same when it is sent.
  await choose(
    page,
    'made.csv',
    good
      .replace(',v', ',other')
      .replace('v\n', 'other,more\n')
      .replaceAll(/,(\d)\n/g, ',$1,$1\n')
      .replace('other\n', 'other,more\n'),
  )
  await page.getByLabel('Time zone').fill('Asia/Tokyo')
  await page
    .getByRole('alert')
    .getByText(/made has no channel/)
    .waitFor()
  await submit(page)
  await page.getByText('made.csv could not be imported').waitFor()
  await page.getByRole('button', { name: 'Back to the settings' }).click()
  expect(await page.getByLabel('Time zone').inputValue()).toBe('Asia/Tokyo')
})

test('an import whose page goes away is found failed, with what stays and how to go on', async () => {
  // More than what lies between browser and server can hold.
  const padding = 'words without a number '.repeat(8)
  const page = await product.open('/series')
  const rows = Array.from({ length: 300_000 }, (_, i) => `${1_500_000_000 + i},${i % 97},${i % 89},${padding}`)
  await choose(page, 'gone.csv', `t,v,w,note\n${rows.join('\n')}\n`)
  await preview(page).waitFor()
  await submit(page)
  await page.getByText('Importing gone.csv').waitFor()
  await expect
    .poll(
      async () =>
        (
          await request<{ imports: { edges: { node: { stored: number } }[] } }>(
            product.api,
            '{ imports(first: 1) { edges { node { stored } } } }',
          )
        ).imports.edges[0]!.node.stored,
    )
    .toBeGreaterThan(0)
  await page.close()
  const other = await product.open('/data')
  const card = other.getByRole('listitem').filter({ has: other.getByRole('heading', { name: 'gone.csv' }) })
  await card.getByText('Failed').waitFor()
  await card.getByText(/importing the same file again is safe/).waitFor()
  await card.getByRole('button', { name: 'Import again' }).waitFor()
})
