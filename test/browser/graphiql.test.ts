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

test('GraphiQL needs no network but the API, runs example after example, and shows points as they come', async () => {
  const page = await browser.newPage()
  const elsewhere: string[] = []
  const troubles: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(api.url) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url())
  })
  page.on('pageerror', error => troubles.push(error.message))
  await page.goto(`${api.url}/graphql`, { waitUntil: 'commit' })

  await run(page, 'CreateSeries', /"key":\s*"pump_7"/)
  await run(page, 'IngestPoints', /"stored":\s*4/)
  await run(page, 'Chart', /"pointCount":\s*4/)
  await run(page, 'Status', /"seriesCount":\s*1/)
  await run(page, 'PointsAdded', /"cursor"/)
  await ask(
    api,
    'mutation { ingestPoints(input: { series: [{ key: "pump_7", times: ["2026-01-31T13:00:00Z"], values: [[4.25]] }] }) { __typename } }',
  )
  await expect.poll(() => answer(page)).toMatch(/4\.25/)

  expect(troubles).toEqual([])
  expect(elsewhere).toEqual([])
  await page.close()
})

test('a tab stays under the pointer that presses it, also after the window changed its size', async () => {
  const page = await browser.newPage()
  await page.goto(`${api.url}/graphql`, { waitUntil: 'commit' })
  for (const width of [1280, 900, 1500]) {
    await page.setViewportSize({ width, height: 720 })
    for (const name of ['Chart', 'IngestPoints']) {
      await tab(page, name).hover()
      const before = await tab(page, name).boundingBox()
      await page.mouse.down()
      await nextFrame(page)
      expect(await tab(page, name).boundingBox(), `${name} at ${width}`).toEqual(before)
      await page.mouse.up()
      await expect.poll(() => page.locator('.graphiql-tab-active').textContent()).toContain(name)
    }
  }
  await page.close()
})

test('what is run in the instant after a tab was clicked is what the tab holds', async () => {
  const page = await browser.newPage()
  await page.goto(`${api.url}/graphql`, { waitUntil: 'commit' })
  await tab(page, 'Status').click()
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('.graphiql-tab-button[title=Anomalies]')!.click()
    document.querySelector<HTMLElement>('.graphiql-execute-button')!.click()
  })
  await expect.poll(() => answer(page)).toMatch(/"totalCount"/)
  await page.close()
})

const tab = (page: Page, name: string) => page.locator('.graphiql-tab-button', { hasText: name })

const nextFrame = (page: Page) => page.evaluate(() => new Promise(resolve => requestAnimationFrame(resolve)))

async function run(page: Page, name: string, expected: RegExp): Promise<void> {
  await tab(page, name).click()
  await page.locator('.graphiql-execute-button').click()
  await expect.poll(() => answer(page), { message: `the answer to ${name}` }).toMatch(expected)
}

const answer = async (page: Page): Promise<string> => (await page.locator('.result-window').textContent()) ?? ''
