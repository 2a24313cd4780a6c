import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as ort from 'onnxruntime-node'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run, type Spawned } from '../spawn.ts'
import { deploy, importFile, rolePanel } from './acts.ts'
import { picture, violations } from './critic.ts'
import { ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

const hour = 3_600_000
/** Of the file; what the device sends afterwards follows it up to now. */
const rows = 2_400
const sendable = 600
const begin = Math.floor(Date.now() / hour) * hour - (rows + sendable) * hour

/** A week of working days with noise; one spike. */
const valueAt = (i: number): number => {
  const noise = ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 1_000) / 250
  const working = Math.floor(i / 24) % 7 < 5 ? 1 : 0.4
  return 100 + 30 * working * Math.sin(((i % 24) / 24) * 2 * Math.PI) + noise + (i === 2_300 ? 150 : 0)
}

let product: TestDashboard
let worker: Spawned
let folder: string
let sent = rows

beforeAll(async () => {
  product = await startProduct()
  worker = run(['apps/api/src/worker.ts'], { DATABASE_URL: product.databaseUrl, SERIEMA_LOG_LEVEL: 'warn' })
  folder = await mkdtemp(join(tmpdir(), 'seriema-story-'))
})
afterAll(async () => {
  await worker?.end('SIGTERM')
  await product?.close()
  await rm(folder, { recursive: true, force: true })
})

/** What the device measured since. */
async function send(count: number): Promise<void> {
  const places = Array.from({ length: count }, (_, i) => sent + i)
  sent += count
  await ingest(
    product.api,
    'plant',
    places.map(i => begin + i * hour),
    places.map(valueAt),
  )
}

async function importPlant(page: Page): Promise<void> {
  const lines = Array.from(
    { length: rows },
    (_, i) => `${new Date(begin + i * hour).toISOString()},${valueAt(i).toFixed(3)}`,
  )
  const path = join(folder, 'plant.csv')
  await writeFile(path, `time,power\n${lines.join('\n')}\n`)
  await importFile(page, path)
  await page.getByRole('link', { name: 'Open plant' }).click()
  await page.locator('path[data-channel=power]').waitFor({ state: 'attached' })
}

async function openModels(page: Page): Promise<void> {
  await page.goto(`${product.url}/series/plant/models`)
  await rolePanel(page, 'Who watches').waitFor()
}

/** From the series' models to a version of a new one; `settings` are what is typed into its form. */
async function train(page: Page, name: string, kind: string, settings: Readonly<Record<string, string>>) {
  await openModels(page)
  await page.getByRole('link', { name: 'New model' }).click()
  await page.waitForURL('**/models/new?series=plant')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Kind').selectOption(kind)
  for (const [label, value] of Object.entries(settings)) {
    const field = page.getByLabel(label, { exact: true })
    if ((await field.evaluate(element => element.tagName)) === 'SELECT') await field.selectOption({ label: value })
    else await field.fill(value)
  }
  await page.getByRole('button', { name: 'Create model' }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByRole('button', { name: 'Train', exact: true }).click()
}

const made = (page: Page, version: string) =>
  page.getByRole('region', { name: 'Table of versions' }).getByRole('link', { name: version, exact: true }).waitFor()

test('from a file to a model of one’s own that speaks, a bad one that is rolled back by itself, labels, and a file that any runtime serves', async () => {
  const page = await product.open('/series')
  await importPlant(page)

  await train(page, 'Fine-tuned', 'TTM', { Learns: 'Head', 'Forecasts, points': '24', Epochs: '6' })
  await page
    .getByRole('region', { name: 'Training', exact: true })
    .getByRole('img', { name: 'Loss by epoch' })
    .waitFor()
  await made(page, 'v1')
  await picture(page, 'story-trained')
  await train(page, 'Linear', 'RIDGE', { 'Forecasts, points': '24' })
  await made(page, 'v2')

  await page.goto(`${product.url}/plot?series_id=plant&version=v1`)
  await page.getByLabel('Beside').selectOption({ label: 'v2 · Ridge · Linear' })
  const errors = page.getByRole('row', { name: /^MAE/ })
  await errors.waitFor()
  for (const error of await errors.getByRole('cell').allTextContents()) expect(Number(error)).toBeGreaterThan(0)
  expect(await violations(page)).toEqual([])
  await picture(page, 'story-compared')

  await openModels(page)
  await deploy(page, 'Who forecasts', /^v1/, 'Shadow', 'tuned on our own plant')
  const shadow = rolePanel(page, 'Who forecasts').getByRole('region', { name: /^Shadow: .* v1$/ })
  const judged = shadow
    .getByRole('row', { name: /^Points judged/ })
    .getByRole('cell')
    .first()
  // What both forecast is held against what the device measures next.
  const measured = async () => {
    await send(6)
    return judged.textContent()
  }
  await expect.poll(measured, { interval: 500 }).not.toBe('0')
  await picture(page, 'story-shadow')
  await shadow.getByRole('button', { name: 'Make active' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make active', exact: true }).click()
  await rolePanel(page, 'Who forecasts').getByText('chosen for this series').waitFor()
  await page.getByRole('link', { name: 'Forecast', exact: true }).click()
  await page.getByText('Made by').waitFor()
  await page.getByRole('option', { name: 'As deployed: TinyTimeMixer v1' }).waitFor({ state: 'attached' })
  await picture(page, 'story-forecast')

  // One that flags whatever is not quite usual.
  await train(page, 'Nervous', 'ZSCORE', { 'Threshold, standard deviations': '0.5' })
  await made(page, 'v3')
  await openModels(page)
  await deploy(page, 'Who watches', /^v3/, 'Canary', 'finds more')
  await rolePanel(page, 'Who watches')
    .getByRole('region', { name: /^Canary: .* v3$/ })
    .waitFor()
  const ended = rolePanel(page, 'Who watches').getByText(/v3 is a canary no more/)
  const watched = async () => {
    await send(20)
    return ended.count()
  }
  await expect.poll(watched, { interval: 1_000 }).toBe(1)
  await rolePanel(page, 'Who watches').getByText('automatic').first().waitFor()
  await picture(page, 'story-rolled-back')

  await page.getByRole('link', { name: 'Anomalies', exact: true }).click()
  await page.getByRole('button', { name: 'All times' }).click()
  await page
    .getByRole('region', { name: 'Table of anomalies' })
    .getByRole('button', { name: /anomaly at/ })
    .first()
    .click()
  await page.keyboard.press('t')
  await page.getByRole('region', { name: 'Labels' }).getByText('1 true').waitFor()
  await picture(page, 'story-labelled')

  await openModels(page)
  await page.getByRole('link', { name: 'Fine-tuned', exact: true }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^Download v1 as ONNX/ }).click(),
  ])
  const served = await serve(await readFile(await download.path()))
  const { seriesByKey } = await request<{
    seriesByKey: { forecast: { speaker: { version: { name: string } }; channels: { mean: number[] }[] } }
  }>(
    product.api,
    '{ seriesByKey(key: "plant") { forecast(horizon: 24) { ... on Forecast { speaker { version { name } } channels { mean } } } } }',
  )
  expect(seriesByKey.forecast.speaker.version.name).toBe('v1')
  seriesByKey.forecast.channels[0]!.mean.forEach((mean, i) => {
    expect(served[i]).toBeCloseTo(mean, 3)
  })
  expect(product.troubles).toEqual([])
})

/** By ONNX Runtime alone, as docs/artifacts.md says: the 24 hours after what was stored. */
async function serve(file: Uint8Array): Promise<Float64Array> {
  const session = await ort.InferenceSession.create(file)
  const lookback = 512
  const values = Float64Array.from({ length: lookback }, (_, i) => valueAt(sent - lookback + i))
  const { forecast } = await session.run({ past: new ort.Tensor('float64', values, [1, lookback, 1]) })
  return forecast!.data as Float64Array
}
