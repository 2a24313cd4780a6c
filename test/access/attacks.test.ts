import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { parseConfig } from '@seriema/api/config'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type ClientOptions, WebSocket } from 'ws'
import { ask, send } from '../conformance/ask.ts'
import { startApi, type TestApi } from '../harness.ts'
import { everywhere, inRegion, someone } from './people.ts'

/**
 * What the OWASP cheat sheets on GraphQL and WebSocket say is tried against access: brute force, batches, introspection,
 * ids of others, credentials in odd places and shapes, sockets of other sites, and getting more than one was given.
 */

const { limits } = parseConfig({})
// Attackers of one test must not be the attackers of the next.
const free = { ...limits, guessesPerAddress: 0 }
let api: TestApi
let admin: { id: number; secret: string; headers: Record<string, string> }
let viewer: typeof admin
let now = Date.now()

beforeAll(async () => {
  api = await startApi({ access: 'on', introspection: 'off', limits: free, clock: () => now })
  admin = await someone(api, everywhere('admin'))
  viewer = await someone(api, everywhere('viewer'))
  for (const [key, region] of [
    ['mine', 'SP'],
    ['theirs', 'RJ'],
  ])
    await ask(
      api,
      'mutation($input: CreateSeriesInput!) { createSeries(input: $input) { __typename } }',
      { input: { key, attributes: [{ name: 'region', value: region }] } },
      admin.headers,
    )
})
afterAll(() => api.close())

const start = async (overrides: Parameters<typeof startApi>[0]) => {
  const started = await startApi({ access: 'on', ...overrides })
  onTestFinished(() => started.close())
  return started
}

const list = '{ series { totalCount } }'
const codeOf = async (headers: Record<string, string>, to: TestApi = api): Promise<string | undefined> => {
  const { status, json } = await ask(to, list, {}, headers)
  expect(status === 401).toBe(json.errors?.[0].extensions.code === 'UNAUTHENTICATED')
  return json.errors?.[0].extensions.code
}

/** As a program sends it that minds no rules: headers may come twice. */
const raw = (
  path: string,
  { method = 'POST', headers = {}, body }: { method?: string; headers?: OutgoingHttpHeaders; body?: string },
  to: TestApi = api,
) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const asked = httpRequest(`${to.url}/`, { method, headers, path, agent: false }, response => {
      let text = ''
      response.on('data', data => (text += data))
      response.once('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
    })
    asked.once('error', reject)
    asked.end(body)
  })

const json = { 'content-type': 'application/json' }
const body = JSON.stringify({ query: list })

interface Conversation {
  /** The code it was closed with, or 'welcome'. */
  readonly end: number | 'welcome'
  readonly reason: string
  readonly socket: WebSocket
}

/** Opens a socket, introduces itself with a payload, and waits for what comes of it. */
async function greet(payload: unknown, options: ClientOptions = {}, to: TestApi = api): Promise<Conversation> {
  const socket = new WebSocket(to.wsUrl, 'graphql-transport-ws', options)
  onTestFinished(() => socket.terminate())
  const closed = new Promise<Conversation>(resolve =>
    socket.once('close', (end, reason) => resolve({ end, reason: String(reason), socket })),
  )
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const welcome = new Promise<Conversation>(resolve =>
    socket.once('message', () => resolve({ end: 'welcome', reason: '', socket })),
  )
  socket.send(JSON.stringify({ type: 'connection_init', payload }))
  return Promise.race([welcome, closed])
}

const madeUp = (n: number) => `srm_${n.toString(36).padStart(12, '0')}_${'k'.repeat(43)}`

describe('guessing keys', () => {
  test('over HTTP, health, uploads and sockets counts together and is refused after ten', async () => {
    const guarded = await start({})
    const known = await someone(guarded, everywhere('viewer'))
    expect(await codeOf(known.headers, guarded)).toBeUndefined()
    let n = 0
    const next = () => ({ 'x-api-key': madeUp(n++) })
    for (let i = 0; i < 3; i++) expect(await codeOf(next(), guarded)).toBe('UNAUTHENTICATED')
    for (let i = 0; i < 2; i++) await send(guarded, '/healthcheck', { headers: next() })
    for (let i = 0; i < 2; i++)
      expect((await send(guarded, '/imports/x', { method: 'PUT', headers: next(), body: 'a' })).status).toBe(401)
    for (let i = 0; i < 3; i++) expect((await greet(next(), {}, guarded)).end).toBe(4401)
    const refused = await ask(guarded, list, {}, next())
    expect(refused.status).toBe(429)
    const { code, retryAfter } = refused.json.errors[0].extensions
    expect(code).toBe('TOO_MANY_REQUESTS')
    expect(retryAfter).toBeGreaterThan(0)
    expect(retryAfter).toBeLessThanOrEqual(60)
    expect(refused.headers.get('retry-after')).toBe(String(retryAfter))
    expect((await greet(next(), {}, guarded)).end).toBe(1013)
    // Who is known from here goes on, and a good key cannot be told from a bad one by whoever tries.
    expect(await codeOf(known.headers, guarded)).toBeUndefined()
    const another = await someone(guarded, everywhere('viewer'))
    expect((await ask(guarded, list, {}, another.headers)).status).toBe(429)
  })

  test('counts for who asks, whatever headers say of where a request comes from', async () => {
    const guarded = await start({})
    const codes: number[] = []
    for (let i = 0; i < 12; i++) {
      const elsewhere = `198.51.100.${i}`
      const headers = {
        'x-api-key': madeUp(i),
        'x-forwarded-for': elsewhere,
        'x-real-ip': elsewhere,
        forwarded: `for=${elsewhere}`,
        'x-client-ip': elsewhere,
        'true-client-ip': elsewhere,
        'cf-connecting-ip': elsewhere,
      }
      codes.push((await ask(guarded, list, {}, headers)).status)
    }
    expect(codes).toEqual([...Array(10).fill(401), 429, 429])
    const proxied = await start({ trustedProxies: ['127.0.0.1'] })
    const behind: number[] = []
    for (let i = 0; i < 12; i++) {
      const headers = { 'x-api-key': madeUp(i), 'x-forwarded-for': `198.51.100.${i}, 203.0.113.5` }
      behind.push((await ask(proxied, list, {}, headers)).status)
    }
    expect(behind).toEqual([...Array(10).fill(401), 429, 429])
    const neighbour = { 'x-api-key': madeUp(99), 'x-forwarded-for': '203.0.113.6' }
    expect((await ask(proxied, list, {}, neighbour)).status).toBe(401)
  })

  test('in batches or by aliases is one try a request', async () => {
    const batch = await raw('/graphql', { headers: { ...json, ...viewer.headers }, body: `[${body},${body}]` })
    expect(batch.status).toBe(400)
    const aliases = Array.from({ length: 31 }, (_, i) => `a${i}: __typename`).join(' ')
    expect((await ask(api, `{ ${aliases} }`, {}, viewer.headers)).json.errors[0].extensions.code).toBe('TOO_LARGE')
  })

  test('tells nothing by its answer: there is no such key, or it is wrong, revoked or expired', async () => {
    const [revoked, expired] = [
      await someone(api, everywhere('admin')),
      await someone(api, everywhere('admin'), now + 1_000),
    ]
    await api.app.access.keys.revoke(revoked.id)
    now += 2_000
    const handle = viewer.secret.slice(0, 17)
    const wrong = [madeUp(1), `${handle}${'x'.repeat(43)}`, revoked.secret, expired.secret]
    const answers = await Promise.all(
      wrong.map(async key => {
        const { status, text } = await ask(api, list, {}, { 'x-api-key': key })
        return `${status} ${text}`
      }),
    )
    expect(new Set(answers).size, answers.join('\n')).toBe(1)
    const sockets = await Promise.all(wrong.map(key => greet({ 'x-api-key': key })))
    expect(new Set(sockets.map(({ end, reason }) => `${end} ${reason}`)).size).toBe(1)
    expect(sockets[0]!.end).toBe(4401)
  })
})

describe('credentials in odd places and shapes', () => {
  test('a key in an address, a body, a cookie or the variables is none', async () => {
    const { secret } = viewer
    for (const name of ['x-api-key', 'api_key', 'apikey', 'key', 'access_token', 'authorization', 'token'])
      expect((await raw(`/graphql?${name}=${secret}`, { headers: json, body })).status, name).toBe(401)
    const within = JSON.stringify({ query: list, variables: { 'x-api-key': secret }, extensions: { apiKey: secret } })
    expect((await raw('/graphql', { headers: json, body: within })).status).toBe(401)
    for (const name of ['x-api-key', '__Host-seriema', 'authorization'])
      expect((await raw('/graphql', { headers: { ...json, cookie: `${name}=${secret}` }, body })).status).toBe(401)
    const { origin } = new URL(api.url)
    const held = { ...json, cookie: `seriema=${secret}` }
    expect((await raw('/graphql', { headers: held, body })).status).toBe(403)
    expect((await raw('/graphql', { headers: { ...held, origin }, body })).status).toBe(401)
    const address = new WebSocket(`${origin.replace('http', 'ws')}/graphql?x-api-key=${secret}`, 'graphql-transport-ws')
    onTestFinished(() => address.terminate())
    await new Promise(resolve => address.once('open', resolve))
    address.send('{"type":"connection_init"}')
    expect(await new Promise(resolve => address.once('close', resolve))).toBe(4401)
  })

  test('a key of another case, with something before or after it, or in half is none', async () => {
    const { secret } = viewer
    const [, handle, rest] = secret.split('_', 2).concat(secret.slice(17)) as [string, string, string]
    for (const wrong of [
      secret.toUpperCase(),
      secret.toLowerCase() === secret ? secret.slice(1) : secret.toLowerCase(),
      `srm_${handle.toUpperCase()}_${rest}`,
      `${secret}x`,
      `x${secret}`,
      `${secret},${secret}`,
      `${secret} or 1=1`,
      secret.slice(0, -1),
      secret.slice(0, 17),
      `${secret}%00`,
      '',
      ' ',
      'null',
      'undefined',
      '{}',
    ])
      expect(await codeOf({ 'x-api-key': wrong }), wrong).toBe('UNAUTHENTICATED')
    for (const authorization of [
      secret,
      'Bearer',
      'Bearer ',
      `Basic ${Buffer.from(`x:${secret}`).toString('base64')}`,
      `Bearer ${secret} ${secret}`,
      `Bearer ${secret}, Bearer ${secret}`,
      `Digest ${secret}`,
      `Bearer\t${secret}`,
    ])
      expect(await codeOf({ authorization }), authorization).toBe('UNAUTHENTICATED')
    expect(await codeOf({ authorization: `Bearer ${secret}` })).toBeUndefined()
  })

  test('the first message of a socket takes no key of another shape, with U+0000, or of any length', async () => {
    const { secret } = viewer
    for (const payload of [
      undefined,
      null,
      [],
      { 'x-api-key': `${secret}\0` },
      { 'x-api-key': `\0${secret}` },
      { 'x-api-key': [secret] },
      { 'x-api-key': { toString: secret } },
      { 'x-api-key': 'x'.repeat(1_000_000) },
      { authorization: `Bearer ${'x'.repeat(1_000_000)}` },
      { authorization: { Bearer: secret } },
      { __proto__: { 'x-api-key': secret } },
      { headers: { 'x-api-key': secret } },
    ]) {
      const { end } = await greet(payload)
      expect([4400, 4401], JSON.stringify(payload)?.slice(0, 80)).toContain(end)
    }
    expect((await greet({ 'X-API-Key': secret })).end).toBe('welcome')
  })

  test('two of one kind are none: a proxy in front may have looked at the other', async () => {
    const good = `Bearer ${viewer.secret}`
    for (const authorization of [
      [good, `Bearer ${madeUp(1)}`],
      [`Bearer ${madeUp(1)}`, good],
      [good, good],
    ])
      expect(
        (await raw('/graphql', { headers: { ...json, authorization: authorization as never }, body })).status,
      ).toBe(401)
    for (const keys of [
      [viewer.secret, madeUp(1)],
      [viewer.secret, viewer.secret],
    ])
      expect((await raw('/graphql', { headers: { ...json, 'x-api-key': keys }, body })).status).toBe(401)
    const twice = await greet(undefined, { headers: { authorization: [good, good] as never } })
    expect(twice.end).toBe(4401)
  })

  test('headers that are too long, or hold what no header may, are refused and the server goes on', async () => {
    expect((await raw('/graphql', { headers: { ...json, 'x-api-key': 'k'.repeat(20_000) }, body })).status).toBe(431)
    const smuggled = await new Promise<string>(resolve => {
      const socket = connect(Number(new URL(api.url).port), '127.0.0.1')
      let answer = ''
      socket.on('data', data => (answer += data)).once('close', () => resolve(answer))
      socket.write(
        `POST /graphql HTTP/1.1\r\nhost: localhost\r\nx-api-key: ${viewer.secret}\0\r\ncontent-length: 0\r\n\r\n`,
      )
    })
    expect(smuggled).toMatch(/^HTTP\/1\.1 400/)
    expect(await codeOf(viewer.headers)).toBeUndefined()
  })

  test('a request is what its first line says: another method, host or path in a header is not believed', async () => {
    const mutation = encodeURIComponent('mutation { createSeries(input: { key: "sneaked" }) { __typename } }')
    const over = { 'x-http-method-override': 'POST', 'x-method-override': 'POST', 'x-http-method': 'POST' }
    const { text } = await raw(`/graphql?query=${mutation}`, { method: 'GET', headers: { ...over, ...admin.headers } })
    expect(text).not.toContain('SeriesPayload')
    const elsewhere = { 'x-original-url': '/readiness', 'x-rewrite-url': '/liveness', 'x-forwarded-host': 'localhost' }
    expect((await raw('/graphql', { headers: { ...json, ...elsewhere }, body })).status).toBe(401)
    const stranger = { ...json, host: 'evil.example', 'x-forwarded-host': 'localhost', ...viewer.headers }
    expect((await raw('/graphql', { headers: stranger, body })).status).toBe(421)
    const { json: sneaked } = await ask(api, '{ seriesByKey(key: "sneaked") { key } }', {}, admin.headers)
    expect(sneaked.data.seriesByKey).toBeNull()
  })

  test('no way of writing a path leads around who is asked', async () => {
    for (const path of [
      '/graphql',
      '/graphql/',
      '//graphql',
      '/GraphQL',
      '/graphql;x=1',
      '/./graphql',
      '/liveness/../graphql',
      '/graphql%2f',
      '/%67raphql',
      '/versions',
      '/versions/VmVyc2lvbjox.onnx',
      '/imports/x',
      '/imports/x/rejections',
    ])
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
        const { status, text } = await raw(path, { method, headers: json, body })
        expect([400, 401, 404, 405], `${method} ${path} ${status}`).toContain(status)
        expect(text).not.toContain('"data"')
      }
  })
})

describe('keys that are over', () => {
  test('an expired or revoked key is refused over HTTP and in the first message of a socket', async () => {
    const expiring = await someone(api, everywhere('viewer'), now + 60_000)
    const leaving = await someone(api, everywhere('viewer'))
    expect([await codeOf(expiring.headers), await codeOf(leaving.headers)]).toEqual([undefined, undefined])
    now += 61_000
    await api.app.access.keys.revoke(leaving.id)
    for (const { headers, secret } of [expiring, leaving]) {
      expect(await codeOf(headers)).toBe('UNAUTHENTICATED')
      expect((await greet({ 'x-api-key': secret })).end).toBe(4401)
    }
  })

  test('a socket ends with its key, whatever it carries', async () => {
    const expiring = await someone(api, everywhere('viewer'), now + 60_000)
    const leaving = await someone(api, everywhere('viewer'))
    const open = await Promise.all([expiring, leaving].map(({ secret }) => greet({ 'x-api-key': secret })))
    const ends = open.map(({ socket }) => {
      const query = 'subscription { pointsAdded { cursor } }'
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }))
      return new Promise(resolve => socket.once('close', resolve))
    })
    now += 61_000
    await api.app.access.keys.revoke(leaving.id)
    expect(await Promise.all(ends)).toEqual([4401, 4401])
  })
})

describe('getting more than one was given', () => {
  const keyMutations = [
    'createApiKey(input: { name: "mine", grants: [{ role: ADMIN }] }) { __typename }',
    'updateApiKey(input: { id: $id, grants: [{ role: ADMIN }] }) { __typename }',
    'rotateApiKey(input: { id: $id }) { __typename ... on IssuedApiKeyPayload { secret } }',
    'revokeApiKey(input: { id: $id }) { __typename }',
  ]
  const idOf = (row: number) => Buffer.from(`ApiKey:${row}`).toString('base64url')

  test('only an admin of everything makes, changes, rotates, revokes or sees keys, their own included', async () => {
    const others = [
      viewer,
      await someone(api, everywhere('writer')),
      await someone(api, everywhere('trainer')),
      await someone(api, inRegion('admin', 'SP')),
    ]
    const before = await ask(api, '{ apiKeys(first: 100) { totalCount } }', {}, admin.headers)
    for (const { id, headers, secret } of others) {
      for (const target of [id, admin.id])
        for (const field of keyMutations) {
          const head = field.includes('$id') ? '($id: ID!)' : ''
          const { json } = await ask(api, `mutation${head} { ${field} }`, { id: idOf(target) }, headers)
          expect(json.errors[0].extensions.code, field).toBe('ACCESS_DENIED')
          expect(json.data ?? null).toBeNull()
        }
      for (const query of [
        '{ apiKeys { totalCount } }',
        'query($id: ID!) { node(id: $id) { ... on ApiKey { name handle } } }',
        'query($id: ID!) { nodes(ids: [$id]) { ...K } } fragment K on ApiKey { grants { role } }',
      ]) {
        const head = query.includes('$id') ? { id: idOf(admin.id) } : {}
        const { json } = await ask(api, query, head, headers)
        expect(json.errors[0].extensions.code, query).toBe('ACCESS_DENIED')
      }
      const over = await greet({ 'x-api-key': secret })
      const answer = new Promise<string>(resolve => over.socket.once('message', data => resolve(String(data))))
      const payload = { query: `mutation { ${keyMutations[0]} }` }
      over.socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }))
      expect(await answer).toContain('ACCESS_DENIED')
    }
    const after = await ask(api, '{ apiKeys(first: 100) { totalCount } }', {}, admin.headers)
    expect(after.json.data.apiKeys.totalCount).toBe(before.json.data.apiKeys.totalCount)
    expect(await codeOf(admin.headers)).toBeUndefined()
  })

  test('whoever may see nothing of keys does not learn by their ids which there are', async () => {
    const asked = await ask(
      api,
      'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: [idOf(admin.id), idOf(999_999)] },
      viewer.headers,
    )
    const seen = asked.json.data?.nodes ?? asked.json.errors[0].extensions.code
    expect(seen).toEqual([null, null])
  })

  test('hashes of keys are in no answer, whoever asks', async () => {
    for (const field of ['hash', 'formerHash', 'secret', 'digest']) {
      const { json } = await ask(api, `{ apiKeys { edges { node { ${field} } } } }`, {}, admin.headers)
      expect(json.errors[0].message).toContain(`Cannot query field "${field}"`)
    }
    const all =
      '{ apiKeys(first: 100) { edges { cursor node { id name handle createdAt createdBy expiresAt revokedAt lastUsedAt formerUntil } } } me { name } }'
    const { text } = await ask(api, all, {}, admin.headers)
    const { createHash } = await import('node:crypto')
    const secret = admin.secret.slice(17)
    const hash = createHash('sha256').update(secret).digest()
    for (const kept of [secret, hash.toString('hex'), hash.toString('base64'), hash.toString('base64url')])
      expect(text).not.toContain(kept)
  })

  test('ids of what is out of reach find nothing and change nothing, in whatever operation', async () => {
    const restricted = await someone(api, inRegion('trainer', 'SP'))
    const id = (await ask(api, '{ seriesByKey(key: "theirs") { id } }', {}, admin.headers)).json.data.seriesByKey.id
    const { json } = await ask(
      api,
      'query($id: ID!) { node(id: $id) { id } a: seriesByKey(key: "theirs") { id } b: seriesByKey(key: "mine") { key } }',
      { id },
      restricted.headers,
    )
    expect(json.data).toEqual({ node: null, a: null, b: { key: 'mine' } })
    for (const field of [
      'updateSeries(input: { key: "theirs", title: "taken" }) { __typename }',
      'createModel(input: { name: "m", scope: { series: "theirs" }, kind: RIDGE }) { __typename }',
    ]) {
      const { json: answer } = await ask(api, `mutation { ${field} }`, {}, restricted.headers)
      expect(JSON.stringify(answer), field).toContain('SeriesNotFound')
    }
  })
})

describe('asking what there is', () => {
  test('introspection is off, and no name that was nearly right is told', async () => {
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "ApiKey") { fields { name } } }'])
      expect((await ask(api, query, {}, admin.headers)).json.errors[0].message).toMatch(/introspection/i)
    for (const query of [
      '{ serie { totalCount } }',
      '{ apiKey { totalCount } }',
      '{ series(frist: 1) { totalCount } }',
    ])
      expect((await ask(api, query, {}, admin.headers)).text).not.toMatch(/did you mean/i)
  })

  test('whoever does not say who they are learns nothing of an operation: it is not even parsed', async () => {
    for (const query of ['{', '{ nothing }', list, 'mutation { revokeApiKey(input: { id: "x" }) { __typename } }']) {
      const { status, json } = await ask(api, query)
      expect([status, json.errors[0].message]).toEqual([401, expect.stringContaining('say who you are')])
    }
  })
})

describe('sockets', () => {
  test('that a page of another site opens are refused before anything is said', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example', 'http://127.0.0.1:1'])
      await expect(greet({ 'x-api-key': viewer.secret }, { origin }), origin).rejects.toThrow(/403/)
  })

  test('are asked who they are before they may ask, once, and in good time', async () => {
    const socket = new WebSocket(api.wsUrl, 'graphql-transport-ws')
    onTestFinished(() => socket.terminate())
    await new Promise(resolve => socket.once('open', resolve))
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: list } }))
    expect(await new Promise(resolve => socket.once('close', resolve))).toBe(4401)
    const { socket: other } = await greet({ 'x-api-key': viewer.secret })
    const ended = new Promise(resolve => other.once('close', resolve))
    other.send(JSON.stringify({ type: 'connection_init', payload: { 'x-api-key': admin.secret } }))
    expect(await ended).toBe(4429)
  })

  test('say nothing more for a bad first message than that it is bad', async () => {
    const { end, reason } = await greet({ 'x-api-key': madeUp(1) })
    expect([end, reason]).toEqual([4401, 'this key is not valid (any more)'])
  })
})
