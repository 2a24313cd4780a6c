import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './critic.ts'
import { create, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard

beforeAll(async () => {
  product = await startProduct()
  const channels = [
    { name: 'temperature', unit: '°C' },
    { name: 'humidity', unit: '%' },
  ]
  const generator = { interval: 100, anomalyRate: 0.2, anomalySize: 12 }
  await create(product.api, { key: 'room', title: 'Room', channels, interval: 100, generator })
  await create(product.api, { key: 'nothing' })
})
afterAll(() => product?.close())

const shown = (page: Page) => page.locator('path[data-channel=temperature]').waitFor({ state: 'attached' })

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the fleet and its dialogs, ${colorScheme}`, async () => {
    const page = await product.open('/series', { colorScheme })
    await page.getByRole('link', { name: 'Room' }).waitFor()
    expect(await violations(page)).toEqual([])

    await page.getByRole('button', { name: 'New series' }).click()
    await page.getByRole('dialog', { name: 'New series' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Import CSV' }).click()
    await page.getByRole('dialog', { name: 'Import a file' }).waitFor()
    expect(await violations(page)).toEqual([])
    const rows = Array.from({ length: 30 }, (_, i) => `2024-01-01 00:${String(i).padStart(2, '0')}:00,${i}`)
    const buffer = Buffer.from(`time,level\n${rows.join('\n')}\n`)
    await page.setInputFiles('input[type=file]', { name: 'level.csv', mimeType: 'text/csv', buffer })
    await page.getByText('First rows as they will be stored').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('is imported').waitFor()
    expect(await violations(page)).toEqual([])
  })

  test(`axe finds nothing on the tabs of a series and a dialog, ${colorScheme}`, async () => {
    const page = await product.open('/series/room/anomalies?mean=20', { colorScheme })
    await shown(page)
    await page
      .getByRole('button', { name: /anomaly at/ })
      .first()
      .waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: 'Explore' }).click()
    await page.getByRole('heading', { name: 'Statistics of the shown range' }).waitFor()
    await expect.poll(() => page.title()).toMatch(/^room/)
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: 'Forecast' }).click()
    await expect.poll(() => page.title()).toMatch(/Forecast/)
    await page.getByText('Made by').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByText('Parameters').click()
    // The title of a page comes after what it shows.
    await expect.poll(() => page.title()).toMatch(/Settings/)
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    expect(await violations(page)).toEqual([])
  })

  test(`axe finds nothing on the overview and the system page, ${colorScheme}`, async () => {
    const page = await product.open('/', { colorScheme })
    await page.getByRole('heading', { name: 'Found last' }).waitFor()
    await page.getByRole('link', { name: 'Room' }).first().waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: 'System' }).click()
    await page.getByText('PostgreSQL').waitFor()
    expect(await violations(page)).toEqual([])
  })

  test(`axe finds nothing on the imports and their dialogs, ${colorScheme}`, async () => {
    const page = await product.open('/data', { colorScheme })
    await page.getByRole('button', { name: 'Import CSV' }).click()
    const rows = Array.from(
      { length: 30 },
      (_, i) => `2024-01-01 00:${String(i).padStart(2, '0')}:00;1,${200 + i};x${i}`,
    )
    const buffer = Buffer.from(`time;flow;note\n${rows.join('\n')}\nsoon;1,205;y\n${rows[0]}\n`)
    await page.setInputFiles('input[type=file]', { name: `flow ${colorScheme}.csv`, mimeType: 'text/csv', buffer })
    await page.getByText('Not certain').last().waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('is imported').waitFor()
    await page.keyboard.press('Escape')
    const card = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: `flow ${colorScheme}.csv` }) })
    await card.getByText('Figures, what was found').click()
    expect(await violations(page)).toEqual([])
    await card.getByRole('button', { name: 'Undo' }).click()
    await page.getByText(/points in 1 series go/).waitFor()
    expect(await violations(page)).toEqual([])
  })

  test(`axe finds nothing where there is nothing to show, ${colorScheme}`, async () => {
    for (const path of ['/series/nothing', '/series/unknown', '/nowhere', '/series?q=zzz']) {
      const page = await product.open(path, { colorScheme })
      await page
        .getByText(/No points yet|There is no|There is nothing|Nothing matches/)
        .first()
        .waitFor()
      expect(await violations(page), path).toEqual([])
    }
  })
}

test('nothing needs more than 360 pixels of width', async () => {
  // Each once what it is about is there: the frame is, long before.
  const pages: Record<string, (page: Page) => Promise<void>> = {
    '/series': page => page.getByRole('link', { name: 'Room' }).waitFor(),
    '/series/room': shown,
    '/series/room/anomalies': page => page.getByRole('heading', { name: 'Who watches' }).waitFor(),
    '/series/room/forecast': page => page.getByText('Made by').waitFor(),
    '/series/room/settings': page => page.getByRole('heading', { name: 'About this series' }).waitFor(),
    '/': page => page.getByRole('link', { name: 'Room' }).first().waitFor(),
    '/system': page => page.getByText('PostgreSQL').waitFor(),
    '/series/nothing': page => page.getByText('No points yet').waitFor(),
    '/alerts': page => page.getByText('Nothing fires').waitFor(),
    '/alerts/rules/new': page => page.getByRole('button', { name: 'Make the rule' }).waitFor(),
    '/alerts/receivers': page => page.getByText('No receivers yet').waitFor(),
    '/alerts/maintenance': page => page.getByText('No maintenance is planned').waitFor(),
    '/data': page => page.getByRole('button', { name: 'Import again' }).first().waitFor(),
  }
  for (const [path, there] of Object.entries(pages)) {
    const page = await product.open(path, { viewport: { width: 360, height: 740 } })
    await there(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360)
  }
})

test('a chosen theme is there before the first paint of the next visit', async () => {
  const page = await product.open('/series', { colorScheme: 'light' })
  await page.getByRole('button', { name: 'Switch between light and dark' }).click()
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  await page.reload({ waitUntil: 'commit' })
  await page.waitForFunction(() => document.body !== null)
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
})
