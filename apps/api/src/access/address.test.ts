import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { createAddresses, networkOf } from './address.ts'

const from = (remoteAddress: string, headers: IncomingMessage['headers'] = {}, encrypted = false) =>
  ({ socket: { remoteAddress, encrypted }, headers }) as unknown as IncomingMessage
const behind = createAddresses({ trustedProxies: ['10.0.0.0/8', '192.0.2.7', 'fd00::/8'] })
const alone = createAddresses({ trustedProxies: [] })

test('without a trusted proxy no header says where a request comes from, or that it came by TLS', () => {
  const request = from('10.0.0.1', { 'x-forwarded-for': '198.51.100.1', 'x-forwarded-proto': 'https' })
  expect(alone.of(request)).toBe('10.0.0.1')
  expect(alone.isSecure(request)).toBe(false)
  const stranger = from('203.0.113.9', { 'x-forwarded-for': '198.51.100.1', 'x-forwarded-proto': 'https' })
  expect(behind.of(stranger)).toBe('203.0.113.9')
  expect(behind.isSecure(stranger)).toBe(false)
})

test('behind trusted proxies it is the last hop that is none of them, whatever a caller put in front', () => {
  const forwarded = (list: string) => behind.of(from('::ffff:10.0.0.1', { 'x-forwarded-for': list }))
  expect(forwarded('198.51.100.1')).toBe('198.51.100.1')
  expect(forwarded('1.1.1.1, 198.51.100.1')).toBe('198.51.100.1')
  expect(forwarded('1.1.1.1,198.51.100.1 , 10.1.2.3, 192.0.2.7')).toBe('198.51.100.1')
  expect(forwarded('198.51.100.1:4711')).toBe('198.51.100.1')
  expect(forwarded('[2001:DB8::1]:4711, FD00::1')).toBe('2001:db8::1')
  expect(forwarded('::ffff:198.51.100.1')).toBe('198.51.100.1')
  expect(forwarded('10.9.9.9')).toBe('10.9.9.9')
})

test('what is no address is not taken for one: the hop that said it is who asks', () => {
  const forwarded = (list: string) => behind.of(from('10.0.0.1', { 'x-forwarded-for': list }))
  for (const list of ['', 'unknown', '1.1.1.1, _hidden', 'x'.repeat(9_000), '198.51.100.1, 999.1.1.1'])
    expect(forwarded(list), list.slice(0, 30)).toBe('10.0.0.1')
  expect(behind.of(from(''))).toBe('')
})

test('TLS is that of the connection, or what the trusted proxy next to us says', () => {
  expect(alone.isSecure(from('203.0.113.9', {}, true))).toBe(true)
  expect(behind.isSecure(from('10.0.0.1', { 'x-forwarded-proto': 'https' }))).toBe(true)
  expect(behind.isSecure(from('10.0.0.1', { 'x-forwarded-proto': 'https, http' }))).toBe(false)
})

test('IPv6 addresses of one network of 64 bits are counted as one', () => {
  const network = networkOf('2001:db8:0:7::1')
  for (const same of ['2001:DB8::7:0:0:0:9', '2001:0db8:0000:0007:ffff::']) expect(networkOf(same)).toBe(network)
  expect(networkOf('2001:db8:0:8::1')).not.toBe(network)
  expect(networkOf('fe80::1%eth0')).toBe(networkOf('fe80::2'))
  expect(networkOf('198.51.100.1')).toBe('198.51.100.1')
  expect(networkOf('')).toBe('')
})
