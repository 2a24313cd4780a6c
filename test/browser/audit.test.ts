import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './critic.ts'
import { create, request, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard

beforeAll(async () => {
  product = await startProduct()
  for (const key of ['kiln', 'tank', 'pump']) await create(product.api, { key, title: `The ${key}` })
  const change = 'mutation { updateSeries(input: { key: "kiln", title: "Oven", detector: ROBUST }) { __typename } }'
  await request(product.api, change)
  await request(product.api, 'mutation { deleteSeries(input: { key: "nowhere" }) { __typename } }')
})
afterAll(() => product?.close())

const rows = (page: Page) => page.getByRole('table').locator('tbody > tr')

for (const colorScheme of ['light', 'dark'] as const)
  test(`an admin finds who did what, and reads what it was before, ${colorScheme}`, async () => {
    const page = await product.open('/system', { colorScheme })
    await page.getByRole('link', { name: 'Who did what' }).click()
    await page.getByRole('heading', { name: 'System', level: 1 }).waitFor()
    await expect.poll(() => rows(page).count()).toBe(5)
    await page.getByLabel('Search').fill('kiln oven')
    await expect.poll(() => rows(page).count()).toBe(1)
    await rows(page).first().getByRole('button').click()
    await page.getByText('Series kiln, title:').waitFor()
    expect(await page.locator('del').first().textContent()).toBe('"The kiln"')
    expect(await page.locator('ins').first().textContent()).toBe('"Oven"')
    expect(await violations(page)).toEqual([])
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/audit-${colorScheme}.png` })
    await page.getByLabel('Search').fill('')
    await page.getByLabel('Outcome').selectOption('FAILED')
    await expect.poll(() => rows(page).count()).toBe(1)
    await page.getByText('SERIES_NOT_FOUND').waitFor()
    await page.getByLabel('Series').fill('of no such key')
    await page.getByText('No such entries').waitFor()
    expect(await violations(page)).toEqual([])
  })

test('what is filtered is saved as a file, and nothing else', async () => {
  const page = await product.open('/system/audit')
  await page.getByLabel('What').fill('createSeries')
  await page.getByText('Entries: 3').waitFor()
  const saved = async (name: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()])
    return readFile(await download.path(), 'utf8')
  }
  const lines = (await saved('Save as JSON lines')).trim().split('\n')
  expect(lines.map(line => JSON.parse(line).targets[0].series)).toEqual(['pump', 'tank', 'kiln'])
  expect((await saved('Save as CSV')).trim().split('\r\n')).toHaveLength(4)
})

test('whoever is no admin is offered no audit, and told so where they go there', async () => {
  const page = await product.open('/')
  const me = { name: 'Ana', kind: 'session', grants: [{ role: 'viewer', only: null }] }
  await page.route('**/auth/me', route =>
    route.fulfill({
      json: { access: 'on', signIn: { oidc: false, key: true }, me },
      headers: { 'access-control-allow-origin': product.url, 'access-control-allow-credentials': 'true' },
    }),
  )
  await page.reload()
  await page.getByRole('link', { name: 'System' }).click()
  await page.getByRole('heading', { name: 'System', level: 1 }).waitFor()
  await page.getByText('Forecasters').first().waitFor()
  expect(await page.getByRole('link', { name: 'Who did what' }).count()).toBe(0)
  await page.goto(`${product.url}/system/audit`)
  await page.getByText('The audit is for admins').waitFor()
})

test('on a phone the page keeps its width, and nothing went wrong on any page before', async () => {
  const page = await product.open('/system/audit', { viewport: { width: 390, height: 800 } })
  await expect.poll(() => rows(page).count()).toBe(5)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/audit-phone.png` })
  expect(product.troubles).toEqual([])
})

test('an audit that cannot be read is said to be so, and is there once it can', async () => {
  const page = await product.open('/system')
  await page.getByRole('link', { name: 'Who did what' }).waitFor()
  await product.stopApi()
  await page.getByRole('link', { name: 'Who did what' }).click()
  await page.getByText('The audit cannot be read now').waitFor()
  await product.restartApi()
  await expect.poll(() => rows(page).count()).toBe(5)
})
