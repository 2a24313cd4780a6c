import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Draw } from './random.ts'

export interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
}

export interface Answered {
  readonly status: number
  readonly text: string
  /** Milliseconds. */
  readonly took: number
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND'] as const

const odd = ['', '%', '%ff', '%00', '..', '%2e%2e%2f', 'a b'.replace(' ', '%20'), "';--", 'x'.repeat(4_000), '/']

const headerValues = {
  accept: ['text/html', '*/*', 'application/json', 'text/html;q=0', ',,,'],
  'accept-encoding': ['gzip', 'br', 'identity;q=0', '\u00ff'],
  'content-type': ['application/json', 'text/csv', 'text/plain', 'multipart/form-data', 'application/graphql', ';'],
  'content-encoding': ['gzip', 'deflate', 'x'],
  'if-none-match': ['*', '""', 'W/"x"'],
  origin: ['null', 'http://localhost:3000', 'http://[::1', 'x'],
  host: ['localhost', 'localhost:99999', '[::1]:1', 'a.example', ''],
  range: ['bytes=0-', 'bytes=9-1', 'x'],
  traceparent: ['00-', `00-${'f'.repeat(32)}-${'f'.repeat(16)}-01`],
  'x-csrf': ['1'],
  'sec-fetch-site': ['cross-site', 'same-origin', 'x'],
  expect: ['100-continue'],
} as const

/** A request that a browser or a program might make, and parts of it that none would. */
export function routeOf(draw: Draw, importIds: readonly string[]): Sent {
  const id = () => (importIds.length > 0 && draw.chance(0.6) ? draw.one(importIds) : draw.one(odd))
  const path = draw.one([
    () => draw.one(['/liveness', '/readiness', '/healthcheck', '/', '/graphql', '//', '/favicon.ico']),
    () => `/imports/${id()}`,
    () => `/imports/${id()}/rejections`,
    () => `/imports/${id()}/${draw.one(odd)}`,
    () =>
      `/versions/${draw.chance(0.3) ? Buffer.from(`Version:${draw.whole(3)}`).toString('base64url') : draw.one(odd)}.onnx`,
    () => `/versions?${draw.one(['series=f1', 'group=x', 'series=%00', 'series=%ff', 'series=a&group=b', ''])}`,
    () => `/${draw.one(odd)}`,
    () => `/graphql?query=${draw.one(['%7B__typename%7D', '%7B', '%ff', ''])}&variables=${draw.one(odd)}`,
  ])()
  const names = Object.keys(headerValues) as (keyof typeof headerValues)[]
  const chosen = names.filter(() => draw.chance(0.15))
  const headers = Object.fromEntries(chosen.map(name => [name, draw.one<string>(headerValues[name])]))
  const method = /^\/(imports\/[^/]+|versions\?.*)$/.test(path) && draw.chance(0.7) ? 'PUT' : draw.one(methods)
  const body = method === 'GET' || method === 'HEAD' || draw.chance(0.1) ? null : bodyOf(draw)
  return { method, path, headers, body }
}

function bodyOf(draw: Draw): Uint8Array {
  if (draw.chance(0.2)) return Uint8Array.from({ length: draw.whole(400) }, () => draw.whole(256))
  if (draw.chance(0.2)) return Buffer.from(draw.one(['{', '[]', '{"query":"{ __typename }"}', '{"query":1}', 'null']))
  const separator = draw.one([',', ';', '\t', '|', ' '])
  const cell = () =>
    draw.one(['1', '-2.5', '1.234,56', '', 'x', '"', '"a"', 'NaN', '9'.repeat(400), '\0', '€ 3', '1e999', '٣'])
  const time = (row: number) =>
    draw.chance(0.9) ? new Date(1.7e12 + row * 60_000).toISOString() : draw.one(['', 'soon', '31.02.2026', '0'])
  const rows = Array.from({ length: draw.whole(60) }, (_, row) => [time(row), cell(), cell()].join(separator))
  const text = [['time', 'a', draw.one(['b', 'a', ''])].join(separator), ...rows].join(draw.one(['\n', '\r\n', '\r']))
  const bytes = draw.chance(0.1) ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(text)
  return draw.chance(0.1) ? gzipSync(bytes).subarray(0, draw.chance(0.3) ? 40 : undefined) : bytes
}

/** Sends what `fetch` would not. Rejects where no answer came. */
export function exchange(url: string, { method, path, headers, body }: Sent): Promise<Answered> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const sent = request({ hostname, port, method, path, headers, agent: false }, response => {
      const parts: Buffer[] = []
      response.on('data', part => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(parts.slice(0, 50)).toString()
        resolve({ status: response.statusCode!, text, took: performance.now() - began })
      })
    })
    // A connection that is cut once its answer came is no failure.
    sent.on('error', reject)
    sent.end(body ?? undefined)
  })
}
