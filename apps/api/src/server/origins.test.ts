import type { IncomingMessage } from 'node:http'
import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { createOrigins } from './origins.ts'

const request = (headers: IncomingMessage['headers']) => ({ headers }) as IncomingMessage
const settings = {
  access: 'off' as const,
  webPort: 3000,
  webOrigins: ['https://seriema.example.org'],
  apiUrl: null,
  hosts: ['plant.example'],
  tls: { certificate: null, key: null },
}
const open = createOrigins({ ...settings, host: '0.0.0.0' })
const local = createOrigins({ ...settings, hosts: [], host: '127.0.0.1' })

test('the dashboard is welcome under whatever name the machine is reached by', () => {
  for (const name of ['plant.lan', '10.0.0.7', '[fe80::1]'])
    expect(open.welcome(request({ host: `${name}:4000`, origin: `http://${name}:3000` }))).toBe(true)
})

test('a configured origin is welcome, and so is a request without a page', () => {
  expect(open.welcome(request({ host: 'plant.lan:4000', origin: 'https://seriema.example.org' }))).toBe(true)
  expect(open.welcome(request({ host: 'plant.lan:4000' }))).toBe(true)
})

test('another port of the machine, another machine and an opaque page are not', () => {
  for (const origin of ['http://plant.lan:3001', 'http://evil.example:3000', 'https://evil.example', 'null'])
    expect(open.welcome(request({ host: 'plant.lan:4000', origin }))).toBe(false)
})

test('on loopback only names of this machine are answered, so that no other name can be made to point here', () => {
  expect(local.addressed(request({ host: 'localhost:4000' }))).toBe(true)
  expect(local.addressed(request({ host: 'evil.example:4000' }))).toBe(false)
})

test('whatever it listens on, a name that somebody else may own is answered only where it is configured', () => {
  const addressed = (host: string) => open.addressed(request({ host }))
  for (const host of ['10.0.0.7:4000', '[fe80::1]:4000', 'seriema', 'localhost', 'plant.example:4000', hostname()])
    expect(addressed(host), host).toBe(true)
  // The dashboard's own name, behind a proxy.
  expect(addressed('seriema.example.org')).toBe(true)
  for (const host of ['evil.example', 'evil.example:4000', 'plant.example.evil.example', '', 'a b', 'localhost:99999x'])
    expect(addressed(host), host).toBe(false)
})

test('what a cookie vouches for is believed of a page that says it is welcome, never of silence', () => {
  const host = 'plant.lan:4000'
  expect(open.sentByPage(request({ host, origin: 'http://plant.lan:3000' }))).toBe(true)
  expect(open.sentByPage(request({ host }))).toBe(false)
  expect(open.sentByPage(request({ host, origin: 'null' }))).toBe(false)
  expect(open.dashboard(host)).toBe('https://seriema.example.org')
  expect(createOrigins({ ...settings, webOrigins: [], host: '0.0.0.0' }).dashboard(host)).toBe('http://plant.lan:3000')
})

test('with a certificate a page that came without TLS is not welcome', () => {
  const secure = createOrigins({ ...settings, host: '0.0.0.0', tls: { certificate: '/c.pem', key: '/k.pem' } })
  const from = (origin: string) => secure.welcome(request({ host: 'plant.lan:4000', origin }))
  expect(['https', 'http'].map(scheme => from(`${scheme}://plant.lan:3000`))).toEqual([true, false])
  const usual = createOrigins({ ...settings, webPort: 443, host: '0.0.0.0', tls: { certificate: '/c', key: '/k' } })
  expect(usual.welcome(request({ host: 'plant.lan:4000', origin: 'https://plant.lan' }))).toBe(true)
})
