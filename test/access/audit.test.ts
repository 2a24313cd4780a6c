import { parseConfig } from '@seriema/api/config'
import { schema } from '@seriema/api/schema/schema'
import { isInputObjectType, isNonNullType } from 'graphql'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ask, send } from '../conformance/ask.ts'
import { startApi, type TestApi } from '../harness.ts'
import { documentOf } from './documents.ts'
import { everywhere, someone } from './people.ts'

/** Wrong keys are refused as such, however many come. */
const { limits } = parseConfig({ SERIEMA_LIMIT_TRAININGS_PER_SERIES: '0' })
let api: TestApi
let admin: Record<string, string>
let adminSecret: string
beforeAll(async () => {
  api = await startApi({ access: 'on', limits: { ...limits, guessesPerAddress: 0 } })
  // The first of all keys is what mutations of keys are tried with.
  await someone(api, everywhere('viewer'))
  const made = await someone(api, everywhere('admin'))
  admin = made.headers
  adminSecret = made.secret
})
afterAll(() => api.close())

interface Entry {
  readonly number: number
  readonly actor: string
  readonly actorKind: string
  readonly actorId: string
  readonly address: string
  readonly operation: string
  readonly outcome: string
  readonly code: string | null
  readonly message: string | null
  readonly times: number
  readonly targets: readonly { type: string; name: string | null; series: string | null; version: string | null }[]
  readonly changes: readonly { target: string; field: string; before: string | null; after: string | null }[]
  readonly input: string | null
}

const asked = `query($filter: AuditFilter, $first: Int) { auditEntries(filter: $filter, first: $first) { totalCount edges { node {
  number at actor actorKind actorId address operation outcome code message times input hash trace
  targets { type name series version } changes { target field before after } } } } }`

async function entries(filter: object = {}): Promise<readonly Entry[]> {
  await api.app.audit.flush()
  const { json } = await ask(api, asked, { filter, first: 100 }, admin)
  expect(json.errors, JSON.stringify(json)).toBeUndefined()
  return json.data.auditEntries.edges.map(({ node }: { node: Entry }) => node)
}
const since = async (last: number) => (await entries()).filter(({ number }) => number > last)
const newest = async () => (await entries())[0]?.number ?? 0
const change = async (query: string, variables: object = {}, headers = admin) => {
  const { json } = await ask(api, query, variables as Record<string, unknown>, headers)
  return json
}

const mutations = schema.getMutationType()!
const typenames =
  'Model Anomaly Label Schedule Suppression Training Version Import ApiKey AlertRule Alert Maintenance Receiver Delivery'.split(
    ' ',
  )

describe('the audit', () => {
  test('has one entry of every mutation that there is, whatever it ends in', async () => {
    for (const name of Object.keys(mutations.getFields())) {
      let before = 0
      let json: { errors?: readonly { message: string }[] } = {}
      // An id of another type is no input of the mutation: the one that it takes is found by trying.
      for (const typename of typenames) {
        before = await newest()
        const { text, variables } = documentOf(mutations, name, typename)
        json = await change(text, variables)
        if (!json.errors?.some(({ message }) => /id/.test(message))) break
      }
      expect(
        json.errors?.map(({ message }) => message),
        name,
      ).toBeUndefined()
      const written = await since(before)
      expect(
        written.map(({ operation, times }) => [operation, times]),
        name,
      ).toEqual([[name, 1]])
      expect(written[0]).toMatchObject({
        actor: 'somebody',
        actorKind: 'KEY',
        address: expect.stringContaining('127.0.0.1'),
      })
    }
  })

  test('has one entry of every mutation that is refused', async () => {
    const { headers } = await someone(api, everywhere('viewer'))
    for (const name of Object.keys(mutations.getFields())) {
      const before = await newest()
      const { text, variables } = documentOf(mutations, name)
      await change(text, variables, headers)
      const written = await since(before)
      expect(written, name).toMatchObject([{ operation: name, outcome: 'REFUSED', code: 'ACCESS_DENIED', times: 1 }])
    }
  })

  test('says what was changed, in which series, and what it was before', async () => {
    const create = 'mutation { createSeries(input: { key: "kiln", title: "Kiln" }) { __typename } }'
    await change(create)
    const [made] = await entries({ series: 'kiln' })
    expect(made).toMatchObject({
      operation: 'createSeries',
      outcome: 'DONE',
      targets: [{ type: 'Series', series: 'kiln' }],
    })
    expect(made!.changes).toContainEqual({ target: 'Series kiln', field: 'title', before: null, after: '"Kiln"' })
    await change('mutation { updateSeries(input: { key: "kiln", title: "Oven", detector: ZSCORE }) { __typename } }')
    const [changed] = await entries({ operation: 'updateSeries', series: 'kiln' })
    expect(changed!.changes).toContainEqual({
      target: 'Series kiln',
      field: 'title',
      before: '"Kiln"',
      after: '"Oven"',
    })
    expect(changed!.changes.map(({ field }) => field)).toEqual(['title', 'watch active'])
    const model = `mutation { createModel(input: { name: "Night", kind: RIDGE, scope: { series: "kiln" } }) {
      ... on ModelPayload { model { id } } } }`
    const { id } = (await change(model)).data.createModel.model
    await change('mutation($id: ID!) { updateModel(input: { id: $id, name: "Day" }) { __typename } }', { id })
    const [renamed] = await entries({ operation: 'updateModel', search: 'Day' })
    expect(renamed).toMatchObject({
      targets: [{ type: 'Model', name: 'Day', series: 'kiln' }],
      changes: [{ field: 'name', before: '"Night"', after: '"Day"' }],
    })
    await change('mutation($id: ID!) { deleteModel(input: { id: $id }) { __typename } }', { id })
    const [gone] = await entries({ operation: 'deleteModel', series: 'kiln' })
    expect(gone).toMatchObject({ targets: [{ type: 'Model', name: 'Day' }] })
    expect(gone!.changes).toContainEqual({ target: 'Model Day', field: 'name', before: '"Day"', after: null })
    expect((await change(create)).data.createSeries.__typename).toBe('SeriesExists')
    expect((await entries({ series: 'kiln', outcome: 'FAILED', operation: 'createSeries' }))[0]).toMatchObject({
      code: 'SERIES_EXISTS',
    })
  })

  test('counts points by the minute, and says of which series', async () => {
    const before = await newest()
    for (let i = 0; i < 20; i++)
      await change(`mutation { ingestPoints(input: { series: [
        { key: "kiln", times: [${1_700_000_000_000 + i}], values: [[1]] }, { key: "nowhere", times: [1], values: [[1]] }
      ] }) { __typename } }`)
    const [sent, ...more] = await since(before)
    expect(more).toEqual([])
    expect(sent).toMatchObject({ operation: 'ingestPoints', times: 20, targets: [{ series: 'kiln' }] })
    expect(JSON.parse(sent!.input!)).toMatchObject({ stored: 20, series: 1 })
  })

  test('never has a secret in it, be it made, rotated, or sent where it does not belong', async () => {
    const make = `mutation($name: String!) { createApiKey(input: { name: $name, grants: [{ role: VIEWER }] }) {
      ... on IssuedApiKeyPayload { secret apiKey { id handle } } } }`
    const { secret, apiKey } = (await change(make, { name: `for ${adminSecret}` })).data.createApiKey
    const rotate = `mutation($id: ID!) { rotateApiKey(input: { id: $id }) { ... on IssuedApiKeyPayload { secret } } }`
    const again = (await change(rotate, { id: apiKey.id })).data.rotateApiKey.secret
    await change('mutation($id: ID!) { revokeApiKey(input: { id: $id }) { __typename } }', { id: apiKey.id })
    await send(api, `/${again}`, { headers: { 'x-api-key': `${secret}x` } })
    await send(api, '/graphql', { method: 'POST', headers: { authorization: `Bearer ${again}` } })
    await api.app.audit.flush()
    const rows = await api.app.db.sql`select audit_entries::text as text from audit_entries`
    const all = JSON.stringify(rows)
    const { hash } = (
      await api.app.db.sql`select encode(hash, 'hex') as hash from api_keys order by id desc limit 1`
    )[0]!
    for (const part of [secret, again, adminSecret].map((text: string) => text.slice(17)).concat(hash))
      expect(all.includes(part), part).toBe(false)
    const [revoked] = await entries({ operation: 'revokeApiKey', outcome: 'DONE' })
    expect(revoked!.changes).toMatchObject([{ field: 'revokedAt', before: null }])
  })

  test('knows who was not let in, and a flood of them is a few entries', async () => {
    const before = await newest()
    const none = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{me{name}}"}' }
    for (let i = 0; i < 50; i++) await send(api, '/graphql', none)
    for (let i = 0; i < 50; i++)
      await send(api, `/imports/${i}`, { method: 'PUT', headers: { 'x-api-key': `srm_${i}` } })
    const written = await since(before)
    expect(written.length).toBeLessThanOrEqual(4)
    expect(written.reduce((sum, { times }) => sum + times, 0)).toBe(100)
    for (const each of written)
      expect(each).toMatchObject({ actorKind: 'UNKNOWN', outcome: 'REFUSED', code: 'UNAUTHENTICATED' })
    const viewer = await someone(api, everywhere('viewer'))
    const last = await newest()
    await send(api, '/imports/x', { method: 'PUT', headers: viewer.headers })
    const client = createClient({
      url: api.wsUrl,
      webSocketImpl: WebSocket,
      connectionParams: { 'X-API-Key': 'srm_none' },
      retryAttempts: 0,
    })
    await client
      .iterate({ query: 'subscription { pointsAdded { cursor } }' })
      .next()
      .catch(() => {})
    await client.dispose()
    expect((await since(last)).map(({ operation, code }) => [operation, code])).toEqual([
      ['WebSocket', 'UNAUTHENTICATED'],
      ['PUT /imports', 'ACCESS_DENIED'],
    ])
  })

  test('has files that are sent, and who said what by name', async () => {
    const start = `mutation { startImport(input: { fileName: "a.csv", key: "from_file" }) {
      ... on StartImportPayload { uploadPath } } }`
    const { uploadPath } = (await change(start)).data.startImport
    const body = 'time,value\n2026-01-01T00:00:00Z,1\n2026-01-01T00:01:00Z,2\n'
    expect((await send(api, uploadPath, { method: 'PUT', headers: admin, body })).status).toBe(200)
    expect((await entries({ series: 'from_file' }))[0]).toMatchObject({
      operation: 'PUT /imports',
      targets: [{ type: 'Import' }, { series: 'from_file' }],
    })
    expect((await entries({ operation: 'startImport', outcome: 'DONE' }))[0]).toMatchObject({
      targets: [{ type: 'Import' }],
    })
    const span = 'input: { series: "kiln", from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" }'
    const said = await change(`mutation { labelSpan(${span}) { ... on LabelPayload { label { by } } } }`)
    expect(said.data.labelSpan.label.by).toBe('somebody')
    const deploy = 'input: { scope: { series: "kiln" }, role: WATCH, kind: ROBUST }'
    const deployed = await change(
      `mutation { deployVersion(${deploy}) { ... on DeploymentPayload { change { by } } } }`,
    )
    expect(deployed.data.deployVersion.change.by).toBe('somebody')
    expect((await entries({ operation: 'deployVersion', series: 'kiln' }))[0]!.changes).toMatchObject([
      { field: 'watch active' },
    ])
  })

  test('is searched by words, actor, time and outcome, page by page', async () => {
    const all = await entries()
    const words = await entries({ search: 'kiln oven' })
    expect(words.length).toBeGreaterThan(0)
    for (const each of words) expect(JSON.stringify(each).toLowerCase()).toMatch(/oven/)
    expect(await entries({ search: '100%' })).toEqual([])
    expect(await entries({ actor: 'SOMEB', search: 'kiln oven' })).toEqual(words)
    expect(await entries({ actor: 'nobody' })).toEqual([])
    expect(await entries({ from: '2100-01-01T00:00:00Z' })).toEqual([])
    const { json } = await ask(
      api,
      '{ auditEntries(first: 2) { pageInfo { endCursor } edges { node { number } } } }',
      {},
      admin,
    )
    const after = json.data.auditEntries.pageInfo.endCursor
    const next = await ask(
      api,
      'query($after: String) { auditEntries(first: 2, after: $after) { edges { node { number } } } }',
      { after },
      admin,
    )
    const numbers = [json, next.json].flatMap(page =>
      page.data.auditEntries.edges.map(({ node }: { node: Entry }) => node.number),
    )
    expect(numbers).toEqual(all.slice(0, 4).map(({ number }) => number))
  })
})

test('every mutation takes one input', () => {
  for (const field of Object.values(mutations.getFields())) {
    const type = field.args[0]!.type
    expect(isNonNullType(type) && isInputObjectType(type.ofType)).toBe(true)
  }
})
