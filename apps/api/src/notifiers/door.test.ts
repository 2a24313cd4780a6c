import type { lookup } from 'node:dns'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FaultCode } from '@seriema/domain/fault'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRefusal } from './door/refused.ts'
import { createDoor, type DoorOptions } from './door.ts'

let port: number
let asked = 0
const server = createServer((_request, response) => {
  asked++
  response.end('ok')
})
beforeAll(async () => {
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  port = (server.address() as AddressInfo).port
})
afterAll(() => void server.close())

const post = (url: string, options: Partial<DoorOptions> = {}) =>
  createDoor({ allowed: [], ...options }).post(new URL(url), {
    headers: {},
    body: '{}',
    signal: AbortSignal.timeout(5_000),
  })

/** Names that resolve as told, one answer after the other. */
const resolver = (...answers: string[]) => {
  let calls = 0
  const resolve = (_host: string, _options: object, found: (error: null, addresses: object[]) => void) =>
    found(null, [{ address: answers[Math.min(calls++, answers.length - 1)]!, family: 4 }])
  return { resolve: resolve as unknown as typeof lookup, calls: () => calls }
}

const refusal = { code: 'ADDRESS_REFUSED' satisfies FaultCode }

describe('the door to receivers', () => {
  test.each([
    'http://127.0.0.1',
    'http://localhost',
    'http://2130706433',
    'http://0x7f000001',
    'http://0177.0.0.1',
    'http://127.1',
    'http://0',
    'http://[::1]',
    'http://[::]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:7f00:1]',
    'http://[::127.0.0.1]',
    'http://[64:ff9b::7f00:1]',
    'http://[2002:7f00:1::]',
    'http://[fe80::1]',
    'http://[fd12:3456::1]',
    'http://169.254.169.254',
    'http://10.1.2.3',
    'http://172.31.255.255',
    'http://192.168.0.1',
    'http://100.64.0.1',
    'http://0.0.0.0',
    'http://224.0.0.1',
    'http://255.255.255.255',
  ])('stays shut to %s, however it is written', async address => {
    await expect(post(`${address}:${port}`)).rejects.toMatchObject(refusal)
    const host = new URL(address).hostname.replace(/^\[(.*)\]$/, '$1')
    await expect(createDoor({ allowed: [] }).check(host)).rejects.toMatchObject(refusal)
    await expect(createDoor({ allowed: [] }).connect(host, port, AbortSignal.timeout(5_000))).rejects.toMatchObject(
      refusal,
    )
    expect(asked).toBe(0)
  })

  test('is open to what is public, and to what is allowed', () => {
    const [strict, lax] = [createRefusal([]), createRefusal(['10.0.0.0/8', 'fd00::/8', '127.0.0.1'])]
    for (const address of ['1.1.1.1', '93.184.216.34', '2606:4700::1111', '172.32.0.1', '::ffff:1.1.1.1'])
      expect(strict(address), address).toBe(false)
    for (const address of ['10.9.8.7', 'fd12::1', '127.0.0.1', '::ffff:10.0.0.1', '::ffff:a00:1'])
      expect([strict(address), lax(address)], address).toEqual([true, false])
    for (const address of ['127.0.0.2', '192.168.0.1', '::1']) expect(lax(address), address).toBe(true)
  })

  test('stays shut to a name that resolves to a private address', async () => {
    const { resolve } = resolver('169.254.169.254')
    await expect(post(`http://metadata.example.org:${port}`, { resolver: resolve })).rejects.toMatchObject(refusal)
    await expect(post(`http://1.2.3.4.example.org:${port}`, { resolver: resolve })).rejects.toMatchObject(refusal)
  })

  test('connects to the address it checked: a name that becomes another meanwhile is of no use', async () => {
    const { resolve, calls } = resolver('127.0.0.1', '169.254.169.254')
    const answer = await post(`http://rebinding.example.org:${port}`, { allowed: ['127.0.0.1'], resolver: resolve })
    expect(answer).toMatchObject({ status: 200, body: 'ok' })
    expect(calls()).toBe(1)
    await expect(
      post(`http://rebinding.example.org:${port}`, { allowed: ['127.0.0.1'], resolver: resolve }),
    ).rejects.toMatchObject(refusal)
  })

  test('reads no more of an answer than its beginning', async () => {
    const endless = createServer((_request, response) => {
      const write = () => {
        while (response.write('x'.repeat(1_000)));
        response.once('drain', write)
      }
      write()
    })
    await new Promise<void>(ready => endless.listen(0, '127.0.0.1', ready))
    const { port: other } = endless.address() as AddressInfo
    const { body } = await post(`http://127.0.0.1:${other}`, { allowed: ['127.0.0.1'] })
    expect(body.length).toBeLessThanOrEqual(2_048)
    endless.closeAllConnections()
    endless.close()
  })
})
