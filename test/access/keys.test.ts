import { parseConfig } from '@seriema/api/config'
import { Fault } from '@seriema/domain/fault'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { ask, send } from '../conformance/ask.ts'
import { startApi, type TestApi } from '../harness.ts'
import { everywhere, someone } from './people.ts'

let api: TestApi
let now: number
beforeAll(async () => {
  now = Date.now()
  api = await startApi({ access: 'on', clock: () => now })
})
afterAll(() => api.close())

const me = '{ me { name kind roles grants { role only { key } } } }'
const admin = async () => (await someone(api, everywhere('admin'))).headers
const create =
  'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { ... on IssuedApiKeyPayload { secret apiKey { id handle } } ... on Fault { code message } } }'

/** A client of a key that listens, and how its socket is closed. */
function listening(secret: string) {
  const closed = Promise.withResolvers<{ readonly code: number }>()
  const client = createClient({
    url: api.wsUrl,
    webSocketImpl: WebSocket,
    connectionParams: { 'X-API-Key': secret },
    retryAttempts: 0,
    on: { closed: event => closed.resolve(event as { readonly code: number }) },
  })
  const events = client.iterate({ query: 'subscription { pointsAdded { cursor } }' })
  return { client, closed: closed.promise, first: events.next() }
}

describe('an API key', () => {
  test('is shown once, is known by either header, and nowhere kept as it is', async () => {
    const input = { name: 'Telegraf', grants: [{ role: 'WRITER', only: [{ key: 'plant_*' }] }] }
    const { json } = await ask(api, create, { input }, await admin())
    const { secret, apiKey } = json.data.createApiKey
    for (const headers of [
      { 'x-api-key': secret },
      { authorization: `Bearer ${secret}` },
      { authorization: `ApiKey ${secret}` },
    ])
      expect((await ask(api, me, {}, headers as Record<string, string>)).json.data.me).toEqual({
        name: 'Telegraf',
        kind: 'KEY',
        roles: ['WRITER'],
        grants: [{ role: 'WRITER', only: [{ key: 'plant_*' }] }],
      })
    const listed = await ask(
      api,
      '{ apiKeys(first: 50) { edges { node { id name handle lastUsedAt } } } }',
      {},
      await admin(),
    )
    const own = listed.json.data.apiKeys.edges.find(({ node }: { node: { id: string } }) => node.id === apiKey.id).node
    expect(own).toMatchObject({ name: 'Telegraf', handle: apiKey.handle, lastUsedAt: expect.any(String) })
    const rows = await api.app.db.sql`select to_jsonb(k)::text as row from api_keys k`
    expect(JSON.stringify(rows)).not.toContain(secret.slice('srm_'.length + apiKey.handle.length + 1))
  })

  test('that is missing, wrong, of another or too long is refused alike, with 401 and how to do better', async () => {
    const { secret } = await someone(api, everywhere('admin'))
    const other = await someone(api, everywhere('admin'))
    const mixed = `${secret.slice(0, 17)}${other.secret.slice(17)}`
    const answers = await Promise.all(
      [mixed, `${secret}x`, secret.slice(0, -1), 'srm_', secret.toUpperCase(), 'x'.repeat(10_000)].map(key =>
        ask(api, me, {}, { 'x-api-key': key }),
      ),
    )
    for (const { status, json, headers } of answers) {
      expect(status).toBe(401)
      expect(headers.get('www-authenticate')).toContain('Bearer')
      expect(json).toEqual({
        errors: [{ message: answers[0]!.json.errors[0].message, extensions: { code: 'UNAUTHENTICATED' } }],
      })
    }
    expect((await ask(api, me)).status).toBe(401)
    for (const [path, method] of [
      ['/imports/x', 'PUT'],
      ['/imports/x/rejections', 'GET'],
      ['/versions/x.onnx', 'GET'],
      ['/versions', 'PUT'],
    ] as const)
      expect((await send(api, path, { method })).status, path).toBe(401)
  })

  test('that is revoked is refused, and its socket ends within five seconds with a code that no client retries', async () => {
    const { id, secret, headers } = await someone(api, everywhere('viewer'))
    const { client, closed, first } = listening(secret)
    await first
    const began = performance.now()
    const revoke =
      'mutation($id: ID!) { revokeApiKey(input: { id: $id }) { ... on ApiKeyPayload { apiKey { revokedAt } } } }'
    const revoked = await ask(api, revoke, { id: Buffer.from(`ApiKey:${id}`).toString('base64url') }, await admin())
    expect(revoked.json.data.revokeApiKey.apiKey.revokedAt).not.toBeNull()
    expect((await ask(api, me, {}, headers)).status).toBe(401)
    expect((await closed).code).toBe(4401)
    expect(performance.now() - began).toBeLessThan(5_000)
    await client.dispose()
  })

  test('that expires while a socket is open ends it, too', async () => {
    const { secret, headers } = await someone(api, everywhere('viewer'), now + 60_000)
    const { client, closed, first } = listening(secret)
    await first
    now += 60_000
    expect((await closed).code).toBe(4401)
    expect((await ask(api, me, {}, headers)).status).toBe(401)
    await client.dispose()
  })

  test('that opens a socket with nothing or something wrong closes it with the same code', async () => {
    for (const secret of ['', 'srm_nobody']) {
      const { client, closed, first } = listening(secret)
      await expect(first).rejects.toMatchObject({ code: 4401 })
      expect((await closed).code).toBe(4401)
      await client.dispose()
    }
  })

  test('that is rotated is taken under both secrets for a while, then under the new one only', async () => {
    const { id, headers } = await someone(api, everywhere('viewer'))
    const rotate =
      'mutation($id: ID!) { rotateApiKey(input: { id: $id, overlap: 60000 }) { ... on IssuedApiKeyPayload { secret } } }'
    const { json } = await ask(api, rotate, { id: Buffer.from(`ApiKey:${id}`).toString('base64url') }, await admin())
    const renewed = { 'x-api-key': json.data.rotateApiKey.secret }
    for (const each of [headers, renewed]) expect((await ask(api, me, {}, each)).status).toBe(200)
    now += 61_000
    expect((await ask(api, me, {}, headers)).status).toBe(401)
    expect((await ask(api, me, {}, renewed)).status).toBe(200)
  })

  test('of whoever starts it for the first time is issued until it is used, and again where nobody may all any more', async () => {
    const fresh = await startApi({ access: 'on', clock: () => now })
    onTestFinished(() => fresh.close())
    const { keys } = fresh.app.access
    // Its words may have got lost: so may those of the next, which another process may have shown at the same time.
    const [lost, first] = [await keys.first(), await keys.first()]
    expect(first!.key.id).toBe(lost!.key.id)
    for (const { secret } of [lost!, first!])
      expect((await ask(fresh, me, {}, { 'x-api-key': secret })).json.data.me.roles).toEqual(['ADMIN'])
    await expect.poll(() => keys.first()).toBeNull()
    await keys.revoke(first!.key.id)
    expect(await keys.first()).not.toBeNull()
  })
})

test('what others can reach does not start without a word on access, and says which words there are', () => {
  expect(() => parseConfig({ SERIEMA_HOST: '0.0.0.0' })).toThrow(Fault)
  expect(() => parseConfig({ SERIEMA_HOST: '0.0.0.0' })).toThrow(/SERIEMA_ACCESS=on.*SERIEMA_ACCESS=off/)
  for (const SERIEMA_ACCESS of ['on', 'off'])
    expect(parseConfig({ SERIEMA_HOST: '0.0.0.0', SERIEMA_ACCESS }).access).toBe(SERIEMA_ACCESS)
  for (const SERIEMA_HOST of ['localhost', '127.0.0.1', '::1'])
    expect(parseConfig({ SERIEMA_HOST }).access).toBe('auto')
})

test('where access is off nobody is asked, and everybody may everything', async () => {
  const open = await startApi()
  expect((await ask(open, me)).json.data.me).toMatchObject({ name: 'anyone', kind: 'ANYONE', roles: ['ADMIN'] })
  await open.close()
})
