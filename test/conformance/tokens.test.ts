import { createHmac } from 'node:crypto'
import { exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type AccessApi, askVersion, requestWith, startAccessApi } from '../signed-in.ts'

let access: AccessApi

beforeAll(async () => {
  access = await startAccessApi()
})
afterAll(() => access?.close())
afterEach(() => void vi.useRealTimers())

const ask = (token: string) => askVersion(access, fetch, { authorization: `Bearer ${token}` })
const who = (token: string) => access.api.app.access.identify(requestWith({ authorization: `Bearer ${token}` }))
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
const seconds = () => Math.floor(Date.now() / 1_000)
const claims = () => ({
  iss: access.openId.issuer,
  aud: 'urn:seriema',
  sub: 'ana',
  roles: ['plant-admins'],
  exp: seconds() + 300,
})

test('a token of the issuer opens the API, and its claims are what it grants', async () => {
  expect(await ask(await access.openId.sign())).toBe(200)
  expect(await who(await access.openId.sign({ name: 'Ana Souza' }))).toMatchObject({
    kind: 'token',
    id: 'ana',
    name: 'Ana Souza',
    grants: [{ role: 'admin', only: null }],
    address: '10.0.0.7',
  })
  expect((await who(await access.openId.sign({ roles: ['strangers'] }))).grants).toEqual([])
})

test('a token that the provider itself gave to a program opens it, too', async () => {
  expect(await who(await access.openId.tokenFor('robot'))).toMatchObject({
    id: 'robot',
    grants: [{ role: 'writer', only: [{ key: 'plant_*', attributes: [] }] }],
  })
})

test.each([
  ['made out for somebody else', { aud: 'urn:other' }],
  ['of another issuer', { iss: 'https://evil.example' }],
  ['expired', { exp: 0 }],
  ['without an end', { exp: undefined }],
  ['without a subject', { sub: undefined }],
  ['not valid yet', { nbf: 4_000_000_000 }],
  ['that is an ID token', { nonce: 'n' }],
  ['that is a logout token', { events: {} }],
])('a token %s is refused', async (_name, other) => {
  expect(await ask(await access.openId.sign(other))).toBe(401)
})

test('clocks may differ by a minute, and a token ends no later', async () => {
  expect(await ask(await access.openId.sign({ n: 1 }, {}, seconds() - 30))).toBe(200)
  expect(await ask(await access.openId.sign({ n: 2 }, {}, seconds() - 61))).toBe(401)
})

test('nobody signs but the issuer: no signature, its public key as a secret, a key of one’s own', async () => {
  const open = access.openId.publicKey()
  expect(await ask(`${encode({ alg: 'none' })}.${encode(claims())}.`)).toBe(401)
  expect(await ask(`${encode({ alg: 'none', kid: open.kid })}.${encode(claims())}.`)).toBe(401)

  const pem = await exportSPKI((await importJWK(open, 'RS256', { extractable: true })) as never)
  for (const secret of [pem, JSON.stringify(open), open.n!]) {
    const head = `${encode({ alg: 'HS256', kid: open.kid })}.${encode(claims())}`
    expect(await ask(`${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`)).toBe(401)
  }

  const own = await generateKeyPair('RS256', { extractable: true })
  const jwk = await exportJWK(own.publicKey)
  for (const header of [
    { kid: open.kid! },
    { kid: 'nobody' },
    { kid: '../../etc/passwd' },
    { kid: open.kid!, jwk },
    { kid: 'mine', jku: 'http://127.0.0.1:1/keys' },
    {},
  ]) {
    const signed = new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', ...header })
    expect(await ask(await signed.sign(own.privateKey)), JSON.stringify(header)).toBe(401)
  }
  const good = await access.openId.sign()
  const [head, , tail] = good.split('.')
  expect(await ask(`${head}.${encode({ ...claims(), sub: 'admin' })}.${tail}`)).toBe(401)
})

test.each([
  ['nothing', ''],
  ['no token', 'a.b.c'],
  ['too long', `e30.${'a'.repeat(13_000)}.x`],
])('%s is refused', async (_name, token) => {
  expect(await ask(token)).toBe(401)
})

test('groups that did not fit into a token are no reason to guess: it is refused with a word', async () => {
  await expect(who(await access.openId.sign({ roles: undefined, _claim_names: { roles: 'src1' } }))).rejects.toThrow(
    /leaves out roles/,
  )
})

test('keys are fetched once for many tokens, and anew when the provider has changed them', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await ask(await access.openId.sign({ n: 3 }))
  access.openId.asked()
  const tokens = await Promise.all(Array.from({ length: 20 }, (_, n) => access.openId.sign({ n: 100 + n })))
  expect(await Promise.all(tokens.map(ask))).toEqual(tokens.map(() => 200))
  expect(access.openId.asked()).toEqual({})

  const before = await access.openId.sign({ n: 4 })
  await access.openId.rotate()
  vi.setSystemTime(Date.now() + 6_000)
  expect(await ask(await access.openId.sign({ n: 5 }))).toBe(200)
  expect(await ask(before)).toBe(401)
  // Who invents names of keys makes nobody ask for each.
  access.openId.asked()
  const own = await generateKeyPair('RS256')
  for (let n = 0; n < 5; n++)
    await ask(await new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid: `k${n}` }).sign(own.privateKey))
  expect(access.openId.asked()).toEqual({})
})
