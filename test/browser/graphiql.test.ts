import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../conformance/ask.ts'
import { startApi, type TestApi } from '../harness.ts'
import { findChromium } from './chromium.ts'

let api: TestApi
let browser: Browser
beforeAll(async () => {
  api = await startApi()
  browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})
afterAll(async () => {
  await browser.close()
  await api.close()
})

// GraphiQL now and then keeps the operation name of the tab before for one just opened; then a fresh page is tried.
const retry = 8

test('GraphiQL needs no network but the API, and runs an example', { retry }, async () => {
  const { page, elsewhere, troubles } = await open()
  await run(page, /"key":\s*"pump_7"|SERIES_EXISTS/)
  expect(troubles).toEqual([])
  expect(elsewhere).toEqual([])
  await page.close()
})

test('GraphiQL shows points as they come over WebSocket', { retry }, async () => {
  const { page, troubles } = await open()
  await ask(api, 'mutation { createSeries(input: { key: "pump_7", channels: [{ name: "pressure" }] }) { __typename } }')
  await openTab(page, 'PointsAdded')
  await run(page, /"cursor"/)
  const at = new Date().toISOString()
  await ask(
    api,
    `mutation { ingestPoints(input: { series: [{ key: "pump_7", times: ["${at}"], values: [[4.25]] }] }) { __typename } }`,
  )
  await expect.poll(() => answer(page), { timeout: 20_000 }).toMatch(/4\.25/)
  expect(troubles).toEqual([])
  await page.close()
})

async function open() {
  const page = await (await browser.newContext()).newPage()
  const elsewhere: string[] = []
  const troubles: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(api.url) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url())
  })
  page.on('pageerror', error => troubles.push(error.message))
  await page.goto(`${api.url}/graphql`, { waitUntil: 'networkidle' })
  await page.locator('.graphiql-query-editor', { hasText: 'mutation CreateSeries' }).waitFor()
  return { page, elsewhere, troubles }
}

/** A click is lost while the editor is still loading, so it is repeated until the tab is in front. */
async function openTab(page: Page, name: string): Promise<void> {
  const tab = page.locator('.graphiql-tab', { hasText: name })
  await tab.waitFor({ timeout: 60_000 })
  await expect
    .poll(
      async () => {
        await tab.locator('.graphiql-tab-button').click()
        return page.locator('.graphiql-tab-active').textContent()
      },
      { timeout: 20_000, interval: 500 },
    )
    .toContain(name)
}

async function run(page: Page, expected: RegExp): Promise<void> {
  await page.locator('.graphiql-execute-button').click()
  await expect.poll(() => answer(page), { timeout: 8_000 }).toMatch(expected)
}

const answer = async (page: Page): Promise<string> => (await page.locator('.result-window').textContent()) ?? ''
