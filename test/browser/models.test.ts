import { afterAll, beforeAll, expect, test } from 'vitest'
import { picture, violations } from './critic.ts'
import { create, ingest, request, startProduct, type TestDashboard } from './dashboard.ts'

let product: TestDashboard

beforeAll(async () => {
  product = await startProduct()
  const times = Array.from({ length: 400 }, (_, i) => Date.UTC(2026, 0, 1) + i * 3_600_000)
  for (const [key, product_, region] of [
    ['milk_north', 'milk', 'north'],
    ['milk_south', 'milk', 'south'],
    ['bread_north', 'bread', 'north'],
  ] as const) {
    const attributes = [
      { name: 'product', value: product_ },
      { name: 'region', value: region },
    ]
    await create(product.api, { key, title: `Sales of ${key}`, interval: 3_600_000, attributes })
    // A gap, for recipes to fill.
    const there = times.filter((_, i) => i < 380 || i > 384)
    await ingest(
      product.api,
      key,
      there,
      there.map((_, i) => 50 + 10 * Math.sin((2 * Math.PI * i) / 24) + ((i * 7) % 5)),
    )
  }
})
afterAll(() => product?.close())

interface StoredModel {
  readonly name: string
  readonly kind: string
  readonly draft: boolean
  readonly settings: Record<string, unknown>
  readonly recipe: object
}
const stored = async (search: string) => {
  const { models } = await request<{ models: { edges: { node: StoredModel }[] } }>(
    product.api,
    `query ($filter: ModelFilter) { models(filter: $filter) { edges { node {
      name kind draft settings recipe { resample { unit count by } fill cut scale categories } } } } }`,
    { filter: { search } },
  )
  return models.edges.map(({ node }) => node)
}

test('a model of a series is configured by a form drawn from its kind, and is a draft that can be changed, copied and deleted', async () => {
  const page = await product.open('/series/milk_north/models')
  await page.getByText('No models yet').waitFor()
  await page.getByRole('link', { name: 'New model' }).click()
  await page.waitForURL('**/models/new?series=milk_north')
  await page.getByLabel('Name', { exact: true }).fill('Two layers')
  await page.getByLabel('Kind').selectOption('LSTM')
  const layers = page.getByRole('group', { name: 'Recurrent layers', exact: true })
  await layers.getByRole('button', { name: 'Add to Recurrent layers' }).click()
  await layers.getByRole('group', { name: 'Recurrent layers: 2' }).getByLabel('Units').fill('16')
  await page.getByRole('button', { name: 'Add to Dense layers' }).click()
  await page.getByLabel('Activation').selectOption({ label: 'GELU' })
  await page.getByLabel('Gaps become').selectOption({ label: 'The value before' })
  await page.getByLabel('Grid').selectOption({ label: 'Hours' })
  await page.getByLabel('How many of them').fill('2')
  const preview = page.getByRole('region', { name: 'The last points before and after' })
  await preview.getByText(/300 points become \d+, every 2 h/).waitFor()
  expect(await violations(page)).toEqual([])
  await picture(page, 'model-form')
  await page.getByRole('button', { name: 'Create model' }).click()
  await page.getByRole('heading', { level: 1, name: 'Two layers' }).waitFor()
  await page.getByText('Draft', { exact: true }).waitFor()
  expect(await stored('layers')).toEqual([
    {
      name: 'Two layers',
      kind: 'LSTM',
      draft: true,
      settings: expect.objectContaining({
        layers: [
          { units: 64, dropout: 0, recurrentDropout: 0 },
          { units: 16, dropout: 0, recurrentDropout: 0 },
        ],
        dense: [{ units: 64, activation: 'gelu' }],
        patience: null,
      }),
      recipe: {
        resample: { unit: 'HOUR', count: 2, by: 'LAST' },
        fill: 'FORWARD',
        cut: null,
        scale: 'STANDARD',
        categories: [],
      },
    },
  ])
  expect(await violations(page)).toEqual([])
  await picture(page, 'model-draft')

  await page.getByRole('button', { name: 'Edit' }).click()
  expect(await page.getByRole('group', { name: 'Recurrent layers: 2' }).getByLabel('Units').inputValue()).toBe('16')
  await page.getByRole('button', { name: 'Recurrent layers: remove 1' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(async () => (await stored('layers'))[0]!.settings.layers)
    .toEqual([{ units: 16, dropout: 0, recurrentDropout: 0 }])
  await page.getByRole('button', { name: 'Copy' }).click()
  await expect.poll(async () => (await stored('layers')).length).toBe(2)
  await page.getByRole('heading', { level: 1, name: /copy/i }).waitFor()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.waitForURL('**/series/milk_north/models')
  await page.getByRole('link', { name: 'Two layers' }).waitFor()
  expect(await stored('layers')).toHaveLength(1)
  expect(product.troubles).toEqual([])
})

test('what a setting may not be is told at its field, and everything typed stays', async () => {
  const page = await product.open('/models/new?series=milk_north')
  await page.getByLabel('Name', { exact: true }).fill('Wrong')
  await page.getByLabel('Kind').selectOption('GRU')
  await page.getByRole('group', { name: 'Recurrent layers: 1' }).getByLabel('Units').fill('0')
  await page.getByLabel('Learning rate').fill('7')
  await page.getByRole('button', { name: 'Create model' }).click()
  await page.getByText('Fields to be corrected, each says how: 2').waitFor()
  const rate = page.getByLabel('Learning rate')
  expect(await rate.getAttribute('aria-invalid')).toBe('true')
  expect(await rate.inputValue()).toBe('7')
  const words = page.locator(`[id="${await rate.getAttribute('aria-describedby')}"]`)
  expect(await words.textContent()).toBe('is a number from 1e-7 to 1')
  const units = page.getByRole('group', { name: 'Recurrent layers: 1' }).getByLabel('Units')
  expect(await units.getAttribute('aria-invalid')).toBe('true')
  expect(await stored('Wrong')).toEqual([])
  await picture(page, 'model-problems')
  await rate.fill('0.01')
  await units.fill('8')
  await page.getByRole('button', { name: 'Create model' }).click()
  await page.getByRole('heading', { level: 1, name: 'Wrong' }).waitFor()
  expect((await stored('Wrong'))[0]!.settings).toMatchObject({ rate: 0.01, epochs: 100 })
})

test('a new model starts from one of the same kind where that is chosen', async () => {
  const page = await product.open('/models/new?series=bread_north')
  await page.getByLabel('Kind').selectOption('GRU')
  await page.getByLabel('Start from').selectOption({ label: 'As Wrong, for Sales of milk_north' })
  await expect.poll(() => page.getByLabel('Learning rate').inputValue()).toBe('0.01')
  expect(await page.getByRole('group', { name: 'Recurrent layers: 1' }).getByLabel('Units').inputValue()).toBe('8')
})

test('a preset says what it changes, fills the form, and editing goes on from it', async () => {
  const page = await product.open('/models/new?series=milk_north')
  await page.getByLabel('Kind').selectOption('TTM')
  await page.getByLabel('Start from').selectOption({ label: 'Weekly retail' })
  const changes = page.getByRole('region', { name: 'What Weekly retail changes' })
  for (const words of [
    /^Learnsfc1\/fc2usual: Decoder$/,
    /^Mixes channelsYesusual: No$/,
    /^Grid1 × Weeks.*usual: The series’ own step$/,
  ])
    await changes.locator('dl > div').filter({ hasText: words }).waitFor()
  // What is as usual is not among it.
  expect(await changes.getByText('Patience').count()).toBe(0)
  expect(await page.getByLabel('Looks back').inputValue()).toBe('104')
  expect(await page.getByLabel('Grid').inputValue()).toBe('WEEK')
  expect(await violations(page)).toEqual([])
  await picture(page, 'model-preset')
  await page.getByLabel('Looks back').fill('52')
  await page.getByLabel('Name', { exact: true }).fill('By preset')
  await page.getByRole('button', { name: 'Create model' }).click()
  await page.getByRole('heading', { level: 1, name: 'By preset' }).waitFor()
  expect((await stored('preset'))[0]).toMatchObject({
    settings: { start: 'none', context: 52, horizon: 26, learns: 'mlp', mixChannels: true, patience: 10 },
    recipe: { resample: { unit: 'WEEK', count: 1, by: 'SUM' }, fill: 'FORWARD' },
  })
  // A draft begins as it is, and comes back to it.
  await page.getByRole('button', { name: 'Edit' }).click()
  const start = page.getByLabel('Start from')
  await start.selectOption({ label: 'Fine-tune the head' })
  expect(await page.getByLabel('Learns', { exact: true }).inputValue()).toBe('head')
  expect(await page.getByLabel('Grid').inputValue()).toBe('')
  await start.selectOption({ label: 'What it is made of now' })
  expect(await page.getByLabel('Looks back').inputValue()).toBe('52')
  expect(await page.getByLabel('Grid').inputValue()).toBe('WEEK')
})

test('another kind does not keep the recipe of a preset of the kind before, but one typed by hand', async () => {
  const page = await product.open('/models/new?series=milk_north')
  const grid = page.getByLabel('Grid')
  await page.getByLabel('Start from').selectOption({ label: 'Daily, two weeks ahead' })
  expect(await grid.inputValue()).toBe('DAY')
  await page.getByLabel('Kind').selectOption('ZSCORE')
  expect(await grid.inputValue()).toBe('')
  await grid.selectOption({ label: 'Hours' })
  await page.getByLabel('Kind').selectOption('GRU')
  expect(await grid.inputValue()).toBe('HOUR')
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`a group is made by its conditions, says who belongs, and has models of its own, ${colorScheme}`, async () => {
    const name = `dairy_${colorScheme}`
    const page = await product.open('/groups', { colorScheme })
    await page.getByRole('button', { name: 'New group' }).click()
    const dialog = page.getByRole('dialog', { name: 'New group' })
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByLabel('What a series must have').fill('product = milk\nregion')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Create' }).click()
    await page.waitForURL(`**/groups/${name}`)
    const members = page.getByRole('region', { name: 'Members', exact: true })
    await members.getByRole('link', { name: 'Sales of milk_south' }).waitFor()
    expect(await members.getByRole('link').count()).toBe(2)
    await page.getByRole('link', { name: 'New model' }).click()
    await page.getByLabel('Name', { exact: true }).fill(`One for ${name}`)
    // A kind that learns from one series only is no kind for a group.
    const kinds = await page.getByLabel('Kind').getByRole('option').allTextContents()
    expect(kinds.some(text => text.startsWith('TinyTimeMixer'))).toBe(true)
    await page.getByLabel('Kind').selectOption('TTM')
    await page.getByLabel('Attributes it is told').fill('product, region')
    await page.getByRole('button', { name: 'Create model' }).click()
    await page.getByRole('heading', { level: 1, name: `One for ${name}` }).waitFor()
    await page.getByRole('link', { name }).click()
    await page.getByRole('link', { name: `One for ${name}` }).waitFor()
    expect(await violations(page)).toEqual([])
    await picture(page, `group-${colorScheme}`)
    // It cannot go while a model is for it, and says why.
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('alert').waitFor()
    await page.keyboard.press('Escape')
    await page.goto(`${product.url}/models?q=${name}&kind=TTM`)
    await page.getByRole('link', { name: `One for ${name}` }).waitFor()
    await expect.poll(() => page.getByRole('region', { name: 'Table of models' }).getByRole('link').count()).toBe(1)
    expect(await violations(page)).toEqual([])
    await picture(page, `models-${colorScheme}`)
    expect(product.troubles).toEqual([])
  })

test('nothing of models needs more than 360 pixels of width', async () => {
  for (const [path, there] of [
    ['/models', 'One for dairy_light'],
    ['/groups', 'dairy_light'],
    ['/groups/dairy_light', 'Sales of milk_south'],
    ['/series/milk_north/models', 'Two layers'],
  ] as const) {
    const page = await product.open(path, { viewport: { width: 360, height: 740 } })
    await page.getByRole('link', { name: there }).first().waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360)
    await picture(page, `narrow${path.replaceAll('/', '-')}`)
  }
  const page = await product.open('/models/new?series=milk_north', { viewport: { width: 360, height: 740 } })
  await page.getByLabel('Kind').selectOption('LSTM')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await picture(page, 'narrow-form')
})
