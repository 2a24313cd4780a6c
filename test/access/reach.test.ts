import { schema } from '@seriema/api/schema/schema'
import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Answer, ask, send } from '../conformance/ask.ts'
import { startApi, type TestApi } from '../harness.ts'
import { everywhere, inRegion, someone } from './people.ts'

let api: TestApi
let admin: Record<string, string>
let viewer: Record<string, string>
let trainer: Record<string, string>
let viewerSecret: string

const start = 1_700_000_000_000
const values = Array.from({ length: 200 }, (_, i) => (i === 150 ? 90 : Math.sin(i) + (i % 7) / 10))

const sent = (key: string, more = 0) => ({
  key,
  times: values.map((_, i) => start + (i + more) * 1_000),
  values: [values],
})
const ingest =
  'mutation($series: [SeriesPointsInput!]!) { ingestPoints(input: { series: $series }) { ... on IngestPointsPayload { stored series { key stored fault { code } } } ... on Fault { code } } }'

const as = (headers: Record<string, string>) => async (query: string, variables?: Record<string, unknown>) => {
  const { json }: Answer = await ask(api, query, variables, headers)
  return json
}

beforeAll(async () => {
  api = await startApi({ access: 'on' })
  admin = (await someone(api, everywhere('admin'))).headers
  const seeing = await someone(api, inRegion('viewer', 'SP'))
  viewer = seeing.headers
  viewerSecret = seeing.secret
  trainer = (await someone(api, inRegion('trainer', 'SP'))).headers
  const all = as(admin)
  for (const [key, region] of [
    ['sao_paulo', 'SP'],
    ['rio', 'RJ'],
  ]) {
    const input = { key, attributes: [{ name: 'region', value: region }], detector: 'ZSCORE', interval: 1_000 }
    await all('mutation($input: CreateSeriesInput!) { createSeries(input: $input) { __typename } }', { input })
    const group = { name: `of_${key}`, conditions: [{ attribute: 'region', values: [region] }] }
    await all('mutation($input: CreateGroupInput!) { createGroup(input: $input) { __typename } }', { input: group })
    for (const scope of [{ series: key }, { group: `of_${key}` }]) {
      const model = { name: `of ${key}`, scope, kind: 'ZSCORE_TRAINED' }
      const made = await all(
        'mutation($input: CreateModelInput!) { createModel(input: $input) { __typename ... on Fault { message } } }',
        { input: { ...model, kind: 'RIDGE' } },
      )
      expect(made.data.createModel.__typename, JSON.stringify(made)).not.toMatch(/Invalid/)
    }
  }
  await all(ingest, { series: [sent('sao_paulo'), sent('rio')] })
})
afterAll(() => api.close())

/** Every field that can be asked without arguments, some levels deep. */
function fieldsOf(type: GraphQLNamedType, depth: number): string {
  if (!isObjectType(type)) return '__typename'
  const asked = Object.values(type.getFields())
    .filter(field => !field.args.some(isRequiredArgument))
    .flatMap(field => {
      const below = getNamedType(field.type)
      if (isLeafType(below)) return [field.name]
      return depth > 1 ? [`${field.name} { ${fieldsOf(below, depth - 1)} }`] : []
    })
  return ['__typename', ...asked].join(' ')
}

/** Everything that a list or a search shows of the stored. */
const lists = `{
  series(first: 50) { totalCount edges { node { id key suppressions { id } } } }
  anomalies(first: 50) { totalCount edges { node { id series { key } } } }
  models(first: 50) { totalCount edges { node { id name series { key } group { name } } } }
  groups(first: 50) { totalCount edges { node { id name } } }
  versions(first: 50) { totalCount }
  trainingJobs(first: 50) { totalCount }
  deletedSeries(first: 50) { totalCount }
  systemStatus { seriesCount }
}`

describe('somebody with a role for some series', () => {
  test('finds in lists and counts what is within reach, and nothing else', async () => {
    const whole = await as(admin)(lists)
    const { data } = await as(viewer)(lists)
    expect(whole.data.series.totalCount).toBe(2)
    expect(whole.data.anomalies.totalCount).toBeGreaterThanOrEqual(2)
    expect(data.series.edges.map(({ node }: { node: { key: string } }) => node.key)).toEqual(['sao_paulo'])
    expect(data.series.totalCount).toBe(1)
    expect(data.systemStatus.seriesCount).toBe(1)
    expect(data.anomalies.totalCount).toBe(whole.data.anomalies.totalCount / 2)
    expect(data.models.totalCount).toBe(2)
    expect(data.groups.edges.map(({ node }: { node: { name: string } }) => node.name)).toEqual(['of_sao_paulo'])
    expect(JSON.stringify(data)).not.toContain('rio')
  })

  test('asks for what is out of reach by key, name or id, and is told that there is no such thing', async () => {
    const whole = await as(admin)(lists)
    const ids = JSON.stringify(whole)
      .match(/"id":"[^"]+"/g)!
      .map(each => each.slice(6, -1))
    const nodes = '($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }'
    const seen = await as(viewer)(`query${nodes}`, { ids })
    const mine = new Set(
      JSON.stringify((await as(viewer)(lists)).data)
        .match(/"id":"[^"]+"/g)!
        .map(each => each.slice(6, -1)),
    )
    expect(seen.data.nodes.map((node: { id: string } | null) => node?.id ?? null)).toEqual(
      ids.map(id => (mine.has(id) ? id : null)),
    )
    const { data } = await as(viewer)(`{
      seriesByKey(key: "rio") { id }
      group(name: "of_rio") { id }
      series(search: "rio") { totalCount }
      forecasts(keys: ["rio", "sao_paulo"]) { __typename }
      scorePoints(batches: [{ key: "rio", times: [1], values: [[1]] }]) { __typename }
      previewRescore(key: "rio") { __typename }
    }`)
    expect(data).toEqual({
      seriesByKey: null,
      group: null,
      series: { totalCount: 0 },
      forecasts: [{ __typename: 'SeriesNotFound' }, expect.not.objectContaining({ __typename: 'SeriesNotFound' })],
      scorePoints: [{ __typename: 'SeriesNotFound' }],
      previewRescore: { __typename: 'SeriesNotFound' },
    })
  })

  test('reads everything of a series within reach', async () => {
    const everything = `{ seriesByKey(key: "sao_paulo") { ${fieldsOf(schema.getType('Series') as GraphQLObjectType, 4)} } }`
    const { data, errors } = await as(viewer)(everything)
    expect(errors?.map((each: { message: string; path: unknown }) => [each.message, each.path])).toBeUndefined()
    expect(data.seriesByKey.pointCount).toBe(200)
    expect((await as(admin)(everything)).data.seriesByKey).toMatchObject({ key: 'sao_paulo', pointCount: 200 })
  })

  test('changes what is within reach, and finds nothing else to change', async () => {
    const ask = as(trainer)
    const change = 'mutation($input: UpdateSeriesInput!) { updateSeries(input: $input) { __typename } }'
    const changed = (input: object) => ask(change, { input })
    expect((await changed({ key: 'sao_paulo', title: 'São Paulo' })).data.updateSeries.__typename).toBe('SeriesPayload')
    expect((await changed({ key: 'rio', title: 'Mine' })).data.updateSeries.__typename).toBe('SeriesNotFound')
    const moved = await changed({ key: 'sao_paulo', attributes: [{ name: 'region', value: 'RJ' }] })
    expect(moved.errors[0].extensions.code).toBe('ACCESS_DENIED')
    const whole = await as(admin)(lists)
    const other = whole.data.anomalies.edges.find(
      ({ node }: { node: { series: { key: string } } }) => node.series.key === 'rio',
    )
    const label = 'mutation($id: ID!) { labelAnomaly(input: { anomaly: $id, verdict: FALSE }) { __typename } }'
    expect((await ask(label, { id: other.node.id })).data.labelAnomaly.__typename).toBe('AnomalyNotFound')
    const grouping = (conditions: object[]) =>
      ask(
        'mutation($c: [GroupConditionInput!]!) { createGroup(input: { name: "g", conditions: $c }) { __typename } }',
        { c: conditions },
      )
    expect((await grouping([{ attribute: 'region' }])).errors[0].extensions.code).toBe('ACCESS_DENIED')
    expect((await grouping([{ attribute: 'region', values: ['SP'] }])).data.createGroup.__typename).toBe('GroupPayload')
  })

  test('sends points of series within reach, and what else is in the batch costs them nothing', async () => {
    const { headers } = await someone(api, inRegion('writer', 'SP'))
    const { data } = await as(headers)(ingest, { series: [sent('rio', 500), sent('sao_paulo', 500)] })
    expect(data.ingestPoints.series).toEqual([
      { key: 'rio', stored: 0, fault: { code: 'SERIES_NOT_FOUND' } },
      { key: 'sao_paulo', stored: 200, fault: null },
    ])
  })

  test('hears of series within reach only, as they are at the moment', async () => {
    const client = createClient({
      url: api.wsUrl,
      webSocketImpl: WebSocket,
      connectionParams: { 'X-API-Key': viewerSecret },
    })
    const heard: string[] = []
    const query = 'subscription { pointsAdded { cursor added { series { key } } } }'
    const events = client.iterate<{ pointsAdded: { added: { series: { key: string } }[] } }>({ query })
    await events.next()
    const hearing = (async () => {
      for await (const { data } of events)
        heard.push(...(data?.pointsAdded.added ?? []).map(({ series }) => series.key))
    })()
    await as(admin)(ingest, { series: [sent('rio', 1_000)] })
    await as(admin)(ingest, { series: [sent('sao_paulo', 1_000)] })
    await expect.poll(() => heard).toContain('sao_paulo')
    expect(heard).not.toContain('rio')
    const named = client.iterate({ query: 'subscription { pointsAdded(series: ["rio"]) { cursor } }' })
    expect(JSON.stringify((await named.next().catch(error => ({ value: error }))).value)).toContain('SERIES_NOT_FOUND')
    await client.dispose()
    await hearing
  })

  test('is told how the server is, and no figures of it', async () => {
    const health = async (headers: Record<string, string>) => (await send(api, '/healthcheck', { headers })).json
    expect(Object.keys(await health(admin))).toContain('dependencies')
    for (const headers of [viewer, {}]) expect(Object.keys(await health(headers))).toEqual(['status'])
    expect((await send(api, '/readiness', {})).status).toBe(200)
  })
})
