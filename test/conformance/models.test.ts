import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestApi } from '../harness.ts'
import { startApi } from '../harness.ts'
import { ask } from './ask.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
  const series = ['SP', 'RJ', 'SP'].map(
    (region, i) =>
      `s${i}: createSeries(input: { key: "shop_${i}", channels: [{ name: "sales" }, { name: "revenue" }], attributes: [{ name: "region", value: "${region}" }, { name: "product", value: "${i}" }] }) { __typename }`,
  )
  await ask(api, `mutation { ${series.join('\n')} }`)
})
afterAll(() => api.close())

const shown = `... on ModelPayload { warnings model { id name draft kind role settings recipe { resample { unit count by weekStart timeZone } fill cut scale categories }
  series { key } group { name } } } ... on InvalidSettings { code message problems { path problem } } ... on Fault { code message }`
const create = `mutation ($input: CreateModelInput!) { createModel(input: $input) { ${shown} } }`
const update = `mutation ($input: UpdateModelInput!) { updateModel(input: $input) { ${shown} } }`

test('every kind says all that a form needs, and its usual settings make a model', async () => {
  const { json } = await ask(
    api,
    `{ modelKinds { kind role title tagline description needs ofGroups
        settings { name title description type least most whole unit usual choices { value title } fields { name type } fewestRecords mostRecords } } }`,
  )
  const kinds = json.data.modelKinds as {
    kind: string
    role: string
    settings: { name: string; title: string; type: string }[]
  }[]
  expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['RIDGE', 'LSTM', 'GRU', 'TTM', 'ZSCORE']))
  for (const { kind, settings } of kinds) {
    for (const { title, type } of settings)
      expect([title.length > 0, ['NUMBER', 'CHOICE', 'SWITCH', 'LIST']]).toEqual([true, expect.arrayContaining([type])])
    const { json: made } = await ask(api, create, { input: { name: kind, kind, scope: { series: 'shop_0' } } })
    expect(made.data.createModel.model).toMatchObject({
      name: kind,
      draft: true,
      kind,
      series: { key: 'shop_0' },
      group: null,
    })
    expect(Object.keys(made.data.createModel.model.settings).sort()).toEqual(settings.map(({ name }) => name).sort())
  }
})

test('every preset of every kind makes a model as it is given', async () => {
  const { json } = await ask(
    api,
    '{ modelKinds { kind presets { name title description settings recipe { resample { unit count by weekStart timeZone } fill cut scale categories } } } }',
  )
  for (const { kind, presets } of json.data.modelKinds) {
    expect(presets.length, kind).toBeGreaterThan(0)
    for (const { name, settings, recipe } of presets) {
      const { json: made } = await ask(api, create, {
        input: { name, kind, scope: { series: 'shop_0' }, settings, recipe },
      })
      expect(made.data.createModel, `${kind} ${name}`).toMatchObject({ warnings: [], model: { settings } })
      expect(made.data.createModel.model.recipe, `${kind} ${name}`).toEqual(recipe)
    }
  }
})

test('a draft is edited setting by setting, copied to another series and deleted', async () => {
  const input = {
    name: 'weekly',
    kind: 'LSTM',
    scope: { series: 'shop_1' },
    settings: { lookback: 48, layers: [{ units: 16 }] },
  }
  const { json: made } = await ask(api, create, { input })
  const { id } = made.data.createModel.model
  const recipe = { resample: { unit: 'WEEK', by: 'SUM' }, fill: 'FORWARD' }
  const { json: changed } = await ask(api, update, { input: { id, settings: { epochs: 7 }, recipe } })
  expect(changed.data.updateModel.model).toMatchObject({
    name: 'weekly',
    settings: { lookback: 48, epochs: 7, layers: [{ units: 16 }] },
    recipe: { fill: 'FORWARD', resample: { unit: 'WEEK', count: 1, by: 'SUM' } },
  })
  const { json: copied } = await ask(
    api,
    `mutation ($input: CopyModelInput!) { copyModel(input: $input) { ${shown} } }`,
    { input: { id, scope: { series: 'shop_2' } } },
  )
  expect(copied.data.copyModel.model).toMatchObject({
    name: 'weekly (copy)',
    series: { key: 'shop_2' },
    settings: { epochs: 7 },
  })
  const remove =
    'mutation ($id: ID!) { deleteModel(input: { id: $id }) { ... on DeleteModelPayload { id } ... on Fault { code } } }'
  expect((await ask(api, remove, { id })).json.data.deleteModel).toEqual({ id })
  expect((await ask(api, remove, { id })).json.data.deleteModel).toEqual({ code: 'MODEL_NOT_FOUND' })
  const { json: gone } = await ask(api, 'query ($id: ID!) { node(id: $id) { id } }', { id })
  expect(gone.data.node).toBeNull()
})

test('settings that are wrong are named field by field, with what is allowed', async () => {
  const settings = { lookback: 0, layers: [{ units: 16, dropout: 2 }, {}], depth: 3 }
  const { json } = await ask(api, create, {
    input: { name: 'wrong', kind: 'GRU', scope: { series: 'shop_0' }, settings },
  })
  const { code, problems } = json.data.createModel
  expect(code).toBe('INVALID_SETTINGS')
  expect(problems.map(({ path }: { path: string }) => path).sort()).toEqual(['depth', 'layers[0].dropout', 'lookback'])
  for (const scope of [{}, { series: 'shop_0', group: 'g' }, { series: null }]) {
    const { json: refused } = await ask(api, create, { input: { name: 'x', kind: 'GRU', scope } })
    expect(refused.errors[0].message).toMatch(/exactly one|must be non-null/i)
  }
  const { json: nowhere } = await ask(api, create, { input: { name: 'x', kind: 'GRU', scope: { series: 'nowhere' } } })
  expect(nowhere.data.createModel.code).toBe('SERIES_NOT_FOUND')
})

test('a group is the series with its attributes, as they come and go', async () => {
  const group = `... on GroupPayload { group { name conditions { attribute values } members { totalCount edges { node { key } } } } } ... on Fault { code message }`
  const conditions = [{ attribute: 'region', values: ['SP'] }, { attribute: 'product' }]
  const make = `mutation ($input: CreateGroupInput!) { createGroup(input: $input) { ${group} } }`
  const { json: made } = await ask(api, make, { input: { name: 'sao_paulo', conditions } })
  const keys = (of: { members: { edges: { node: { key: string } }[] } }) => of.members.edges.map(({ node }) => node.key)
  expect(keys(made.data.createGroup.group)).toEqual(['shop_0', 'shop_2'])
  expect((await ask(api, make, { input: { name: 'sao_paulo', conditions } })).json.data.createGroup.code).toBe(
    'GROUP_EXISTS',
  )

  await ask(
    api,
    'mutation { createSeries(input: { key: "shop_3", attributes: [{ name: "region", value: "SP" }, { name: "product", value: "x" }] }) { __typename } deleteSeries(input: { key: "shop_0" }) { __typename } }',
  )
  const { json: later } = await ask(
    api,
    '{ group(name: "sao_paulo") { members(first: 1) { totalCount pageInfo { endCursor hasNextPage } edges { node { key } } } } }',
  )
  expect(later.data.group.members).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } })
  const { json: rest } = await ask(
    api,
    'query ($after: String) { group(name: "sao_paulo") { members(after: $after) { edges { node { key } } } } }',
    { after: later.data.group.members.pageInfo.endCursor },
  )
  expect([...keys(later.data.group), ...keys(rest.data.group)]).toEqual(['shop_2', 'shop_3'])

  const { json: model } = await ask(api, create, {
    input: { name: 'all of them', kind: 'RIDGE', scope: { group: 'sao_paulo' } },
  })
  expect(model.data.createModel.model).toMatchObject({ series: null, group: { name: 'sao_paulo' } })
  const remove =
    'mutation { deleteGroup(input: { name: "sao_paulo" }) { ... on Fault { code } ... on GroupPayload { group { name } } } }'
  expect((await ask(api, remove)).json.data.deleteGroup).toEqual({ code: 'GROUP_IN_USE' })
  await ask(api, 'mutation ($id: ID!) { deleteModel(input: { id: $id }) { __typename } }', {
    id: model.data.createModel.model.id,
  })
  expect((await ask(api, remove)).json.data.deleteGroup).toEqual({ group: { name: 'sao_paulo' } })
})

test('models of a deleted series are hidden with it, and there again when it is restored', async () => {
  await ask(api, 'mutation { createSeries(input: { key: "hidden" }) { __typename } }')
  await ask(api, create, { input: { name: 'seen again', kind: 'RIDGE', scope: { series: 'hidden' } } })
  const found = async () =>
    (await ask(api, '{ models(filter: { search: "AGAIN seen" }) { totalCount } }')).json.data.models.totalCount
  expect(await found()).toBe(1)
  await ask(api, 'mutation { deleteSeries(input: { key: "hidden" }) { __typename } }')
  expect(await found()).toBe(0)
  await ask(api, 'mutation { restoreSeries(input: { key: "hidden" }) { __typename } }')
  expect(await found()).toBe(1)
})
