import { readAudit } from '@seriema/api/store/audit'
import { generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { createJar, type Jar } from '../cookie-jar.ts'
import { startApi, type TestApi } from '../harness.ts'
import { type AccessApi, askVersion, signIn, startAccessApi, trusting } from '../signed-in.ts'

let access: AccessApi
beforeAll(async () => {
  access = await startAccessApi()
  access.openId.people.set('ana', { name: 'Ana', roles: ['plant-admins'] })
  access.openId.people.set('rui', { name: 'Rui', roles: ['plant-viewers'] })
})
afterAll(() => access.close())

const event = 'http://schemas.openid.net/event/backchannel-logout'
let made = 0
const claims = () => ({ aud: 'seriema', events: { [event]: {} }, jti: `logout-${++made}`, roles: undefined })
const sign = (more: object = {}, header: object = { typ: 'logout+jwt' }, exp?: number) =>
  access.openId.sign({ ...claims(), ...more }, header, exp)

const sendTo = (to: Pick<TestApi, 'url'>, token: string) =>
  fetch(`${to.url}/auth/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) })
const send = (token: string) => sendTo(access.api, token)

async function signedIn(person: string): Promise<Jar> {
  const jar = createJar()
  await signIn(access, jar, person)
  expect(await status(jar)).toBe(200)
  return jar
}
const status = (jar: Jar, api: TestApi = access.api) => askVersion({ api }, jar.fetch, { origin: access.dashboard })

/** Signs out at the provider itself, as its own page or another application would have it. */
async function leaveProvider(jar: Jar): Promise<void> {
  const { issuer } = access.openId
  const page = await jar.walk(`${issuer}/session/end?client_id=seriema`, [issuer])
  const text = await page.response.text()
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(text)![1]!
  const action = /action="([^"]+)"/.exec(text)![1]!
  await jar.walk(action, [issuer], { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) })
}

test('who signs out at the provider is signed out here, in open sockets, too; in another browser they are not', async () => {
  const [leaving, staying] = [await signedIn('ana'), await signedIn('ana')]
  const headers = { origin: access.dashboard, cookie: `seriema=${leaving.cookies.get('seriema')!.value}` }
  const socket = new WebSocket(access.api.wsUrl, 'graphql-transport-ws', { headers })
  onTestFinished(() => socket.terminate())
  const closed = new Promise(resolve => socket.once('close', resolve))
  await new Promise(resolve => socket.once('open', resolve))
  socket.send('{"type":"connection_init"}')
  await new Promise(resolve => socket.once('message', resolve))
  await leaveProvider(leaving)
  expect(await status(leaving)).toBe(401)
  expect(await status(staying)).toBe(200)
  expect(await closed).toBe(4401)
  const written = await readAudit(access.api.app.db, 0, 1_000)
  expect(written.filter(({ operation }) => operation === 'signOut')).toMatchObject([
    { actor: { id: 'ana', name: 'Ana' }, outcome: 'done', message: 'signed out at the OpenID provider' },
  ])
})

test('by subject all sessions of one person end that were begun by then, in every process, and nobody else’s', async () => {
  const { databaseUrl, webPort } = access.api.app.config
  const other = await startApi({ ...trusting(access.openId), databaseUrl, webPort })
  onTestFinished(() => other.close())
  const [one, two, another] = [await signedIn('ana'), await signedIn('ana'), await signedIn('rui')]
  expect(await status(two, other)).toBe(200)
  const token = await sign({ sub: 'ana' })
  const answer = await send(token)
  expect([answer.status, answer.headers.get('cache-control'), await answer.text()]).toEqual([200, 'no-store', ''])
  expect([await status(one), await status(two), await status(another)]).toEqual([401, 401, 200])
  await expect.poll(() => status(two, other), { timeout: 5_000 }).toBe(401)
})

test('one that is shown again ends nothing, be it to another process', async () => {
  const { databaseUrl, webPort } = access.api.app.config
  const later = await startApi({
    ...trusting(access.openId),
    databaseUrl,
    webPort,
    // A session that is begun after all that clocks may differ by.
    clock: () => Date.now() + 130_000,
  })
  onTestFinished(() => later.close())
  const token = await sign({ sub: 'rui' })
  expect((await send(token)).status).toBe(200)
  const back = await signedIn('rui')
  await access.api.app.db
    .sql`UPDATE sessions SET created_at = created_at + interval '130 seconds' WHERE subject = 'rui'`
  expect((await send(token)).status).toBe(400)
  expect((await sendTo(later, token)).status).toBe(200)
  expect(await status(back)).toBe(200)
})

describe('what is no logout token of the provider ends nothing', () => {
  let ana: Jar
  beforeEach(async () => {
    ana = await signedIn('ana')
  })
  const now = () => Math.floor(Date.now() / 1_000)
  const sub = 'ana'

  test.each<[string, () => Promise<string>]>([
    ['without its event', () => sign({ sub, events: undefined })],
    ['with another event', () => sign({ sub, events: { 'http://schemas.openid.net/event/other': {} } })],
    ['with an event that is no object', () => sign({ sub, events: { [event]: 'yes' } })],
    ['with a nonce, as ID tokens have', () => sign({ sub, nonce: 'n' })],
    ['for another client', () => sign({ sub, aud: 'another' })],
    ['of another issuer', () => sign({ sub, iss: 'https://elsewhere.example' })],
    ['that has expired', () => sign({ sub }, {}, now() - 120)],
    ['without an identifier of its own', () => sign({ sub, jti: undefined })],
    ['of nobody', () => sign({ sub: undefined })],
    ['signed with another key', () => forged('RS256')],
    ['signed by a secret that everybody knows', () => forged('HS256')],
    [
      'not signed at all',
      async () => `${base64({ alg: 'none' })}.${base64({ ...claims(), iss: access.openId.issuer, sub, iat: now() })}.`,
    ],
    ['that is no token', async () => 'x'],
    ['of any length', async () => 'x'.repeat(20_000)],
  ])('%s', async (_name, make) => {
    const answer = await send(await make())
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ error: 'invalid_request', error_description: expect.any(String) })
    expect(await status(ana)).toBe(200)
  })

  test('made long ago, though it has not expired', async () => {
    const token = await sign({ sub, iat: now() - 3_600 })
    expect((await send(token)).status).toBe(400)
    expect(await status(ana)).toBe(200)
  })

  test('sent twice in one body, as JSON or by GET', async () => {
    const token = await sign({ sub })
    const url = `${access.api.url}/auth/backchannel-logout`
    const twice = new URLSearchParams([
      ['logout_token', token],
      ['logout_token', token],
    ])
    const json = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"logout_token":"${token}"}`,
    }
    expect((await fetch(url, { method: 'POST', body: twice })).status).toBe(400)
    expect((await fetch(url, json)).status).toBe(400)
    expect((await fetch(`${url}?logout_token=${token}`)).status).toBe(404)
    expect(await status(ana)).toBe(200)
  })

  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  async function forged(alg: 'RS256' | 'HS256'): Promise<string> {
    const { privateKey } = await generateKeyPair('RS256')
    const open = new TextEncoder().encode(JSON.stringify(access.openId.publicKey()))
    return new SignJWT({ ...claims(), sub, iss: access.openId.issuer, exp: now() + 60 })
      .setProtectedHeader({ alg, kid: access.openId.publicKey().kid! })
      .setIssuedAt()
      .sign(alg === 'RS256' ? privateKey : open)
  }
})
