import { pino } from 'pino'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { ask } from '../conformance/ask.ts'
import { startDatabase, type TestDatabase } from '../database.ts'
import { startApi, type TestApi } from '../harness.ts'
import { everywhere, inRegion, someone } from './people.ts'

/** A database whose user may make no roles, as many have it, and what a superuser of it does. */
const user = `plain_${process.pid}`
const superuser = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} })
let database: TestDatabase
let databaseUrl: string

beforeAll(async () => {
  database = await startDatabase()
  const url = new URL(database.url)
  await superuser.unsafe(`CREATE ROLE ${user} LOGIN PASSWORD 'plain'`)
  await superuser.unsafe(`ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${user}`)
  // Roles belong to the whole server, and another test may have made this one.
  await superuser.unsafe(
    `DO $$ BEGIN CREATE ROLE seriema_limited NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
  )
  url.username = user
  url.password = 'plain'
  databaseUrl = url.href
})
afterAll(async () => {
  await database.drop()
  await superuser.unsafe(`DROP ROLE ${user}`)
  await superuser.end()
})

const create =
  'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename ... on Fault { code message } ... on IssuedApiKeyPayload { secret } } }'
const some = { name: 'some', grants: [{ role: 'VIEWER', only: [{ key: 'mine_*' }] }] }

test('where the database has no role for it, a key for some series is refused with what to do, and the log says so at the start', async () => {
  const lines: { msg: string; level: number; err?: { message: string } }[] = []
  const log = pino({ level: 'warn' }, { write: line => void lines.push(JSON.parse(line)) })
  let api: TestApi = await startApi({ access: 'on', databaseUrl, log })
  const warned = lines.filter(({ msg }) => msg === 'roles for some series cannot be given or used')
  expect(warned).toMatchObject([{ err: { message: expect.stringContaining('GRANT seriema_limited TO') } }])
  const admin = await someone(api, everywhere('admin'))
  const make = async (input: object) => (await ask(api, create, { input }, admin.headers)).json.data.createApiKey
  expect(await make(some)).toEqual({
    __typename: 'LimitedRoleMissing',
    code: 'LIMITED_ROLE_MISSING',
    message: expect.stringMatching(/not granted to the database's user.*GRANT seriema_limited TO.*start Seriema again/),
  })
  const all = await make({ name: 'all', grants: [{ role: 'VIEWER' }] })
  expect(all.__typename).toBe('IssuedApiKeyPayload')
  const change = 'mutation($input: UpdateApiKeyInput!) { updateApiKey(input: $input) { __typename } }'
  const id = Buffer.from(`ApiKey:${admin.id}`).toString('base64url')
  const changed = await ask(api, change, { input: { id, grants: some.grants } }, admin.headers)
  expect(changed.json.data.updateApiKey.__typename).toBe('LimitedRoleMissing')

  // As somebody whom a provider gives such a role, or whose key is from when there was one.
  const before = await someone(api, everywhere('viewer'))
  const grants = JSON.stringify(inRegion('viewer', 'SP'))
  await api.app.db.sql`UPDATE api_keys SET grants = ${grants}::text::jsonb WHERE id = ${before.id}`
  const { json } = await ask(api, '{ series { totalCount } }', {}, before.headers)
  expect(json.errors[0].extensions.code).toBe('LIMITED_ROLE_MISSING')
  await api.close()

  await superuser.unsafe(`GRANT seriema_limited TO ${user}`)
  const url = new URL(database.url)
  const within = postgres(url.href, { max: 1, onnotice: () => {} })
  await within.unsafe('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM seriema_limited')
  await within.end()
  lines.length = 0
  api = await startApi({ access: 'on', databaseUrl, log })
  expect(lines).toEqual([])
  const { secret: good } = await make(some)
  await ask(api, 'mutation { createSeries(input: { key: "mine_1" }) { __typename } }', {}, admin.headers)
  await ask(api, 'mutation { createSeries(input: { key: "other" }) { __typename } }', {}, admin.headers)
  const seen = await ask(
    api,
    '{ series { edges { node { key pointCount points { times } } } } }',
    {},
    { 'x-api-key': good },
  )
  expect(seen.json).toMatchObject({ data: { series: { edges: [{ node: { key: 'mine_1' } }] } } })
  await api.close()
})
