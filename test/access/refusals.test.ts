import { readAudit } from '@seriema/api/store/audit'
import type { AuditRecord } from '@seriema/domain/audit'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { ask, send } from '../conformance/ask.ts'
import { createJar } from '../cookie-jar.ts'
import { type AccessApi, signIn, startAccessApi } from '../signed-in.ts'
import { everywhere, someone } from './people.ts'

let started: AccessApi
let admin: Awaited<ReturnType<typeof someone>>
let last = 0
beforeAll(async () => {
  started = await startAccessApi()
  admin = await someone(started.api, everywhere('admin'))
})
afterAll(() => started.close())
beforeEach(async () => {
  last += (await written()).length
})

/** What was written since the test began, the oldest first. */
async function written(): Promise<readonly AuditRecord[]> {
  await started.api.app.audit.flush()
  return readAudit(started.api.app.db, last, 1_000)
}

const json = { 'content-type': 'application/json' }
const told = (entries: readonly AuditRecord[]) =>
  entries.map(({ actor, operation, outcome, code, times }) => [actor.kind, operation, outcome, code, times])

describe('a mutation that GraphQL itself does not take is in the audit', () => {
  const mistakes: readonly [string, object, string, string][] = [
    ['mutation { deleteSeries(input: { key: "a" }) { nothing } }', {}, 'deleteSeries', 'GRAPHQL'],
    ['mutation { deleteAll { nothing } }', {}, 'mutation', 'GRAPHQL'],
    ['# all\n mutation { deleteSeries(', {}, 'mutation', 'GRAPHQL'],
    [
      'mutation($i: DeleteSeriesInput!) { deleteSeries(input: $i) { __typename } }',
      { i: { key: 7 } },
      'deleteSeries',
      'GRAPHQL',
    ],
    ['mutation { mine: revokeApiKey(input: { id: "x" }) { __typename } }', {}, 'revokeApiKey', 'INVALID_INPUT'],
    [
      'mutation($k: String!) { deleteSeries(input: { key: $k }) { __typename } }',
      { k: 'a\0' },
      'deleteSeries',
      'INVALID_INPUT',
    ],
    [`mutation { ${'a '.repeat(2_001)} }`, {}, 'mutation', 'GRAPHQL'],
  ]

  test.each(mistakes)('over HTTP: %s', async (query, variables, operation, code) => {
    const { json } = await ask(started.api, query, { ...variables }, admin.headers)
    expect(json.errors).toHaveLength(1)
    expect(told(await written())).toEqual([['key', operation, 'failed', code, 1]])
  })

  test('over WebSocket', async () => {
    const socket = new WebSocket(started.api.wsUrl, 'graphql-transport-ws')
    onTestFinished(() => socket.terminate())
    const messages: string[] = []
    socket.on('message', data => messages.push(String(data)))
    const heard = (count: number) => expect.poll(() => messages.length, { timeout: 10_000 }).toBe(count)
    await new Promise(resolve => socket.once('open', resolve))
    socket.send(JSON.stringify({ type: 'connection_init', payload: { 'x-api-key': admin.secret } }))
    await heard(1)
    const sent = mistakes
    for (const [place, [query, variables]] of sent.entries()) {
      socket.send(JSON.stringify({ id: String(place), type: 'subscribe', payload: { query, variables } }))
      await expect.poll(() => messages.some(text => text.includes(`"id":"${place}"`))).toBe(true)
    }
    const entries = await written()
    expect(entries.reduce((sum, { times }) => sum + times, 0)).toBe(sent.length)
    expect(new Set(entries.map(({ operation }) => operation))).toEqual(new Set(sent.map(([, , name]) => name)))
  })

  test('where it comes by GET, and of one that was done there is no more than its own entry', async () => {
    const query = encodeURIComponent('mutation { deleteSeries(input: { key: "a" }) { __typename } }')
    await send(started.api, `/graphql?query=${query}`, { headers: { ...admin.headers, 'x-csrf': '1' } })
    await ask(started.api, 'mutation { deleteSeries(input: { key: "a" }) { __typename } }', {}, admin.headers)
    expect(told(await written())).toEqual([
      ['key', 'deleteSeries', 'failed', 'INVALID_INPUT', 1],
      ['key', 'deleteSeries', 'failed', 'SERIES_NOT_FOUND', 1],
    ])
  })

  test('in few entries, however many come and whatever is written in them', async () => {
    for (let i = 0; i < 200; i++)
      await ask(started.api, `mutation { a${i}: deleteSeries(input: { key: "${i}" }) { no${i} } }`, {}, admin.headers)
    expect(told(await written())).toEqual([
      ['key', 'deleteSeries', 'failed', 'GRAPHQL', 1],
      ['key', 'deleteSeries', 'failed', 'GRAPHQL', 199],
    ])
  })

  test('and a query that it does not take is not', async () => {
    await ask(started.api, '{ nothing }', {}, admin.headers)
    await ask(started.api, 'query mutation { nothing }', {}, admin.headers)
    expect(await written()).toEqual([])
  })
})

describe('whoever is turned away before anything is asked is in the audit', () => {
  const foreign = { origin: 'https://elsewhere.example' }
  const cookie = { cookie: `seriema=${'x'.repeat(43)}` }
  const get = (path: string, init: RequestInit) => send(started.api, path, init)

  test.each<[string, () => Promise<unknown>, string]>([
    [
      'by a cookie that a page of another site had sent',
      () => get('/graphql', { method: 'POST', headers: { ...json, ...cookie, ...foreign }, body: '{}' }),
      'POST /graphql',
    ],
    [
      'by a form of another site',
      () => get('/graphql', { method: 'POST', headers: admin.headers, body: 'query={__typename}' }),
      'POST /graphql',
    ],
    [
      'signing in from a page of another site',
      () => get('/auth/key', { method: 'POST', headers: { ...json, ...foreign }, body: '{"key":"x"}' }),
      'POST /auth',
    ],
    [
      'signing out from a page of another site',
      () => get('/auth/sign-out', { method: 'POST', headers: foreign }),
      'POST /auth',
    ],
  ])('%s', async (_name, act, operation) => {
    await act()
    expect(await written()).toMatchObject([{ operation, outcome: 'refused', code: 'ACCESS_DENIED' }])
  })

  test.each([
    ['of another site', { origin: 'https://elsewhere.example' }],
    ['by a cookie without a page', cookie],
    ['under a name that is not ours', { host: 'elsewhere.example' }],
  ])('a WebSocket %s', async (_name, headers) => {
    const socket = new WebSocket(started.api.wsUrl, 'graphql-transport-ws', { headers })
    await new Promise(resolve => socket.once('error', resolve))
    expect(told(await written())).toEqual([['unknown', 'WebSocket', 'refused', 'ACCESS_DENIED', 1]])
  })
})

test('who asks how it is, or who they are, without saying so is refused nothing and leaves no entry', async () => {
  for (const path of ['/healthcheck', '/readiness', '/auth/me'])
    expect((await send(started.api, path, {})).status).toBe(200)
  expect(await written()).toEqual([])
})

describe('signing in and out is in the audit', () => {
  const dashboard = () => ({ origin: started.dashboard })

  test('by a key', async () => {
    const jar = createJar()
    const to = (path: string) => `${started.api.url}/auth/${path}`
    const body = JSON.stringify({ key: admin.secret })
    await jar.fetch(to('key'), { method: 'POST', headers: { ...json, ...dashboard() }, body })
    await jar.fetch(to('sign-out'), { method: 'POST', headers: dashboard() })
    const wrong = JSON.stringify({ key: 'srm_wrong' })
    await jar.fetch(to('key'), { method: 'POST', headers: { ...json, ...dashboard() }, body: wrong })
    const entries = await written()
    expect(told(entries)).toEqual([
      ['key', 'signIn', 'done', null, 1],
      ['session', 'signOut', 'done', null, 1],
      ['unknown', 'signIn', 'refused', 'UNAUTHENTICATED', 1],
    ])
    expect(entries[0]!.actor).toMatchObject({ name: 'somebody', address: '127.0.0.1' })
    expect(entries[1]!.actor.id).toBe(entries[0]!.actor.id)
  })

  test('by the OpenID provider, with the name of somebody whom nothing is granted to', async () => {
    started.openId.people.set('ana', { roles: ['plant-admins'], name: 'Ana' })
    started.openId.people.set('eve', { roles: ['visitors'], name: 'Eve' })
    const jar = createJar()
    await signIn(started, jar, 'ana')
    await jar.fetch(`${started.api.url}/auth/sign-out`, { method: 'POST', headers: dashboard() })
    await signIn(started, createJar(), 'eve')
    const entries = await written()
    expect(told(entries)).toEqual([
      ['session', 'signIn', 'done', null, 1],
      ['session', 'signOut', 'done', null, 1],
      ['unknown', 'signIn', 'refused', 'ACCESS_DENIED', 1],
    ])
    expect(entries.map(({ actor: { id, name } }) => [id, name])).toEqual([
      ['ana', 'Ana'],
      ['ana', 'Ana'],
      ['eve', 'Eve'],
    ])
  })
})
