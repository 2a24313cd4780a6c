import type { Page, Route } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

const hour = 3_600_000
const start = Math.floor(Date.now() / hour) * hour - 300 * hour
let product: TestDashboard

beforeAll(async () => {
  product = await startProduct()
  for (const key of ['fan', 'pump', 'kiln', 'lamp', 'mill']) {
    await create(product.api, { key, title: key.toUpperCase(), interval: hour, detector: 'ZSCORE' })
    const values = Array.from({ length: 300 }, (_, i) => 50 + ((i * 37) % 11) / 5 + (i % 90 === 80 ? 40 : 0))
    await ingest(
      product.api,
      key,
      values.map((_, i) => start + i * hour),
      values,
    )
  }
  await create(product.api, { key: 'simulated', generator: { interval: 60_000, noise: 3 } })
})
afterAll(() => product?.close())

interface Held {
  /** Lets go what is held, and what comes after it. */
  readonly release: () => void
  /** Resolves once something is held. */
  readonly begun: Promise<void>
}

/** Holds back what `concerns` picks, on its way there or back. */
async function hold(
  page: Page,
  url: string,
  concerns: (route: Route) => boolean,
  way: 'there' | 'back' = 'there',
): Promise<Held> {
  const released = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  await page.route(url, async route => {
    if (!concerns(route)) return route.fallback()
    begun.resolve()
    const response = way === 'back' ? await route.fetch() : undefined
    await released.promise
    await (response ? route.fulfill({ response }) : route.continue()).catch(() => {})
  })
  return { release: released.resolve, begun: begun.promise }
}

const holdAnswer = (page: Page, operation: string, way?: 'there' | 'back') =>
  hold(page, '**/graphql', route => Boolean(route.request().postData()?.includes(`"${operation}"`)), way)

interface Stored {
  readonly detector: string
  readonly alarmRules: { readonly rest: number; readonly leastAbsolute: number }
  readonly labels: {
    readonly edges: readonly { readonly node: { readonly verdict: string; readonly note: string | null } }[]
  }
}
const stored = async (key: string): Promise<Stored> =>
  (
    await request<{ seriesByKey: Stored }>(
      product.api,
      `{ seriesByKey(key: "${key}") { detector alarmRules { rest leastAbsolute } labels { edges { node { verdict note } } } } }`,
    )
  ).seriesByKey
const labelled = async (key: string) => (await stored(key)).labels.edges.map(({ node }) => node)
const update = (input: object) =>
  request(product.api, 'mutation ($input: UpdateSeriesInput!) { updateSeries(input: $input) { __typename } }', {
    input,
  })

test('a way that is taken while what was chosen goes into the address is not given up', async () => {
  const page = await product.open('/series')
  await page.getByRole('link', { name: 'KILN' }).waitFor()
  const navigation = await hold(page, '**/series/kiln?**', route => route.request().headers().rsc === '1')
  await page.getByLabel('Search series').pressSequentially('kil')
  await page.getByRole('link', { name: 'KILN' }).click()
  await navigation.begun
  await expect.poll(() => page.url()).toMatch(/q=kil$/)
  navigation.release()
  await page.waitForURL('**/series/kiln')
  await page.goBack()
  await page.waitForURL('**/series?q=kil')
  expect(await page.getByLabel('Search series').inputValue()).toBe('kil')
})

test('what is clicked and typed before the page hears is done once it does', async () => {
  const context = await product.browser.newContext()
  const page = await context.newPage()
  // What takes a role is there before the page hears where this browser knows that nobody is asked for one.
  await page.goto(product.url)
  await expect.poll(() => page.evaluate(() => document.documentElement.hasAttribute('data-open'))).toBe(true)
  const script = await hold(page, '**/_next/static/**', route => route.request().resourceType() === 'script')
  await page.goto(`${product.url}/series`, { waitUntil: 'commit' })
  await page.getByLabel('Search series').pressSequentially('pum')
  await page.getByLabel('Sort').selectOption('CREATED')
  await page.getByRole('button', { name: 'New series' }).click()
  script.release()
  await page.getByRole('dialog').waitFor()
  await expect.poll(() => page.url()).toMatch(/\?q=pum&sort=created$/)
  expect(await page.getByLabel('Search series').inputValue()).toBe('pum')
  await context.close()
})

test('what moves away under the pointer is clicked all the same', async () => {
  const page = await product.open('/series/fan/models')
  const link = page.getByRole('link', { name: 'New model' })
  const { x, y, height } = (await link.boundingBox())!
  await page.mouse.move(x + 20, y + height / 2)
  await page.mouse.down()
  await page.evaluate(() => {
    const above = document.createElement('div')
    above.style.height = '120px'
    document.querySelector('main')?.prepend(above)
  })
  await page.mouse.up()
  await page.waitForURL('**/models/new?series=fan')
})

test('what stands below something that is still read is offered once it has its place', async () => {
  const page = await product.open('/series')
  const deployments = await holdAnswer(page, 'Deployments')
  await page.goto(`${product.url}/series/fan/models`)
  const link = page.locator('a', { hasText: 'New model' })
  await link.waitFor({ state: 'attached' })
  await deployments.begun
  expect(await link.isVisible()).toBe(false)
  deployments.release()
  await link.click()
  await page.waitForURL('**/models/new?series=fan')
})

test('verdicts and notes that come quickly after one another all hold, in that order', async () => {
  const page = await product.open('/series/pump/anomalies?range=all')
  const rows = page.getByRole('region', { name: 'Table of anomalies' }).getByRole('button', { name: /anomaly at/ })
  const verdict = (name: string) =>
    page.getByRole('group', { name: 'Is it an anomaly?' }).getByRole('button', { name, exact: true })
  const answer = await holdAnswer(page, 'LabelAnomaly', 'back')
  await rows.nth(0).click()
  await page.keyboard.press('t')
  await answer.begun
  expect(await verdict('True').getAttribute('aria-pressed')).toBe('true')
  await rows.nth(1).click()
  await page.keyboard.press('f')
  answer.release()
  await expect.poll(async () => (await labelled('pump')).map(it => it.verdict).toSorted()).toEqual(['FALSE', 'TRUE'])

  const second = await holdAnswer(page, 'LabelAnomaly', 'back')
  await page.getByLabel('Note').fill('a test run')
  await page.keyboard.press('Enter')
  await second.begun
  await page.getByLabel('Note').fill('a test run of the valve')
  second.release()
  await expect.poll(async () => (await labelled('pump')).map(it => it.note)).toContain('a test run')
  expect(await page.getByLabel('Note').inputValue()).toBe('a test run of the valve')
  await verdict('Unsure').click()
  await expect.poll(() => labelled('pump')).toContainEqual({ verdict: 'UNSURE', note: 'a test run of the valve' })
})

test('what is typed into a form stays, whatever others store meanwhile, and what is stored is shown after it is sent', async () => {
  const page = await product.open('/series/lamp/anomalies')
  await page.getByText('Connected').waitFor()
  await page.getByText('What counts').click()
  const [least, rest] = [
    page.getByLabel('Least distance', { exact: true }),
    page.getByLabel('Rest after an alarm, points'),
  ]
  await least.fill('4')
  await update({ key: 'lamp', title: 'Lamp of another', alarmRules: { rest: 7 } })
  await page.getByRole('heading', { name: 'Lamp of another' }).waitFor()
  expect(await least.inputValue()).toBe('4')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect.poll(async () => (await stored('lamp')).alarmRules.leastAbsolute).toBe(4)
  await update({ key: 'lamp', alarmRules: { leastAbsolute: 4, rest: 9 } })
  await expect.poll(() => rest.inputValue()).toBe('9')
})

test('a generator is set only once it is known how it is set', async () => {
  const page = await product.open('/series/simulated')
  const answer = await holdAnswer(page, 'Generator')
  await page.goto(`${product.url}/series/simulated/settings`)
  await page.getByText('Parameters').click()
  await answer.begun
  expect(await page.getByLabel('Noise, std. dev.').count()).toBe(0)
  answer.release()
  await expect.poll(() => page.getByLabel('Noise, std. dev.').inputValue()).toBe('3')
})

test('keys go through the detectors one by one, and the last holds', async () => {
  const page = await product.open('/series/mill/anomalies')
  const choice = page.getByLabel('Anomaly detector')
  await expect.poll(() => choice.locator('option').count()).toBeGreaterThan(3)
  const answer = await holdAnswer(page, 'UpdateSeries', 'back')
  await choice.focus()
  const before = await choice.inputValue()
  await page.keyboard.press('ArrowDown')
  await answer.begun
  const first = await choice.inputValue()
  await page.keyboard.press('ArrowDown')
  const second = await choice.inputValue()
  expect(new Set([before, first, second]).size).toBe(3)
  answer.release()
  await expect.poll(async () => (await stored('mill')).detector).toBe(second)
  await expect.poll(() => choice.inputValue()).toBe(second)
})

test('what was asked before a choice and is answered after it does not undo the choice', async () => {
  const page = await product.open('/series/fan/anomalies')
  const choice = page.getByLabel('Anomaly detector')
  await expect.poll(() => choice.inputValue()).toBe('ZSCORE')
  await page.getByText('Connected').waitFor()
  const late = await holdAnswer(page, 'SeriesByKey', 'back')
  await update({ key: 'fan', description: 'seen by another' })
  await late.begun
  await choice.selectOption('ROBUST')
  await expect.poll(async () => (await stored('fan')).detector).toBe('ROBUST')
  await page.getByText('seen by another').waitFor()
  await choice.evaluate(field => {
    const seen = new Set<string>()
    Object.assign(window, { seen })
    const look = () => {
      seen.add((field as HTMLSelectElement).value)
      requestAnimationFrame(look)
    }
    look()
  })
  const next = page.waitForResponse(
    answer => answer.request().postData()?.includes('"SeriesByKey"') === true && answer.ok(),
  )
  late.release()
  await next
  await update({ key: 'fan', description: 'and seen again' })
  await page.getByText('and seen again').waitFor()
  expect(await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen])).toEqual(['ROBUST'])
})
