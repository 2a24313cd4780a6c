import { Writable } from 'node:stream'
import { createLog } from '@seriema/api/telemetry/log'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createJar, type Jar } from '../cookie-jar.ts'
import { startApi } from '../harness.ts'
import { type AccessApi, askVersion, requestWith, signIn, startAccessApi, trusting } from '../signed-in.ts'

let access: AccessApi
let jar: Jar
let logged = ''

/** Seconds that the provider vouches for somebody before it is asked again. */
const lasts = 600

/** Of the API and the provider alike; it never goes back. */
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms)

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const stream = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk)
      done()
    },
  })
  const log = createLog({ dataFolder: '', logLevel: 'trace', logTo: 'stderr' }, stream)
  access = await startAccessApi({ lasts, log })
  access.openId.people.set('ana', { name: 'Ana Souza', roles: ['plant-admins'] })
  access.openId.people.set('rui', { roles: ['plant-viewers'] })
})
afterAll(async () => {
  await access?.close()
  vi.useRealTimers()
})
beforeEach(() => {
  jar = createJar()
})

const origin = () => ({ origin: access.dashboard })
const ask = (by: Jar = jar, headers: Record<string, string> = origin()) => askVersion(access, by.fetch, headers)
const me = async (by: Jar = jar) =>
  ((await (await by.fetch(`${access.api.url}/auth/me`)).json()) as { me: { name: string; grants: unknown } | null }).me
const post = (path: string, body: object, by: Jar = jar, headers: Record<string, string> = origin()) =>
  by.fetch(`${access.api.url}/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const issueKey = async (role = 'viewer') =>
  access.api.app.access.keys.issue({ name: 'Wall', grants: [{ role, only: null }] as never, expiresAt: null }, 'test')

test('who signs in by the provider comes back to where they were, and is known from then on', async () => {
  expect(await ask()).toBe(401)
  const response = await signIn(access, jar, 'ana', '/series/room?range=24h#chart')
  expect(response.status).toBe(303)
  expect(response.headers.get('location')).toBe(`${access.dashboard}/series/room?range=24h#chart`)
  expect([...jar.cookies.keys()].filter(name => name.startsWith('seriema'))).toEqual(['seriema'])
  expect(jar.cookies.get('seriema')!.attributes).toMatch(/^Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/)
  expect(await me()).toEqual({ name: 'Ana Souza', kind: 'session', grants: [{ role: 'admin', only: null }] })
  expect(await ask()).toBe(200)
})

test('who is granted nothing is not signed in, and is told so', async () => {
  const response = await signIn(access, jar, 'stranger', '/models')
  expect(response.headers.get('location')).toBe(`${access.dashboard}/sign-in?problem=role&return=%2Fmodels`)
  expect(await me()).toBeNull()
})

test.each([
  ['//evil.example/x'],
  ['/\\evil.example'],
  ['https://evil.example/'],
  ['javascript:alert(1)'],
  ['http://127.0.0.1:1/'],
  ['data:text/html,x'],
  ['http://evil@evil.example'],
])('nobody is sent from a sign-in to %s', async elsewhere => {
  const response = await signIn(access, jar, 'ana', elsewhere)
  expect(response.headers.get('location')).toBe(`${access.dashboard}/`)
})

/** The answer of the provider as the browser is about to bring it, with what the browser holds by then. */
async function aboutToReturn(): Promise<URL> {
  const { api, openId } = access
  const page = await jar.walk(`${api.url}/auth/sign-in`, [openId.issuer])
  const action = /action="([^"]+)"/.exec(await page.response.text())![1]!
  const body = new URLSearchParams({ prompt: 'login', login: 'ana', password: 'x' })
  const { response } = await jar.walk(new URL(action, page.url).href, [openId.issuer], { method: 'POST', body })
  return new URL(response.headers.get('location')!)
}
const problem = async (address: URL, by: Jar = jar) => {
  const response = await by.fetch(address.href)
  return new URL(response.headers.get('location')!).searchParams.get('problem')
}

test('an answer of the provider opens a session once, and only in the browser that asked', async () => {
  const address = await aboutToReturn()
  const other = createJar()
  expect(await problem(address, other)).toBe('expired')

  const held = new Map(jar.cookies)
  expect(await problem(address)).toBeNull()
  expect(await me()).not.toBeNull()
  expect(await problem(address)).toBe('expired')
  const again = createJar()
  for (const [name, value] of held) again.cookies.set(name, value)
  expect(await problem(address, again)).toBe('refused')
  expect(await me(again)).toBeNull()
})

test.each([
  ['state', (address: URL) => address.searchParams.set('state', 'other')],
  ['code', (address: URL) => address.searchParams.set('code', 'other')],
  ['issuer', (address: URL) => address.searchParams.set('iss', 'https://evil.example')],
])('an answer with another %s is refused', async (_name, change) => {
  const address = await aboutToReturn()
  change(address)
  expect(await problem(address)).toBe('refused')
  expect(await me()).toBeNull()
})

test('an answer to a question of another browser is refused: its nonce and verifier are others', async () => {
  const address = await aboutToReturn()
  const mine = jar
  jar = createJar()
  const theirs = await aboutToReturn()
  theirs.searchParams.set('state', address.searchParams.get('state')!)
  expect(await problem(theirs, mine)).toBe('refused')
})

test('what a browser holds meanwhile can be neither read nor made, and is good for minutes', async () => {
  const address = await aboutToReturn()
  const held = jar.cookies.get('seriema-sign-in')!
  expect(Buffer.from(held.value, 'base64url').toString('latin1')).not.toMatch(/state|nonce|verifier/)
  const bytes = Buffer.from(held.value, 'base64url')
  bytes[40]! ^= 1
  jar.cookies.set('seriema-sign-in', { ...held, value: bytes.toString('base64url') })
  expect(await problem(address)).toBe('expired')
  jar.cookies.set('seriema-sign-in', held)
  pass(601_000)
  expect(await problem(address)).toBe('expired')
})

test('every sign-in has a session of its own: one that was put there before is none any more', async () => {
  await signIn(access, jar, 'rui')
  const planted = jar.cookies.get('seriema')!
  const attacker = createJar()
  attacker.cookies.set('seriema', planted)
  expect((await me(attacker))!.name).toBe('rui')
  await signIn(access, jar, 'ana')
  expect(jar.cookies.get('seriema')!.value).not.toBe(planted.value)
  expect(await me(attacker)).toBeNull()
  const invented = createJar()
  invented.cookies.set('seriema', { ...planted, value: 'a'.repeat(43) })
  expect(await me(invented)).toBeNull()
})

test('claims are asked for again before they expire, once however many ask, and change what is granted', async () => {
  access.openId.people.set('eva', { name: 'Eva', roles: ['plant-viewers'] })
  await signIn(access, jar, 'eva')
  const socket = await access.api.app.access.identify(
    requestWith({ cookie: `seriema=${jar.cookies.get('seriema')!.value}` }),
  )
  expect(await access.api.app.access.ended([socket])).toEqual(new Set())
  access.openId.people.set('eva', { name: 'Eva', roles: ['plant-admins'] })
  access.openId.asked()
  expect((await me())!.grants).toEqual([{ role: 'viewer', only: null }])
  pass((lasts - 20) * 1_000)
  const answers = await Promise.all(Array.from({ length: 12 }, () => me()))
  expect(answers.map(answer => answer!.grants)).toEqual(answers.map(() => [{ role: 'admin', only: null }]))
  expect(access.openId.asked()['/token']).toBe(1)
  // Its sockets end, for they were opened with other grants.
  expect(await access.api.app.access.ended([socket])).toEqual(new Set([socket]))

  // What the provider vouches for no more ends.
  access.openId.people.set('eva', { name: 'Eva', roles: [] })
  pass(lasts * 1_000)
  expect(await me()).toBeNull()
  expect(await ask()).toBe(401)
})

test('of two processes that serve one session, one asks the provider and both know what it said', async () => {
  const { databaseUrl } = access.api.app.config
  const other = await startApi({ ...trusting(access.openId), databaseUrl, clock: () => Date.now() })
  try {
    await signIn(access, jar, 'ana')
    const request = requestWith({ cookie: `seriema=${jar.cookies.get('seriema')!.value}` })
    const ids = () =>
      Promise.all(
        [access.api, other, access.api, other].map(async ({ app }) => (await app.access.identify(request)).id),
      )
    expect(await ids()).toEqual(['ana', 'ana', 'ana', 'ana'])
    access.openId.asked()
    pass(lasts * 1_000 + 16 * 60_000)
    expect(await ids()).toEqual(['ana', 'ana', 'ana', 'ana'])
    expect(access.openId.asked()['/token']).toBe(1)
  } finally {
    await other.close()
  }
})

test('a provider that does not answer puts nobody out at once, but for as long as a quarter of an hour', async () => {
  await signIn(access, jar, 'ana')
  access.openId.away = true
  try {
    pass((lasts + 60) * 1_000)
    expect(await ask()).toBe(200)
    pass(900_000)
    expect(await ask()).toBe(503)
  } finally {
    access.openId.away = false
  }
  pass(16_000)
  expect(await ask()).toBe(200)
})

test('people still sign in after the provider has changed its keys', async () => {
  await access.openId.rotate()
  pass(6_000)
  expect((await signIn(access, jar, 'ana')).headers.get('location')).toBe(`${access.dashboard}/`)
  expect(await me()).not.toBeNull()
})

test('a session that nobody uses ends after half a day, its sockets with it', async () => {
  const { secret } = await issueKey()
  await post('key', { key: secret })
  const cookie = `seriema=${jar.cookies.get('seriema')!.value}`
  const caller = await access.api.app.access.identify(requestWith({ cookie }))
  pass(12 * 3_600_000 + 1)
  expect(await access.api.app.access.ended([caller])).toEqual(new Set([caller]))
  expect(await ask()).toBe(401)
})

test('who signs out is signed out everywhere: here, in open sockets, and at the provider', async () => {
  await signIn(access, jar, 'ana')
  const stolen = createJar()
  stolen.cookies.set('seriema', jar.cookies.get('seriema')!)
  const cookie = `seriema=${jar.cookies.get('seriema')!.value}`
  const caller = await access.api.app.access.identify(requestWith({ cookie }))
  const { goTo } = (await (await post('sign-out', {})).json()) as { goTo: string }
  expect(jar.cookies.has('seriema')).toBe(false)
  expect(await ask(stolen)).toBe(401)
  expect(await access.api.app.access.ended([caller])).toEqual(new Set([caller]))

  const page = await jar.walk(goTo, [access.openId.issuer])
  expect(page.response.status).toBe(200)
  const text = await page.response.text()
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(text)![1]!
  const body = new URLSearchParams({ xsrf, logout: 'yes' })
  const action = /action="([^"]+)"/.exec(text)![1]!
  const { response } = await jar.walk(action, [access.openId.issuer], { method: 'POST', body })
  expect(response.headers.get('location')).toMatch(`${access.dashboard}/`)
})

test('a key signs in where nobody else vouches for people, and ends what it opened when it ends', async () => {
  const { key, secret } = await issueKey()
  expect((await post('key', { key: `${secret.slice(0, -1)}x` })).status).toBe(401)
  expect((await post('key', { key: 7 })).status).toBe(400)
  expect((await post('key', { key: secret })).status).toBe(200)
  expect(await me()).toEqual({ name: 'Wall', kind: 'session', grants: [{ role: 'viewer', only: null }] })
  expect(await ask()).toBe(200)
  const rotated = await access.api.app.access.keys.rotate(key.id, 0)
  const other = createJar()
  await post('key', { key: rotated.secret }, other)
  expect(await access.api.app.access.ended([])).toEqual(new Set())
  await access.api.app.access.keys.revoke(key.id)
  await expect.poll(() => ask(), { timeout: 10_000 }).toBe(401)
  await expect.poll(() => ask(other), { timeout: 10_000 }).toBe(401)
})

test('with a cookie, only pages that are welcome change anything or open a socket', async () => {
  const { secret } = await issueKey()
  await post('key', { key: secret })
  for (const headers of [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
  ]) {
    expect(await ask(jar, headers as Record<string, string>)).toBe(403)
    expect((await post('sign-out', {}, jar, headers as Record<string, string>)).status).toBe(403)
    expect((await post('key', { key: secret }, createJar(), headers as Record<string, string>)).status).toBe(403)
    const upload = { method: 'PUT', headers: headers as Record<string, string>, body: 'x' }
    expect((await jar.fetch(`${access.api.url}/imports/x`, upload)).status).toBe(403)
    expect(await openSocket({ ...headers, cookie: `seriema=${jar.cookies.get('seriema')!.value}` })).toBe(403)
  }
  const cookie = `seriema=${jar.cookies.get('seriema')!.value}`
  expect(await openSocket({ ...origin(), cookie })).toBe(101)
  expect(await askVersion(access, fetch, { 'x-api-key': secret })).toBe(200)
})

function openSocket(headers: Record<string, string>): Promise<number> {
  return new Promise(resolve => {
    const socket = new WebSocket(access.api.wsUrl, 'graphql-transport-ws', { headers })
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode!)
      response.destroy()
    })
    socket.once('open', () => {
      resolve(101)
      socket.terminate()
    })
    socket.on('error', () => {})
  })
}

test('browsers may send cookies from the dashboard, and from no other page', async () => {
  const allowed = async (page: string) => {
    const response = await fetch(`${access.api.url}/auth/me`, { headers: { origin: page } })
    return [
      response.headers.get('access-control-allow-origin'),
      response.headers.get('access-control-allow-credentials'),
    ]
  }
  expect(await allowed(access.dashboard)).toEqual([access.dashboard, 'true'])
  expect(await allowed('https://evil.example')).toEqual([null, null])
})

test('nothing that opens anything is ever in the log or in the database', async () => {
  const { secret } = await issueKey()
  await post('key', { key: secret })
  await signIn(access, jar, 'ana')
  const token = await access.openId.sign()
  await askVersion(access, fetch, { authorization: `Bearer ${token}` })
  await askVersion(access, fetch, { authorization: `Bearer ${token}x` })
  await askVersion(access, fetch, { 'x-api-key': `${secret}x` })
  const cookie = jar.cookies.get('seriema')!.value
  jar = createJar()
  await problem(await aboutToReturn(), createJar())
  jar = createJar()
  const address = await aboutToReturn()
  address.searchParams.set('state', 'other')
  await problem(address)
  const { sql } = access.api.app.db
  const kept = JSON.stringify([await sql`select * from sessions`, await sql`select * from api_keys`])
  expect(logged).toContain('somebody signed in')
  for (const text of [
    cookie,
    secret,
    secret.split('_')[2]!,
    token,
    token.split('.')[2]!,
    address.searchParams.get('code')!,
  ])
    for (const place of [logged, kept]) expect(place).not.toContain(text)
  expect(logged).not.toMatch(/eyJ|a-secret-of-the-client/)
})
