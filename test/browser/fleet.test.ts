import type { Page, WebSocketRoute } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, ingest, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard
beforeAll(async () => {
  product = await startProduct()
  await create(product.api, { key: 'counter', interval: 1_000, channels: [{ name: 'count' }] })
  await ingest(product.api, 'counter', [at(0), at(1)], [0, 1])
})
afterAll(() => product?.close())

const at = (second: number) => Date.UTC(2026, 0, 1) + second * 1_000

/** A page at `path` whose sockets go through `route`. */
async function openThrough(path: string, route: (socket: WebSocketRoute) => void): Promise<Page> {
  const page = await (await product.browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  await page.routeWebSocket(/\/graphql$/, route)
  await page.goto(product.url + path)
  return page
}

const pointCount = (page: Page) => page.getByRole('row', { name: 'counter' }).getByRole('cell').last().textContent()

test('a point that is stored after the fleet was read and before its streams began is counted', async () => {
  const stored = Promise.withResolvers<void>()
  const page = await openThrough('/series', socket => {
    const server = socket.connectToServer()
    socket.onMessage(async message => {
      if (/pointsAdded|anomalyFound/.test(String(message))) await stored.promise
      server.send(message)
    })
  })
  await expect.poll(() => pointCount(page)).toBe('2')
  await ingest(product.api, 'counter', [at(2)], [2])
  stored.resolve()
  await expect.poll(() => pointCount(page)).toBe('3')
  await page.context().close()
})

test('a series that is created while the page has no connection is listed once it has one', async () => {
  const sockets: WebSocketRoute[] = []
  let away = false
  const page = await openThrough('/series', socket => {
    if (away) return void socket.close()
    sockets.push(socket)
    socket.connectToServer()
  })
  await page.getByText('Connected').waitFor()
  away = true
  for (const socket of sockets) await socket.close({ code: 4000 })
  await page.getByText('Reconnecting').waitFor()
  await create(product.api, { key: 'newcomer', channels: [{ name: 'count' }] })
  away = false
  await page.getByRole('link', { name: 'newcomer' }).waitFor()
  await page.context().close()
})
