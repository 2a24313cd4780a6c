import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { picture, violations } from './critic.ts'
import { startProduct, type TestDashboard } from './dashboard.ts'
import { all, type Guarded, startGuarded } from './guarded.ts'

let guarded: Guarded
let open: TestDashboard

beforeAll(async () => {
  guarded = await startGuarded()
  open = await startProduct()
})
afterAll(async () => {
  await guarded?.product.close()
  await open?.close()
})

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
const list = '/system/keys'

/** Whom the API takes a secret for: null where for nobody. */
async function whoIs(secret: string): Promise<string | null> {
  const response = await fetch(`${guarded.product.api.url}/auth/me`, { headers: { 'x-api-key': secret } })
  return ((await response.json()) as { me: { name: string } | null }).me?.name ?? null
}
const shownSecret = async (page: Page) => {
  const secret = await page.getByLabel('Secret', { exact: true }).inputValue()
  expect(secret).toMatch(/^srm_[a-z\d]{12}_[\w-]{43}$/)
  return secret
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a key is made, changed, rotated and revoked, ${colorScheme}`, async () => {
    const page = await guarded.openAs([all('admin')], '/system', { colorScheme })
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('region', { name: 'Who is signed in' }).getByText('Admin of all series').waitFor()
    await page.getByRole('region', { name: 'Health' }).getByText('Healthy').waitFor()
    await page.getByText('PostgreSQL').waitFor()
    expect(await violations(page)).toEqual([])
    await picture(page, `system-${colorScheme}`)
    await page.getByRole('link', { name: 'API keys' }).click()
    await page.waitForURL(`**${list}`)

    const name = `Gateway ${colorScheme}`
    await button(page, 'New key').click()
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByLabel('Role', { exact: true }).first().selectOption('WRITER')
    await page.getByLabel('For', { exact: true }).selectOption('SOME')
    await page.getByLabel('Key', { exact: true }).fill('plant_*')
    await button(page, 'Add an attribute').first().click()
    await page.getByLabel('Attribute', { exact: true }).fill('site')
    await page.getByLabel('Value', { exact: true }).fill('north')
    await button(page, 'Another role').click()
    await page.getByLabel('Expires', { exact: true }).selectOption('30')
    expect(await violations(page)).toEqual([])
    await picture(page, `key-form-${colorScheme}`)
    await button(page, 'Make the key').click()

    const secret = await shownSecret(page)
    await button(page, 'Copy').click()
    await page.getByText('Copied.').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret)
    expect(await violations(page)).toEqual([])
    await picture(page, `key-secret-${colorScheme}`)
    await button(page, 'I have kept it').click()
    expect(await whoIs(secret)).toBe(name)
    await row(page, name).getByText('Writer of plant_* with site north').waitFor()
    await row(page, name).getByText('Viewer of all series').waitFor()
    await row(page, name).getByText('Somebody').waitFor()
    expect(await page.content()).not.toContain(secret)

    await button(page, `Edit ${name}`).click()
    await page.getByLabel('Name', { exact: true }).fill(`${name} 2`)
    await button(page, 'Remove this role').first().click()
    await button(page, 'Save').click()
    await row(page, `${name} 2`).waitFor()
    expect(await row(page, name).getByText('Writer of').count()).toBe(0)
    expect(await whoIs(secret)).toBe(`${name} 2`)

    await button(page, `Rotate ${name} 2`).click()
    expect(await violations(page)).toEqual([])
    await picture(page, `key-rotate-${colorScheme}`)
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click()
    const next = await shownSecret(page)
    await button(page, 'I have kept it').click()
    await row(page, name).getByText('the secret before is taken until').waitFor()
    expect([await whoIs(secret), await whoIs(next)]).toEqual([`${name} 2`, `${name} 2`])

    await button(page, `Rotate ${name} 2`).click()
    await page.getByLabel('The secret there is now is taken for').selectOption('none')
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click()
    const last = await shownSecret(page)
    await button(page, 'I have kept it').click()
    await expect.poll(() => whoIs(next)).toBe(null)
    expect(await whoIs(last)).toBe(`${name} 2`)
    await picture(page, `keys-${colorScheme}`)

    await button(page, `Revoke ${name} 2`).click()
    const asked = page.getByRole('dialog')
    await asked.getByText('It cannot be undone.').waitFor()
    expect(await violations(page)).toEqual([])
    await picture(page, `key-revoke-${colorScheme}`)
    await asked.getByRole('button', { name: 'Revoke' }).click()
    await row(page, name).getByText('Revoked', { exact: true }).waitFor()
    expect(await row(page, name).getByRole('button').count()).toBe(0)
    await expect.poll(() => whoIs(last)).toBe(null)
    expect(await violations(page)).toEqual([])
  })

  test(`where access is off the page says so and how to turn it on, and keys can be made before, ${colorScheme}`, async () => {
    const page = await open.open(list, { colorScheme })
    await page.getByRole('region', { name: 'Nobody is asked who they are' }).getByText('SERIEMA_ACCESS=on').waitFor()
    if (colorScheme === 'light') await page.getByText('No keys yet').waitFor()
    expect(await violations(page)).toEqual([])
    await picture(page, `keys-off-${colorScheme}`)
    await button(page, 'New key').click()
    await page.getByLabel('Name', { exact: true }).fill('Before')
    await button(page, 'Make the key').click()
    await shownSecret(page)
    await button(page, 'I have kept it').click()
    await row(page, 'Before').first().waitFor()
  })
}

test('what is mistyped is refused in words, and the form keeps what was typed', async () => {
  const page = await open.open(list)
  await button(page, 'New key').click()
  await page.getByLabel('Name', { exact: true }).fill('Odd')
  await page.getByLabel('For', { exact: true }).selectOption('SOME')
  await page.getByLabel('Key', { exact: true }).fill('not-a-key')
  await button(page, 'Make the key').click()
  expect(await page.getByLabel('Key', { exact: true }).evaluate((it: HTMLInputElement) => it.validity.valid)).toBe(
    false,
  )
  await page.getByLabel('Key', { exact: true }).fill('a_*')
  await page.route('**/graphql', route =>
    route.request().postData()?.includes('CreateApiKey') ? route.abort() : route.continue(),
  )
  await button(page, 'Make the key').click()
  await page.getByRole('dialog').getByText('The API does not answer').waitFor()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Odd')
})

test('while the keys are read there is something to see, and what keeps them from being read is said', async () => {
  const page = await open.open('/system')
  const asked = Promise.withResolvers<void>()
  await page.route('**/graphql', async route => {
    if (!route.request().postData()?.includes('query ApiKeys')) return route.continue()
    await asked.promise
    await route.fulfill({ response: await route.fetch(), json: { errors: [{ message: 'The keys are elsewhere.' }] } })
  })
  await page.getByRole('link', { name: 'API keys' }).click()
  await page.getByRole('region', { name: 'API keys' }).locator('[aria-busy]').waitFor()
  asked.resolve()
  await page.getByText('The keys are elsewhere.').waitFor()
  await page.getByText('The keys cannot be read now').waitFor()
  // The title of a page that is gone to comes after its content.
  await expect.poll(() => page.title()).not.toBe('')
  expect(await violations(page)).toEqual([])
  await picture(page, 'keys-error')
  await page.unroute('**/graphql')
  await button(page, 'Try again').click()
  await page.getByRole('region', { name: 'API keys' }).getByRole('table').or(page.getByText('No keys yet')).waitFor()
})

test('the page of keys needs no more than 360 pixels of width', async () => {
  const page = await open.open(list, { viewport: { width: 360, height: 740 } })
  await page.getByRole('region', { name: 'Nobody is asked who they are' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await button(page, 'New key').click()
  await page.getByLabel('For', { exact: true }).selectOption('SOME')
  await button(page, 'Add an attribute').click()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await picture(page, 'key-form-phone')
})
