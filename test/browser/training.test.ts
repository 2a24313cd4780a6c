import { afterAll, beforeAll, expect, test } from 'vitest'
import { run, type Spawned } from '../spawn.ts'
import { createModel, wave } from '../training.ts'
import { picture, violations } from './critic.ts'
import { create, ingest, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard
let worker: Spawned

beforeAll(async () => {
  product = await startProduct()
  worker = run(['apps/api/src/worker.ts'], { DATABASE_URL: product.databaseUrl, SERIEMA_LOG_LEVEL: 'warn' })
  const { times, values } = wave(1_200)
  await create(product.api, { key: 'plant', title: 'Plant', channels: [{ name: 'power', unit: 'kW' }] })
  await ingest(product.api, 'plant', times, values[0]!)
  await create(product.api, { key: 'silent', title: 'Silent' })
})
afterAll(async () => {
  await worker?.end('SIGTERM')
  await product?.close()
})

const modelOf = (series: string, name: string, kind: string, settings: object = {}) =>
  createModel(product.api.url, { name, kind, scope: { series }, settings })

/** Passes without end, for whoever wants to see one under way. */
const long = { lookback: 24, horizon: 12, layers: [{ units: 16 }], epochs: 5_000, patience: 1_000 }

for (const colorScheme of ['light', 'dark'] as const)
  test(`a training is watched as it comes on, with its loss curve and phases, and is cancelled, ${colorScheme}`, async () => {
    const id = await modelOf('plant', `Long ${colorScheme}`, 'GRU', long)
    const page = await product.open(`/models/${encodeURIComponent(id)}`, { colorScheme })
    await page.getByText('Not trained yet').waitFor()
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    const training = page.getByRole('region', { name: 'Training', exact: true })
    await training.getByRole('img', { name: 'Loss by epoch' }).waitFor()
    expect(await page.getByRole('button', { name: 'Edit' }).count()).toBe(0)
    const told = training.getByText(/^Epoch [\d,]+: /)
    const epoch = async () => Number(/^Epoch ([\d,]+)/.exec((await told.textContent()) ?? '')?.[1]?.replace(',', ''))
    const before = await epoch()
    await expect.poll(epoch).toBeGreaterThan(before + 3)
    await training.locator('[aria-current=step]', { hasText: 'Training' }).waitFor()
    expect(await violations(page)).toEqual([])
    await picture(page, `training-${colorScheme}`)
    // Whoever comes later sees the whole curve.
    await page.reload()
    await expect.poll(epoch).toBeGreaterThan(before + 3)
    await training.getByRole('button', { name: 'Cancel training' }).click()
    await training.getByText('Somebody ended it; nothing of it is kept.').waitFor()
    await page.getByRole('region', { name: 'Past trainings' }).getByText('Cancelled').waitFor()
    await page.getByRole('button', { name: 'Train again' }).waitFor()
    expect(await violations(page)).toEqual([])
    expect(product.troubles).toEqual([])
  })

test('a training that waits for a worker can be cancelled before it begins', async () => {
  await worker.end('SIGTERM')
  const id = await modelOf('plant', 'Waiting', 'RIDGE')
  const page = await product.open(`/models/${encodeURIComponent(id)}`)
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await page.getByText('It waits for a worker to be free.').waitFor()
  await page.getByRole('button', { name: 'Cancel training' }).click()
  await page.getByText('Somebody ended it; nothing of it is kept.').waitFor()
  worker = run(['apps/api/src/worker.ts'], { DATABASE_URL: product.databaseUrl, SERIEMA_LOG_LEVEL: 'warn' })
  expect(product.troubles).toEqual([])
})

test('what is refused is told where it was asked, at once or once the points were looked at', async () => {
  const id = await modelOf('silent', 'Of nothing', 'RIDGE')
  const page = await product.open(`/models/${encodeURIComponent(id)}`)
  const training = page.getByRole('region', { name: 'Training', exact: true })
  await training.getByRole('button', { name: 'Train', exact: true }).click()
  await training.getByRole('alert').getByText('silent has no points to learn from yet').waitFor()
  await picture(page, 'training-refused')
  const { times } = wave(400)
  await ingest(
    product.api,
    'silent',
    times,
    times.map(() => 7),
  )
  await training.getByRole('button', { name: 'Train', exact: true }).click()
  await training.getByRole('alert').getByText('the values of silent do not vary').waitFor()
  await training.getByText('Failed').waitFor()
  await picture(page, 'training-failed')
  expect(product.troubles).toEqual([])
})
