import { registerVersion, watcherFile } from '@seriema/api/flows/versions-for-tests'
import type { Grant } from '@seriema/domain/access'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { picture, violations } from './critic.ts'
import { all, type Guarded, startGuarded } from './guarded.ts'

const start = Math.floor(Date.now() / 1_000) * 1_000 - 900_000
const noise = (i: number) => ((Math.imul(i + 1, 2_654_435_761) >>> 8) % 1_000) / 500
const values = Array.from({ length: 600 }, (_, i) => 50 + noise(i) + (i === 300 || i === 500 ? 30 : 0))
const north: Grant['only'] = [{ key: null, attributes: [{ name: 'site', value: 'north' }] }]
let guarded: Guarded
let model: string

beforeAll(async () => {
  guarded = await startGuarded()
  const { ask, product } = guarded
  const input = (key: string, site: string, more = '') =>
    `input: { key: "${key}", title: "The ${key}", attributes: [{ name: "site", value: "${site}" }], interval: 1000, detector: ZSCORE ${more} }`
  await ask(`mutation {
    boiler: createSeries(${input('boiler', 'north', ', generator: { interval: 1000 }')}) { __typename }
    fan: createSeries(${input('fan', 'south')}) { __typename }
    createGroup(input: { name: "north", conditions: [{ attribute: "site", values: ["north"] }] }) { __typename }
  }`)
  await ask(
    'mutation { stopGenerator(input: { key: "boiler" }) { __typename } resetGenerator(input: { key: "boiler" }) { __typename } }',
  )
  await ask('mutation { stopGenerator(input: { key: "boiler" }) { __typename } }')
  const times = values.map((_, i) => start + i * 1_000)
  await ask('mutation($input: IngestPointsInput!) { ingestPoints(input: $input) { __typename } }', {
    input: { series: ['boiler', 'fan'].map(key => ({ key, times, values: [values] })) },
  })
  const { app } = product.api
  const { id } = (await app.seriesByKey('boiler'))!
  await registerVersion(app, { seriesId: id }, { kind: 'zscore', artifact: watcherFile(51, 0.6, 5), channels: 1 })
  const made = await ask<{
    versions: { edges: { node: { id: string } }[] }
    anomalies: { edges: { node: { id: string } }[] }
    created: { model: { id: string } }
  }>(
    `query { versions(first: 1) { edges { node { id } } } anomalies(filter: { series: ["boiler"] }, first: 2) { edges { node { id } } } }`,
  )
  const created = await ask<{ createModel: { model: { id: string } } }>(
    'mutation { createModel(input: { name: "Quick", scope: { series: "boiler" }, kind: RIDGE }) { ... on ModelPayload { model { id } } } }',
  )
  model = created.createModel.model.id
  const [one] = made.anomalies.edges
  await ask(
    `mutation($shadow: DeployVersionInput!, $active: DeployVersionInput!, $anomaly: ID!, $span: LabelSpanInput!) {
      active: deployVersion(input: $active) { __typename }
      shadow: deployVersion(input: $shadow) { __typename }
      labelAnomaly(input: { anomaly: $anomaly, verdict: FALSE, note: "serviced" }) { __typename }
      labelSpan(input: $span) { __typename }
      suppressLikeThis(input: { anomaly: $anomaly }) { __typename }
    }`,
    {
      active: { scope: { series: 'boiler' }, role: 'WATCH', kind: 'ZSCORE', reason: 'first' },
      shadow: { scope: { series: 'boiler' }, role: 'WATCH', slot: 'SHADOW', version: made.versions.edges[0]!.node.id },
      anomaly: one!.node.id,
      span: { series: 'boiler', from: new Date(start).toISOString(), to: new Date(start + 20_000).toISOString() },
    },
  )
})
afterAll(() => guarded?.product.close())

interface Place {
  readonly path: string
  /** What is there once the page is, for everybody. */
  readonly there: (page: Page) => Locator
  readonly act?: (page: Page) => Promise<void>
  /** What only some are offered. */
  readonly offered: (page: Page) => readonly Locator[]
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const heading = (page: Page, name: string) => page.getByRole('heading', { name })

/** The main pages, each with all on it that takes more than seeing. */
const places = (): readonly Place[] => [
  {
    path: '/series',
    there: page => page.getByRole('link', { name: 'The boiler' }),
    offered: page => [button(page, 'Import CSV'), button(page, 'New series')],
  },
  {
    path: '/series/boiler/anomalies?range=all',
    there: page => heading(page, 'Who watches'),
    act: async page => {
      const rows = page.getByRole('region', { name: 'Table of anomalies' }).getByRole('row')
      await rows.filter({ hasText: 'False' }).getByRole('button').first().click()
      await page.getByLabel('Deselect').or(page.getByText('serviced').first()).first().waitFor()
    },
    offered: page => [
      page.getByLabel('Anomaly detector'),
      page.getByText('What counts'),
      page.getByRole('group', { name: 'Is it an anomaly?' }),
      page.getByLabel('Note'),
      page.getByRole('region', { name: 'Labels' }).getByRole('button', { name: /^Remove/ }),
      page.getByRole('region', { name: 'Labels' }).getByRole('button', { name: /^Undo/ }),
    ],
  },
  {
    path: '/series/boiler/forecast?forecaster=naive',
    there: page => page.getByLabel('Forecaster'),
    act: async page => {
      await page.getByLabel('Forecaster').selectOption('SEASONAL_NAIVE')
      await page.getByText('Made by').waitFor()
    },
    offered: page => [button(page, 'Use for this series')],
  },
  {
    path: '/series/boiler/models',
    there: page => page.getByRole('link', { name: 'Quick' }),
    offered: page => [
      button(page, 'Who watches: Deploy'),
      button(page, 'Who forecasts: Deploy'),
      button(page, 'Roll back'),
      button(page, 'Choose nobody'),
      button(page, 'Make active'),
      button(page, 'Stop'),
      button(page, 'Limits'),
      page.getByRole('link', { name: 'New model' }),
      page.getByText('Upload version'),
    ],
  },
  {
    path: '/series/boiler/settings',
    there: page => heading(page, 'About this series'),
    offered: page => [
      button(page, 'Edit'),
      button(page, 'Delete'),
      button(page, 'Start'),
      button(page, 'Reset…'),
      page.getByText('Parameters'),
    ],
  },
  {
    path: '/groups',
    there: page => page.getByRole('link', { name: 'north' }),
    offered: page => [button(page, 'New group')],
  },
  {
    path: '/groups/north',
    there: page => heading(page, 'Members'),
    offered: page => [
      button(page, 'Edit'),
      button(page, 'Delete'),
      button(page, 'Who watches: Deploy'),
      page.getByRole('link', { name: 'New model' }),
    ],
  },
  {
    path: `/models/${encodeURIComponent(model)}`,
    there: page => heading(page, 'Quick'),
    offered: page => [
      button(page, 'Edit'),
      button(page, 'Delete'),
      button(page, 'Copy'),
      button(page, 'Train'),
      page.getByText('Upload version'),
    ],
  },
  {
    path: '/models/versions',
    there: page => page.getByRole('link', { name: 'v1', exact: true }),
    act: async page => {
      await page.getByRole('button', { name: 'Details of v1' }).click()
      await page.getByRole('dialog').waitFor()
    },
    offered: page => [page.getByLabel('Tags'), button(page, 'Save')],
  },
  {
    path: '/data',
    there: page => page.getByRole('heading', { name: 'level.csv' }),
    offered: page => [button(page, 'Import CSV'), button(page, 'Import again'), button(page, 'Undo')],
  },
  {
    path: '/system',
    there: page => page.getByText('PostgreSQL'),
    offered: page => [page.getByRole('link', { name: 'API keys' })],
  },
]

/** Everything that the API refuses a page from now on. */
function refusals(page: Page): readonly string[] {
  const found: string[] = []
  const look = (text: string, where: string) => {
    if (/ACCESS_DENIED|FORBIDDEN/.test(text)) found.push(`${where}: ${text.slice(0, 300)}`)
  }
  page.on('response', async response => {
    if (/\/(graphql|versions|imports)/.test(response.url())) look(await response.text().catch(() => ''), page.url())
  })
  page.on('websocket', socket => socket.on('framereceived', ({ payload }) => look(String(payload), page.url())))
  return found
}

async function go(page: Page, { path, there, act }: Place): Promise<void> {
  await page.goto(guarded.product.url + path)
  await there(page).first().waitFor()
  await act?.(page)
}

test('an admin is offered all there is', async () => {
  const page = await guarded.openAs([all('admin')], '/data')
  await button(page, 'Import CSV').click()
  const rows = Array.from({ length: 30 }, (_, i) => `2024-01-01 00:${String(i).padStart(2, '0')}:00,${i}`)
  const buffer = Buffer.from(`time,level\n${rows.join('\n')}\n`)
  await page.setInputFiles('input[type=file]', { name: 'level.csv', mimeType: 'text/csv', buffer })
  await page.getByText('First rows as they will be stored').waitFor()
  await button(page, 'Import').click()
  await page.getByText('is imported').waitFor()
  for (const place of places()) {
    await go(page, place)
    for (const control of place.offered(page)) await control.first().waitFor()
  }
})

test('a viewer sees every page, is offered nothing that takes more, and is refused nothing', async () => {
  const page = await guarded.openAs([all('viewer')], '/')
  const refused = refusals(page)
  for (const place of places()) {
    await go(page, place)
    for (const control of place.offered(page))
      await expect.poll(() => control.count(), { message: `${place.path} ${control}` }).toBe(0)
    // Keys that say something do not.
    if (place.path.includes('anomalies')) for (const key of ['t', 'u', 'm', 'm']) await page.keyboard.press(key)
    expect(await violations(page), place.path).toEqual([])
    await picture(page, `viewer${place.path.replace(/\W+/g, '-').slice(0, 40)}`)
  }
  for (const path of ['/', '/series/boiler', '/models', `/plot?series=boiler&version=v1`]) {
    await page.goto(guarded.product.url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  await page.goto(`${guarded.product.url}/system/keys`)
  await heading(page, 'There is nothing here').waitFor()
  await page.goto(`${guarded.product.url}/models/new?series=boiler`)
  await heading(page, 'This takes a role that you do not have').waitFor()
  expect(refused).toEqual([])
})

describe('while it is not known who looks', () => {
  /** Opens the fleet with the answer to who looks held back, in a browser that remembers it or does not. */
  async function unknown(grants: readonly Grant[], { forgets }: { readonly forgets: boolean }) {
    const page = await guarded.openAs(grants, '/series')
    if (forgets) await page.evaluate(() => localStorage.clear())
    const { promise: told, resolve: tell } = Promise.withResolvers<void>()
    await page.route('**/auth/me', route => told.then(() => route.continue()))
    await page.goto(`${guarded.product.url}/series`)
    await page.getByRole('link', { name: 'The boiler' }).waitFor()
    return { page, tell, known: () => button(page, 'Somebody').waitFor() }
  }
  const offers = (page: Page) => [
    button(page, 'Import CSV'),
    button(page, 'New series'),
    page.getByRole('link', { name: 'Data' }),
  ]
  const counts = (page: Page) => Promise.all(offers(page).map(one => one.count()))
  const places = (page: Page) =>
    Promise.all(
      [heading(page, 'Series'), page.getByLabel('Search'), page.getByRole('link', { name: 'System' })].map(one =>
        one.first().boundingBox(),
      ),
    )

  test('nothing is offered that takes a role, and what is then moves nothing', async () => {
    const { page, tell, known } = await unknown([all('admin')], { forgets: true })
    expect(await counts(page)).toEqual([0, 0, 0])
    const before = await places(page)
    expect(before).not.toContain(null)
    tell()
    await known()
    await expect.poll(() => counts(page)).toEqual([1, 1, 1])
    expect(await places(page)).toEqual(before)
  })

  test('a viewer sees no control that goes again', async () => {
    for (const forgets of [true, false]) {
      const { page, tell, known } = await unknown([all('viewer')], { forgets })
      expect((await counts(page)).slice(0, 2)).toEqual([0, 0])
      tell()
      await known()
      expect(await counts(page)).toEqual([0, 0, 1])
    }
  })

  test('who was there last is offered at once what they may do', async () => {
    const { page, tell } = await unknown([all('admin')], { forgets: false })
    expect(await counts(page)).toEqual([1, 1, 1])
    tell()
  })
})

test('the list of keys names those that change something for whoever may change it', async () => {
  for (const [role, named] of [
    ['viewer', 0],
    ['trainer', 1],
  ] as const) {
    const page = await guarded.openAs([all(role)], '/series')
    await page.keyboard.press('?')
    const list = page.getByRole('dialog')
    await list.getByText('Search series').waitFor()
    for (const text of ['Call the selected anomaly true, false or unsure', 'Mark where one was missed'])
      expect(await list.getByText(text).count(), `${role}: ${text}`).toBe(named)
  }
})

test('what somebody may not see is not there, and what they may do elsewhere is not offered here', async () => {
  const page = await guarded.openAs(
    [
      { role: 'trainer', only: north },
      { role: 'viewer', only: [{ key: 'f*', attributes: [] }] },
    ],
    '/',
  )
  const refused = refusals(page)
  const { url } = guarded.product
  await page.goto(`${url}/series/boiler/settings`)
  await button(page, 'Edit').waitFor()
  expect(await button(page, 'Delete').count()).toBe(0)
  await page.goto(`${url}/groups/north`)
  await button(page, 'Edit').waitFor()
  await page.goto(`${url}/models/${encodeURIComponent(model)}`)
  await button(page, 'Train').waitFor()
  await page.goto(`${url}/series/fan/settings`)
  await heading(page, 'About this series').waitFor()
  expect(await button(page, 'Edit').count()).toBe(0)
  expect(await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Data' }).count()).toBe(0)
  await page.goto(`${url}/data`)
  await heading(page, 'Imports are for whoever may see all series').waitFor()

  const other = await guarded.openAs([{ role: 'viewer', only: [{ key: 'f*', attributes: [] }] }], '/series')
  const refusedOther = refusals(other)
  const hidden = {
    '/series/boiler': /There is no series/,
    '/groups/north': /There is no group/,
    [`/models/${encodeURIComponent(model)}`]: /There is no such model/,
    '/plot?series=boiler&version=v1': /There is no such version/,
  }
  for (const [path, said] of Object.entries(hidden)) {
    await other.goto(url + path)
    await other.getByRole('heading', { level: 1, name: said }).waitFor()
  }
  expect([...refused, ...refusedOther]).toEqual([])
})

test('who may only send points is told that nothing here is open to them', async () => {
  const page = await guarded.openAs([all('writer')], '/series')
  await heading(page, 'Nothing here is open to you').waitFor()
  expect(await violations(page)).toEqual([])
  await picture(page, 'writer')
})
