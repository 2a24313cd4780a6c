import { freePort } from '@seriema/api/start/ports'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenId, startOpenId } from '../openid.ts'
import { trusting } from '../signed-in.ts'
import { picture, violations } from './critic.ts'
import { startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard
let openId: OpenId

beforeAll(async () => {
  const [apiPort, webPort] = [await freePort(), await freePort()]
  openId = await startOpenId(`http://127.0.0.1:${apiPort}`, `http://127.0.0.1:${webPort}`)
  openId.people.set('ana', { name: 'Ana Souza', roles: ['plant-admins', 'plant-senders'] })
  product = await startProduct({ apiPort, webPort, ...trusting(openId) })
})
afterAll(async () => {
  await product?.close()
  await openId?.close()
})

const heading = (page: Page) => page.getByRole('heading', { name: 'Sign in' })
const byProvider = (page: Page) => page.getByRole('button', { name: 'Sign in with your organisation' })
const atProvider = async (page: Page, person: string) => {
  await page.locator('input[name=login]').fill(person)
  await page.locator('input[name=password]').fill('whatever')
  await page.locator('button[type=submit]').click()
}
const issueKey = () =>
  product.api.app.access.keys.issue({ name: 'Wall', grants: [{ role: 'viewer', only: null }], expiresAt: null }, 'test')

for (const colorScheme of ['light', 'dark'] as const) {
  test(`who is not signed in is shown the ways in, by keys alone and to everybody, ${colorScheme}`, async () => {
    const page = await product.open('/models?role=WATCH', { colorScheme })
    await heading(page).waitFor()
    expect(await violations(page)).toEqual([])
    await picture(page, `sign-in-${colorScheme}`)
  })
}

test('who signs in by the provider is back where they were, and may sign out again', async () => {
  const page = await product.open('/series?q=none')
  await byProvider(page).click()
  await atProvider(page, 'ana')
  await page.waitForURL(`${product.url}/series?q=none`)
  const me = page.getByRole('button', { name: 'Ana Souza' })
  await me.click()
  const menu = page.getByRole('region', { name: 'Who I am' })
  await menu.getByText('Admin: may do everything').waitFor()
  await menu.getByText('Writer: sends points (some series only)').waitFor()
  expect(await heading(page).count()).toBe(0)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await violations(page)).toEqual([])
    await picture(page, `who-${colorScheme}`)
  }
  await menu.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(`${openId.issuer}/**`)
  await page.getByRole('button', { name: /yes/i }).click()
  await page.waitForURL(`${product.url}/**`)
  await heading(page).waitFor()
})

test('who is granted nothing is told so, and can try again', async () => {
  const page = await product.open('/data')
  await byProvider(page).click()
  await atProvider(page, 'stranger')
  await page.waitForURL('**/sign-in?problem=role**')
  await page.getByText('nothing is open to you here').waitFor()
  expect(await violations(page)).toEqual([])
  await picture(page, 'sign-in-problem')
  const { secret } = await issueKey()
  await page.getByLabel('API key').fill(secret)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${product.url}/data`)
  await page.getByRole('button', { name: 'Wall' }).waitFor()
})

test('a key that is not taken is said so; one that is opens the page, until it is revoked', async () => {
  const page = await product.open('/series')
  const { key, secret } = await issueKey()
  await page.getByLabel('API key').fill(`${secret.slice(0, -4)}aaaa`)
  await page.getByRole('button', { name: 'Sign in with the key' }).click()
  await page.getByText('This key is not taken').waitFor()
  await page.getByLabel('API key').fill(secret)
  await page.getByRole('button', { name: 'Sign in with the key' }).click()
  await page.getByRole('button', { name: 'Wall' }).waitFor()
  await page.getByRole('heading', { level: 1, name: 'Series' }).waitFor()
  await product.api.app.access.keys.revoke(key.id)
  await heading(page).waitFor()
  expect(new URL(page.url()).pathname).toBe('/series')
})
