import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { request as secureRequest } from 'node:https'
import { type AddressInfo, connect as connectPlain } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import { createListener } from '@seriema/api/server/listener'
import { openFront } from '@seriema/api/start/front'
import { freePort } from '@seriema/api/start/ports'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { hasOpenssl, makeCertificate, type TestCertificate } from '../certificate.ts'
import { temporaryFolder } from '../folder.ts'
import { startApi, type TestApi } from '../harness.ts'

const silent = pino({ level: 'silent' })

describe.skipIf(!hasOpenssl)('with a certificate (tried where openssl is installed)', () => {
  let api: TestApi
  let certificate: TestCertificate
  let first: string
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seriema-test-'))
    certificate = makeCertificate(folder)
    first = certificate.pem()
    api = await startApi({ tls: { certificate: certificate.cert, key: certificate.key } })
  })
  afterAll(async () => {
    await api.close()
    await rm(folder, { recursive: true })
  })

  /** The certificate that a new connection is shown. */
  const shown = () =>
    new Promise<string>((resolve, reject) => {
      const socket: TLSSocket = connect({ port: portOf(api.url), host: '127.0.0.1', rejectUnauthorized: false }, () => {
        resolve(fingerprint((socket.getPeerCertificate(true) as DetailedPeerCertificate).raw))
        socket.destroy()
      })
      socket.once('error', reject)
    })

  test('the API answers by HTTPS and tells browsers to come by nothing else', async () => {
    expect(api.url).toMatch(/^https:/)
    const { status, headers, body } = await get(api.url, '/readiness', first)
    expect([status, body]).toMatchObject([200, expect.stringContaining('ready')])
    expect(headers['strict-transport-security']).toBe('max-age=31536000')
  })

  test('a subscription comes by WSS', async () => {
    const socket = new WebSocket(api.wsUrl, 'graphql-transport-ws', { ca: first })
    onTestFinished(() => socket.terminate())
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    const welcomed = new Promise(resolve => socket.once('message', data => resolve(JSON.parse(String(data)))))
    socket.send(JSON.stringify({ type: 'connection_init' }))
    expect(await welcomed).toEqual({ type: 'connection_ack' })
  })

  test('nothing older than TLS 1.2 is spoken, and nothing without TLS', async () => {
    const speaks = (version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3') =>
      new Promise<boolean>(resolve => {
        const options = { minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' } as const
        const socket = connect(
          { port: portOf(api.url), host: '127.0.0.1', rejectUnauthorized: false, ...options },
          () => {
            resolve(true)
            socket.destroy()
          },
        ).once('error', () => resolve(false))
      })
    expect(await Promise.all([speaks('TLSv1.1'), speaks('TLSv1.2'), speaks('TLSv1.3')])).toEqual([false, true, true])
    const plain = await new Promise<string>(resolve => {
      const socket = connectPlain(portOf(api.url), '127.0.0.1')
      let answer = ''
      socket.on('data', data => (answer += data)).once('close', () => resolve(answer))
      socket.on('error', () => {})
      socket.end('GET /readiness HTTP/1.1\r\nhost: localhost\r\n\r\n')
    })
    expect(plain).not.toContain('200')
  })

  test('a new certificate counts without a restart, and one that is broken does not', async () => {
    const open = new WebSocket(api.wsUrl, 'graphql-transport-ws', { rejectUnauthorized: false })
    onTestFinished(() => open.terminate())
    await new Promise((resolve, reject) => open.once('open', resolve).once('error', reject))
    expect(await shown()).toBe(fingerprint(first))
    certificate.renew()
    const second = certificate.pem()
    expect(second).not.toBe(first)
    await expect.poll(shown, { timeout: 20_000 }).toBe(fingerprint(second))
    expect(open.readyState).toBe(WebSocket.OPEN)

    const logged: string[] = []
    const errors = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) })
    const tls = { certificate: certificate.cert, key: certificate.key }
    const { server, release } = createListener({ tls }, errors, {}, (_request, response) => void response.end('here'))
    onTestFinished(() => {
      release()
      server.close()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    writeFileSync(certificate.cert, 'no certificate at all')
    await expect.poll(() => logged.join(), { timeout: 20_000 }).toContain('cannot be used: the one before stays')
    expect((await get(url, '/', second)).body).toBe('here')
    expect(await shown()).toBe(fingerprint(second))
    // And the next good one is taken again.
    certificate.renew()
    const third = certificate.pem()
    await expect.poll(shown, { timeout: 20_000 }).toBe(fingerprint(third))
    expect((await get(url, '/', third)).body).toBe('here')
  })

  test('a certificate that is none, or has the key of another, ends the start with what is wrong', async () => {
    const other = makeCertificate(await temporaryFolder())
    for (const tls of [
      { certificate: certificate.cert, key: other.key },
      { certificate: '/nowhere/tls.crt', key: other.key },
    ])
      expect(() => createListener({ tls }, silent, {}, () => {})).toThrow(
        expect.objectContaining({
          code: 'INVALID_CONFIGURATION',
          message: expect.stringContaining('SERIEMA_TLS_CERT'),
        }),
      )
  })

  test("what comes to the dashboard's port by TLS reaches its server, which learns that it came so", async () => {
    const heard: Record<string, unknown>[] = []
    const inside: Server = createServer((request, response) => {
      heard.push({ ...request.headers, url: request.url, method: request.method })
      request.pipe(response.writeHead(201, { 'x-inside': 'yes' }))
    })
    await new Promise<void>(resolve => inside.listen(0, '127.0.0.1', resolve))
    const webPort = await freePort()
    const tls = { certificate: certificate.cert, key: certificate.key }
    const front = await openFront({ host: '127.0.0.1', webPort, tls }, (inside.address() as AddressInfo).port, silent)
    onTestFinished(async () => {
      await front.close()
      inside.close()
    })
    const url = `https://127.0.0.1:${webPort}`
    const ca = certificate.pem()
    const { status, headers, body } = await get(url, '/series?q=a', ca, 'sent', { 'x-forwarded-proto': 'http' })
    expect([status, body, headers['x-inside']]).toEqual([201, 'sent', 'yes'])
    expect(headers['strict-transport-security']).toBe('max-age=31536000')
    expect(heard[0]).toMatchObject({ url: '/series?q=a', method: 'POST', 'x-forwarded-proto': 'https' })
    inside.close()
    inside.closeAllConnections()
    expect((await get(url, '/', ca)).status).toBe(502)
  })
})

const portOf = (url: string): number => Number(new URL(url).port)
const fingerprint = (certificate: string | Buffer): string => new X509Certificate(certificate).fingerprint256

interface Got {
  readonly status: number | undefined
  readonly headers: Record<string, unknown>
  readonly body: string
}

const get = (url: string, path: string, ca: string, body?: string, headers: Record<string, string> = {}) =>
  new Promise<Got>((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const asked = secureRequest(`${url}${path}`, { ca, method, headers, agent: false }, response => {
      let text = ''
      response.on('data', data => (text += data))
      response.once('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }))
    })
    asked.once('error', reject)
    asked.end(body)
  })
