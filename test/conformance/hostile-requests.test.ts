import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from '../harness.ts'
import { ask } from './ask.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
  await ask(api, 'mutation { createSeries(input: { key: "a" }) { __typename } }')
})
afterAll(() => api.close())

/** A request with whatever headers: `fetch` would not send these. */
const raw = (path: string, headers: Record<string, string>) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(api.url)
    const sent = request({ hostname, port, path, headers }, response => {
      let text = ''
      response.on('data', chunk => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode!, text }))
    })
    sent.on('error', reject)
    sent.end()
  })

describe('a request that is odd is refused or served, and never a failure of ours', () => {
  test.each(['x', '{', '[]', '1', '%ff', '"', 'null'])('variables=%s in an address', async variables => {
    const { status, text } = await raw(`/graphql?query=%7B__typename%7D&variables=${variables}`, { host: 'localhost' })
    expect(status, text).toBeLessThan(500)
    expect(text).not.toContain('INTERNAL')
  })

  test.each(['localhost:99999', '::1', 'localhost:', '[::1', 'localhost:80:80', '%00', 'a b', ''])(
    'host %s',
    async host => {
      for (const path of ['/graphql?query=%7B__typename%7D', '/liveness', '/graphql?query=%ff', '//graphql', '/%']) {
        const { status, text } = await raw(path, { host, origin: 'http://localhost:99999' })
        expect(status, `${path} ${text}`).toBeLessThan(500)
        expect(text).not.toContain('INTERNAL')
      }
    },
  )

  test('a cursor of one list given to another', async () => {
    const { json } = await ask(api, '{ series(first: 1) { pageInfo { endCursor } } }')
    const cursor = json.data.series.pageInfo.endCursor as string
    const other = await ask(api, 'query($c: String) { anomalies(after: $c) { totalCount } }', { c: cursor })
    expect(other.json.errors[0].extensions.code).toBe('CURSOR_INVALID')
  })
})

const started = async (input: Record<string, unknown> = {}): Promise<string> => {
  const start = `mutation($input: StartImportInput!) { startImport(input: $input) {
    ... on StartImportPayload { uploadPath } ... on Fault { code message } } }`
  const { json, text } = await ask(api, start, { input: { fileName: 'f.csv', key: 'f', ...input } })
  expect(json.data?.startImport.uploadPath, text).toBeDefined()
  return json.data.startImport.uploadPath
}

const put = async (body: string | Uint8Array, input: Record<string, unknown> = {}) => {
  const path = await started(input)
  const response = await fetch(`${api.url}${path}`, { method: 'PUT', body: body as BodyInit })
  return { status: response.status, text: await response.text() }
}

const rows = Array.from({ length: 50 }, (_, i) => `2026-01-01T00:${String(i).padStart(2, '0')}:00Z,${i}`).join('\n')
const zip = Buffer.concat([Buffer.from('PK\u0003\u0004\u0014\0\0\0\u0008\0'), Buffer.alloc(3_000, 7)])

describe('a file that is odd is read or refused with a reason', () => {
  test.each<[string, string | Uint8Array]>([
    ['U+0000 in its header', `time,a\0b\n${rows}`],
    ['U+0000 in its cells', `time,a\n${rows}\n2026-01-02T00:00:00Z,\0`],
    ['U+0000 in its keys', `time,k,a\n${rows.replaceAll(',', ',x\0,')}`],
    ['nothing but U+0000', '\0'.repeat(5_000)],
    ['half a surrogate pair in UTF-16', Buffer.from(`\ufefftime,a\ud800\n${rows}`, 'utf16le')],
    ['gzip in gzip', gzipSync(gzipSync(`time,a\n${rows}`))],
    ['a zip', zip],
    ['a gzip of a zip', gzipSync(zip)],
    ['half a gzip', gzipSync(`time,a\n${rows}`).subarray(0, 60)],
    ['gzip and something after it', Buffer.concat([gzipSync(`time,a\n${rows}`), Buffer.from('more')])],
    ['nothing', ''],
    ['a single line break', '\n'],
    ['a header of one name, many times', `time${',a'.repeat(3_000)}\n`],
    ['a quote that never ends', `time,a\n"${rows.repeat(20)}`],
  ])('%s', async (_, body) => {
    const { status, text } = await put(body)
    expect(status, text).toBeLessThan(500)
    expect(text).not.toMatch(/INTERNAL|Unexpected|Cannot read|undefined/)
  })

  test.each(['v', '"', '\n', ' ', '1', '.', '-', ':', 'ab', '', '\\', '\u{1f600}', '\ufeff', '0'])(
    'delimiter %j',
    async delimiter => {
      const query =
        'query($i: PreviewImportInput!) { previewImport(input: $i) { __typename ... on Fault { code message } } }'
      const { json, text } = await ask(api, query, { i: { head: `time,v\n${rows}`, plan: { delimiter } } })
      expect(json.errors, text).toBeUndefined()
      const { status, text: told } = await put(`time,v\n${rows}`, { plan: { delimiter } })
      expect(status, told).toBeLessThan(500)
      expect(told).not.toContain('INTERNAL')
    },
  )
})
