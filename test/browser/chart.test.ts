import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

const minute = 60_000
const start = Date.UTC(2026, 0, 1)
const places = (count: number) => Array.from({ length: count }, (_, i) => i)
const noise = (i: number) => ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 1_000) / 1_000 - 0.5

let product: TestDashboard
const send = (key: string, times: readonly number[], values: readonly (readonly number[])[]) =>
  request(product.api, 'mutation($input: IngestPointsInput!) { ingestPoints(input: $input) { __typename } }', {
    input: { series: [{ key, times, values }] },
  })

beforeAll(async () => {
  product = await startProduct()
  const { api } = product
  const [meter] = [{ name: 'energy', unit: 'Wh' }]
  await create(api, { key: 'huge', interval: minute, channels: [meter] })
  const steady = places(300).map(i => start + i * minute)
  await ingest(
    api,
    'huge',
    steady,
    places(300).map(i => 1e12 + 5 * Math.sin(i / 20)),
  )
  await create(api, { key: 'pump', interval: minute, channels: [{ name: 'pressure', unit: 'bar' }] })
  const halves = places(300).map(i => start + (i < 150 ? i : i + 600) * minute)
  await ingest(
    api,
    'pump',
    halves,
    places(300).map(i => 5 + noise(i)),
  )
  await create(api, { key: 'single', channels: [{ name: 'value' }] })
  await ingest(api, 'single', [start], [42])
  const channels = [
    { name: 'inlet', unit: '°C' },
    { name: 'flow', unit: 'a very long unit that nobody would abbreviate in a hurry' },
    { name: 'outlet', unit: '°C' },
    { name: 'a_channel_whose_name_is_as_long_as_its_purpose_is_unclear', unit: 'm³/h' },
  ]
  const title = 'Wastewater treatment plant North-Rhine, basin 4, aeration blower control cabinet, experimental sensors'
  await create(api, { key: 'plant', title, interval: minute, channels })
  const far = (i: number) => (i === 500 || i === 1_400 ? 90 : 0)
  await send(
    'plant',
    places(2_000).map(i => start + i * minute),
    [0, 1, 2, 3].map(c => places(2_000).map(i => 20 + 3 * noise(i + 7 * c) + (c === 3 ? far(i) : 0))),
  )
  const plain = ['ratio', 'count', 'share'].map(name => ({ name }))
  await create(api, { key: 'mixed', interval: minute, channels: plain })
  await send(
    'mixed',
    places(300).map(i => start + i * minute),
    [0.5, 12_000, 0.9].map((size, c) => places(300).map(i => size * (1 + 0.2 * noise(i + 7 * c)))),
  )
})
afterAll(() => product?.close())

/** Texts of what reaches over the sides of what it stands in. */
const outside = (page: Page, frame: string, parts: string) =>
  page.evaluate(
    ([around, inner]) => {
      const { left, right } = document.querySelector(around!)!.getBoundingClientRect()
      const over = [...document.querySelectorAll(`${around} :is(${inner})`)].filter(part => {
        const box = part.getBoundingClientRect()
        return box.width > 1 && (box.left < left - 0.5 || box.right > right + 0.5)
      })
      return over.map(part => part.textContent)
    },
    [frame, parts],
  )

const drawn = (page: Page, channel: string) =>
  page.locator(`path[data-channel="${channel}"]`).waitFor({ state: 'attached' })
const labels = (page: Page) => page.locator('[data-axis=value] text').allTextContents()

test('values far from zero have ticks that read apart, and the number they go from is said', async () => {
  const page = await product.open('/series/huge')
  await drawn(page, 'energy')
  const found = await labels(page)
  expect(found.length).toBeGreaterThan(3)
  expect(new Set(found).size).toBe(found.length)
  await page.getByText('from 1,000,000,000,000').waitFor()
  await page
    .getByRole('button', { name: /^energy/ })
    .getByText(/^(999,999,999,99|1,000,000,000,00)\d\.\d\d$/)
    .waitFor()
})

test('the line ends where an outage begins, and goes on after it', async () => {
  const page = await product.open('/series/pump')
  await drawn(page, 'pressure')
  const path = (await page.locator('path[data-channel=pressure]').getAttribute('d'))!
  const parts = path.split('M').slice(1)
  expect(parts.map(part => part.split('L').length)).toEqual([150, 150])
  const axis = await page.locator('[data-axis=time]').textContent()
  expect(axis).toContain('2026')
})

test('a point that is all there is can be seen', async () => {
  const page = await product.open('/series/single')
  const dot = page.locator('path[data-dots=value]')
  await dot.waitFor({ state: 'attached' })
  await expect.poll(() => dot.getAttribute('d')).toMatch(/^M[\d.]+ [\d.]+h0$/)
  expect(Number(await dot.getAttribute('stroke-width'))).toBeGreaterThanOrEqual(4)
  const x = Number((await dot.getAttribute('d'))!.slice(1).split(' ')[0])
  const box = (await page.getByTestId('chart').boundingBox())!
  expect(x).toBeGreaterThan(0)
  expect(x).toBeLessThan(box.width)
})

test('channels of one unit share a lane that bears their names, and none other', async () => {
  const page = await product.open('/series/plant')
  await drawn(page, 'inlet')
  const lanes = await page.locator('[data-lane]').all()
  const texts = await Promise.all(lanes.map(lane => lane.locator('div').first().textContent()))
  expect(texts[0]).toMatch(/inlet.*outlet.*in °C/)
  expect(texts[1]).toMatch(/flow.*in a very long unit/)
  expect(texts).toHaveLength(2)
})

test('channels without a unit share a lane only with those of about their size', async () => {
  const page = await product.open('/series/mixed')
  await drawn(page, 'count')
  const lanes = await page.locator('[data-lane]').all()
  expect(await Promise.all(lanes.map(lane => lane.getAttribute('data-lane')))).toEqual([
    '["ratio","share"]',
    '["count"]',
  ])
})

test('a long unit or name takes nothing from the other series of a fleet, at any width', async () => {
  for (const width of [390, 768, 1_280]) {
    const page = await product.open('/series', { viewport: { width, height: 900 } })
    await page.getByRole('row').filter({ hasText: 'Wastewater' }).getByText('+1 more').waitFor()
    await page.getByRole('row').filter({ hasText: 'pump' }).getByText('bar').waitFor()
    expect(await outside(page, 'table', 'td, td *'), String(width)).toEqual([])
    const cells = await page.evaluate(() =>
      [...document.querySelectorAll('tbody tr')].flatMap(row =>
        [...row.querySelectorAll('td')].filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(it => it.innerHTML),
      ),
    )
    expect(cells, String(width)).toEqual([])
  }
})

test('labels of the axes stay within the card, whatever the range', async () => {
  for (const width of [390, 768]) {
    const brief = '2026-01-01T00:00:00.000Z/2026-01-01T00:00:00.050Z'
    const page = await product.open(`/series/plant?range=${brief}`, { viewport: { width, height: 900 } })
    const axis = page.locator('[data-axis=time]')
    await axis.locator('text').nth(1).waitFor({ state: 'attached' })
    expect(await outside(page, '[data-testid=chart]', 'svg text'), `50 ms at ${width}`).toEqual([])
    for (const range of ['1h', '24h', 'All']) {
      const before = await axis.textContent()
      await page.getByRole('group', { name: 'Range' }).getByText(range, { exact: true }).click()
      await expect.poll(() => axis.textContent()).not.toBe(before)
      await axis.locator('text').nth(1).waitFor({ state: 'attached' })
      expect(await outside(page, '[data-testid=chart]', 'svg text'), `${range} at ${width}`).toEqual([])
    }
  }
})

test('nothing leaves its card on a narrow page, a reading by touch neither', async () => {
  for (const width of [390, 768]) {
    const page = await product.open('/series/plant', { viewport: { width, height: 900 }, hasTouch: true })
    await drawn(page, 'flow')
    await page.getByTestId('chart').tap({ position: { x: width / 2, y: 100 } })
    await page.getByTestId('chart').getByText('Jan 2, 2026').last().waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth), String(width)).toBeLessThanOrEqual(width)
  }
})

test('resizing keeps the chart: it is never gone in between', async () => {
  const page = await product.open('/series/pump')
  await drawn(page, 'pressure')
  await page.evaluate(() => {
    const line = document.querySelector('path[data-channel=pressure]')
    const watch = () => {
      if (document.querySelector('path[data-channel=pressure]') !== line) document.body.dataset.blank = 'yes'
      requestAnimationFrame(watch)
    }
    watch()
  })
  for (const width of [1_000, 700, 1_200]) {
    await page.setViewportSize({ width, height: 900 })
    await expect
      .poll(async () => Number(await page.locator('[data-lane] svg').getAttribute('width')))
      .toBe(Math.floor((await page.getByTestId('chart').boundingBox())!.width))
  }
  expect(await page.evaluate(() => document.body.dataset.blank)).toBeUndefined()
})

test('selecting an anomaly anywhere on its row shows it: channel, range and chart', async () => {
  const page = await product.open('/series/plant/anomalies?range=100', { viewport: { width: 1_280, height: 500 } })
  await drawn(page, 'inlet')
  await page.getByRole('button', { name: 'All times' }).click()
  const row = page.getByRole('row').filter({ hasText: 'a_channel' }).last()
  await row.scrollIntoViewIfNeeded()
  // Forced, since what takes the press is the row's button, stretched over all of it.
  await row
    .getByRole('cell')
    .last()
    .click({ position: { x: 20, y: 5 }, force: true })
  await drawn(page, 'a_channel_whose_name_is_as_long_as_its_purpose_is_unclear')
  await page.locator('[data-selected]').waitFor({ state: 'attached' })
  await page.waitForURL(/range=2026/)
  const [from, to] = new URL(page.url()).searchParams.get('range')!.split('/').map(Date.parse)
  const at = (await row.getByRole('button').getAttribute('aria-label'))!
  expect(at).toContain('Jan 1, 2026')
  expect(from).toBeLessThan(start + 500 * minute)
  expect(to).toBeGreaterThan(start + 500 * minute)
  await expect.poll(async () => (await page.getByTestId('chart').boundingBox())!.y).toBeGreaterThan(-60)
})

test('a marker selects its anomaly, by pointer and by keys, and what keys read is said', async () => {
  const page = await product.open(
    '/series/plant?range=all&channel=a_channel_whose_name_is_as_long_as_its_purpose_is_unclear',
  )
  await page.locator('[data-marks] path[fill^=var]').first().waitFor({ state: 'attached' })
  const chart = page.getByTestId('chart')
  await chart.focus()
  await page.keyboard.press('PageUp')
  await expect.poll(() => page.getByTestId('reading').textContent()).toMatch(/2026.*a_channel/)
  await page.keyboard.press('Enter')
  await page.locator('[data-selected]').waitFor({ state: 'attached' })
  const first = await page.locator('[data-selected]').getAttribute('data-selected')
  const ring = (await page.locator('[data-selected]').boundingBox())!
  const around = (await chart.boundingBox())!
  await page.getByRole('button', { name: 'Deselect this anomaly' }).click()
  await expect.poll(() => page.locator('[data-selected]').count()).toBe(0)
  // Within the chart, since the page may have been scrolled to reach the button.
  await chart.click({
    position: { x: ring.x - around.x + ring.width / 2, y: ring.y - around.y + ring.height / 2 },
  })
  await expect.poll(() => page.locator('[data-selected]').getAttribute('data-selected')).toBe(first)
  expect(product.troubles).toEqual([])
})

test('the table holds what the chart shows, or all where that is chosen', async () => {
  const page = await product.open(
    `/series/plant/anomalies?range=${new Date(start + 490 * minute).toISOString()}/${new Date(start + 510 * minute).toISOString()}`,
  )
  const rows = page.getByRole('button', { name: /anomaly at/ })
  await rows.first().waitFor()
  const within = await rows.count()
  for (const row of await rows.all()) expect(await row.getAttribute('aria-label')).toMatch(/08:(1\d|2\d|30)/)
  await page.getByRole('button', { name: 'All times' }).click()
  await expect.poll(() => rows.count()).toBeGreaterThan(within)
})
