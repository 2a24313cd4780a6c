import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { drawing } from '../fuzz/random.ts'
import { exchange, routeOf } from '../fuzz/routes.ts'
import { problemWith, unforeseen } from '../fuzz/verdict.ts'
import { startWatchedApi, type WatchedApi } from '../fuzz/watched-api.ts'
import { ask } from './ask.ts'

const seed = Number(process.env.FUZZ_SEED ?? 1)
const requests = Number(process.env.FUZZ_ROUTES ?? 2_000)
const atOnce = 8
/** Milliseconds at a stretch that the loop works for what eight clients ask at once. */
const most = 500

async function startImport(api: WatchedApi, key: string): Promise<string> {
  const begin = `mutation ($key: String!) { startImport(input: { fileName: "f.csv", key: $key }) {
    ... on StartImportPayload { uploadPath } ... on Fault { message } } }`
  const { json, text } = await ask(api, begin, { key })
  expect(json.data?.startImport.uploadPath, text).toBeDefined()
  return json.data.startImport.uploadPath.split('/').at(-1)
}

test('no route ends in a failure of ours, hangs or tells what is within, whatever is sent to it', {
  timeout: 600_000,
}, async () => {
  const api = await startWatchedApi()
  // The page of GraphiQL is made once; that is no answer to anybody in particular.
  await fetch(`${api.url}/graphql`, { headers: { accept: 'text/html' } })
  await api.loopDelay()
  const problems: string[] = []
  const ids: string[] = []
  let next = 0
  const one = async (number: number) => {
    const draw = drawing(seed * 1_000_003 + number)
    if (number % 4 === 0) ids.splice(0, Math.max(0, ids.length - 5), await startImport(api, `f${number % 20}`))
    const sent = routeOf(draw, ids)
    const told = `${sent.method} ${sent.path.slice(0, 300)} ${JSON.stringify(sent.headers)} ${String(sent.body).slice(0, 500)}`
    const answer = await exchange(api.url, sent).catch((error: Error) => ({ status: 0, text: error.message, took: 0 }))
    if (answer.status === 0) return void (await expectAlive(api))
    // GraphiQL's own page holds programs: what they are made of is no secret.
    const page = sent.headers.accept?.startsWith('text/html') === true && answer.text.trimStart().startsWith('<')
    const problem = problemWith(page ? '' : answer.text, answer.took, answer.status)
    if (problem !== null) problems.push(`${problem}: ${told}\n${answer.status} ${answer.text.slice(0, 600)}`)
  }
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < requests && problems.length < 20) await one(next++)
    }),
  )
  expect([...unforeseen(api.output()).slice(0, 10), ...problems].join('\n\n')).toBe('')
  const delay = await api.loopDelay()
  console.log(`the loop stood still for ${Math.round(delay)} ms at most`)
  expect(delay).toBeLessThan(most)
})

/** Who gets no answer was cut off for what was sent: nobody else is. */
async function expectAlive(api: WatchedApi): Promise<void> {
  expect((await fetch(`${api.url}/liveness`)).status).toBe(200)
}

const put = 'PUT /imports/x HTTP/1.1\r\nhost: localhost\r\n'
const malformed: Record<string, string> = {
  'that is no HTTP': 'hello\r\n\r\n',
  'of a TLS handshake': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'without a host': 'GET /liveness HTTP/1.1\r\n\r\n',
  'with two lengths': `${put}content-length: 1\r\ncontent-length: 2\r\n\r\nxx`,
  'with a length and chunks': `${put}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
  'with a chunk that is none': `${put}transfer-encoding: chunked\r\n\r\nzz\r\nxx\r\n0\r\n\r\n`,
  'with a header of 40 kB': `GET /liveness HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`,
  'with NUL in a header': 'GET /liveness HTTP/1.1\r\nhost: localhost\r\nx: a\0b\r\n\r\n',
  'that would be another protocol':
    'GET /liveness HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: h2c\r\n\r\n',
  'for an upgrade elsewhere':
    'GET /imports/x HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-key: x\r\n\r\n',
  'for an upgrade without a key':
    'GET /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n',
  'that is a proxy’s': 'CONNECT example.org:443 HTTP/1.1\r\nhost: example.org\r\n\r\n',
}

test('a request that is none is refused or cut off, and nobody else is', async () => {
  const api = await startWatchedApi()
  const { hostname, port } = new URL(api.url)
  for (const [name, bytes] of Object.entries(malformed)) {
    const socket = connect(Number(port), hostname)
    let answer = ''
    socket.on('error', () => {}).on('data', part => (answer += part))
    const closed = once(socket, 'close')
    socket.end(Buffer.from(bytes, 'latin1'))
    await closed
    expect(answer, name).toMatch(/^(HTTP\/1\.1 [24]\d\d |$)/)
    await expectAlive(api)
  }
  expect(unforeseen(api.output())).toEqual([])
})
