import { readFileSync } from 'node:fs'
import { readArtifact } from '@seriema/ml/artifacts/read'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run, type Spawned } from '../spawn.ts'
import { wave } from '../training.ts'
import { picture, violations } from './critic.ts'
import { create, ingest, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard
let worker: Spawned
const { times, values } = wave(1_400)
const store = (from: number, to: number) =>
  ingest(product.api, 'plant', times.slice(from, to), values[0]!.slice(from, to))

beforeAll(async () => {
  product = await startProduct()
  worker = run(['apps/api/src/worker.ts'], { DATABASE_URL: product.databaseUrl, SERIEMA_LOG_LEVEL: 'warn' })
  await create(product.api, { key: 'plant', title: 'Plant', channels: [{ name: 'power', unit: 'kW' }] })
  await store(0, 900)
})
afterAll(async () => {
  await worker?.end('SIGTERM')
  await product?.close()
})

let file: Buffer

test('a model is made, trained, its versions listed, fetched, marked and compared', async () => {
  const page = await product.open('/series/plant/models')
  await page.getByRole('link', { name: 'New model' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Quick')
  await page.getByLabel('Kind').selectOption('RIDGE')
  await page.getByRole('button', { name: 'Create model' }).click()
  await page.getByRole('heading', { level: 1, name: 'Quick' }).waitFor()
  await page.getByText('No versions yet').waitFor()
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  const list = page.getByRole('region', { name: 'Table of versions' })
  await list.getByRole('link', { name: 'v1', exact: true }).waitFor()
  await page.getByText(/was made of 900 points in/).waitFor()

  // The same again is the version that is there, and says so.
  await page.getByRole('button', { name: 'Train again' }).click()
  await page.getByText(/had been made of the same data, settings and recipe/).waitFor()
  await page.getByRole('region', { name: 'Past trainings' }).getByText('was there already').waitFor()
  expect(await list.getByRole('link', { name: /^v\d+$/ }).count()).toBe(1)

  await store(900, 1_400)
  await page.getByRole('button', { name: 'Train again' }).click()
  await list.getByRole('link', { name: 'v2', exact: true }).waitFor()
  await page.getByText('Over versions, the oldest first').waitFor()

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    list.getByRole('link', { name: /^Download v2 as ONNX/ }).click(),
  ])
  expect(download.suggestedFilename()).toBe('plant-v2.onnx')
  file = readFileSync(await download.path())
  expect(readArtifact(file)).toMatchObject({ horizon: 24 })

  await list.getByRole('button', { name: 'Details of v1' }).click()
  const dialog = page.getByRole('dialog', { name: 'v1 of Plant' })
  await dialog.getByLabel('Tags').fill('first, winter')
  await dialog.getByLabel('Note').fill('Learnt before the new turbine')
  await dialog.getByLabel('Archived').check()
  expect(await violations(page)).toEqual([])
  await picture(page, 'version-dialog')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await list.getByText('winter').waitFor()
  await list.getByText('Learnt before the new turbine').waitFor()
  await list.getByText('Archived').waitFor()

  await page.getByText('Pick two to compare them').waitFor()
  await list.getByLabel('Compare v1').check()
  await list.getByLabel('Compare v2').check()
  expect(await violations(page)).toEqual([])
  await picture(page, 'versions')
  await page.getByRole('link', { name: 'Compare v2 and v1' }).click()
  await page.getByRole('heading', { name: 'v2 against v1' }).waitFor()
  await page.getByRole('row', { name: /^MAE/ }).waitFor()
  expect(product.troubles).toEqual([])
})

test('a file that is no version is refused right there, and one that is here already is told to be that version', async () => {
  const page = await product.open('/models?q=Quick')
  await page.getByRole('link', { name: 'Quick' }).click()
  const panel = page.getByRole('region', { name: 'Versions', exact: true })
  const input = panel.locator('input[type=file]')
  await input.setInputFiles({ name: 'no.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from('no model') })
  const refusal = panel.getByRole('alert')
  await refusal.waitFor()
  expect(await refusal.textContent()).not.toMatch(/HTTP/)
  await picture(page, 'version-refused')
  await input.setInputFiles({ name: 'plant-v2.onnx', mimeType: 'application/octet-stream', buffer: file })
  await panel.getByText('It is v2 now, of the model').waitFor()
  await panel.getByRole('link', { name: 'Quick' }).waitFor()
})

test('every version is found in the registry by words, kind and state, and what is read there stays in the address', async () => {
  const page = await product.open('/models')
  await page.getByRole('link', { name: 'Versions', exact: true }).click()
  const list = page.getByRole('region', { name: 'Table of versions' })
  await list.getByRole('link', { name: 'v2', exact: true }).waitFor()
  await page.getByText('Versions: 2', { exact: true }).waitFor()
  await list.getByRole('row', { name: /v1 .*Plant Quick/ }).waitFor()
  await picture(page, 'registry')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await violations(page)).toEqual([])
  }
  await picture(page, 'registry-dark')

  await page.getByLabel('Words in name').fill('winter')
  await page.getByText('Versions: 1', { exact: true }).waitFor()
  await list.getByRole('link', { name: 'v2', exact: true }).waitFor({ state: 'detached' })
  await page.getByLabel('State').selectOption('Not archived')
  await page.getByText('No such versions').waitFor()
  await page.waitForURL(/\/models\/versions\?q=winter&state=kept$/)
  await page.reload()
  await page.getByText('No such versions').waitFor()
  await page.getByLabel('State').selectOption('Archived')
  await page.setViewportSize({ width: 390, height: 800 })
  await list.getByRole('button', { name: 'Details of v1' }).click()
  await page.getByRole('dialog', { name: 'v1 of Plant' }).getByText('On data it had not seen').waitFor()
  await picture(page, 'registry-narrow')
})

test('a file is brought in where the models of a series are, and its model is there at once', async () => {
  await create(product.api, { key: 'twin', title: 'Twin', channels: [{ name: 'power', unit: 'kW' }] })
  const page = await product.open('/series/twin/models')
  const panel = page.getByRole('region', { name: 'Models', exact: true })
  await panel.getByText('No models yet').waitFor()
  const input = panel.locator('input[type=file]')
  await input.setInputFiles({ name: 'no.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from('no model') })
  await panel.getByRole('alert').waitFor()
  await input.setInputFiles({ name: 'plant-v2.onnx', mimeType: 'application/octet-stream', buffer: file })
  await panel.getByText('It is v1 now, of the model').waitFor()
  await panel.getByRole('row', { name: /uploaded Ridge Uploaded v1, 1 in all/ }).waitFor()
  expect(await violations(page)).toEqual([])
  await picture(page, 'version-brought-to-series')
})
