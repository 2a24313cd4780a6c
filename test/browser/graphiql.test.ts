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

test('GraphiQL needs no network but the API, runs an example, and shows points as they come over WebSocket', async () => {
  const page = await browser.newPage()
  const elsewhere: string[] = []
  const troubles: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(api.url) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url())
  })
  page.on('pageerror', error => troubles.push(error.message))
  await page.goto(`${api.url}/graphql`)

  await openTab(page, 'CreateSeries')
  await run(page, /"key":\s*"pump_7"/)

  await openTab(page, 'PointsAdded')
  await run(page, /"cursor"/)
  await ask(
    api,
    'mutation { ingestPoints(input: { series: [{ key: "pump_7", times: ["2026-01-31T12:00:00Z"], values: [[4.25]] }] }) { __typename } }',
  )
  await expect.poll(() => answer(page), { timeout: 20_000 }).toMatch(/4\.25/)

  expect(troubles).toEqual([])
  expect(elsewhere).toEqual([])
  await page.close()
})

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

/** GraphiQL goes by the operation of the tab before until the editor has read the new one: then it is asked again. */
async function run(page: Page, expected: RegExp): Promise<void> {
  const button = page.locator('.graphiql-execute-button')
  await button.click()
  await expect
    .poll(
      async () => {
        const text = await answer(page)
        if (text.includes('Cannot infer operation')) await button.click()
        return text
      },
      { timeout: 20_000, interval: 500 },
    )
    .toMatch(expected)
}

const answer = async (page: Page): Promise<string> => (await page.locator('.result-window').textContent()) ?? ''
