import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { parseConfig } from '@seriema/api/config'
import { until } from '@seriema/api/store/embedded/wait'
import { expect, onTestFinished, test } from 'vitest'
import { startApi, type TestApi } from '../harness.ts'
import { ask } from './ask.ts'

const { limits } = parseConfig({})

async function start(overrides: Parameters<typeof startApi>[0] = {}): Promise<TestApi> {
  const api = await startApi(overrides)
  onTestFinished(() => api.close())
  return api
}

async function open(api: TestApi): Promise<Socket> {
  const { hostname, port } = new URL(api.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

test('one address has so many connections and no more, and gets new ones when it lets go of some', async () => {
  const api = await start({ limits: { ...limits, connectionsPerAddress: 5 } })
  const sockets = await Promise.all(Array.from({ length: 9 }, () => open(api)))
  expect(await until(() => sockets.filter(socket => socket.closed).length === 4, 10_000)).toBe(true)
  for (const socket of sockets) socket.destroy()
  const served = () =>
    fetch(`${api.url}/liveness`).then(
      ({ status }) => status === 200,
      () => false,
    )
  expect(await until(served, 10_000)).toBe(true)
})

test('a body that nobody reads does not keep its connection, however slowly it comes', async () => {
  const api = await start()
  for (const head of ['GET /liveness', 'GET /graphql?query=%7B__typename%7D', 'DELETE /graphql', 'GET /nowhere']) {
    const socket = await open(api)
    let answer = ''
    socket.on('data', chunk => (answer += chunk))
    const drip = setInterval(() => socket.write('x'), 50)
    const closed = once(socket, 'close')
    socket.write(`${head} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100000\r\n\r\n`)
    await closed
    clearInterval(drip)
    expect(answer, head).toMatch(/^HTTP\/1.1 [234]\d\d /)
  }
}, 30_000)

test('of many files that come at once, sixteen are received and the others refused, and their places are free again', async () => {
  const api = await start()
  const begin =
    'mutation { startImport(input: { fileName: "f.csv", key: "f" }) { ... on StartImportPayload { import { id } } } }'
  const ids = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const { json } = await ask(api, begin)
      return Buffer.from(json.data.startImport.import.id, 'base64url').toString().split(':').at(-1)!
    }),
  )
  const go = Promise.withResolvers<void>()
  const slowly = async function* () {
    yield Buffer.from('time,v\n')
    await go.promise
    yield Buffer.from('2026-01-01T00:00:00Z,1\n2026-01-01T00:00:01Z,2\n')
  }
  const coming = ids.map(id =>
    api.app.imports.receive(id, slowly()).then(
      ({ state }) => state,
      error => error.code,
    ),
  )
  expect(await Promise.all(coming.slice(16))).toEqual(Array.from({ length: 24 }, () => 'TOO_MANY_REQUESTS'))
  go.resolve()
  expect(await Promise.all(coming.slice(0, 16))).toEqual(Array.from({ length: 16 }, () => 'completed'))
  expect((await api.app.imports.receive(ids[39]!, slowly())).state).toBe('completed')
}, 60_000)

test('where callers may not ask what the API has, the page of GraphiQL says so instead of failing', async () => {
  const api = await start({ introspection: 'off' })
  const page = await fetch(`${api.url}/graphql`, { headers: { accept: 'text/html' } })
  expect(page.status).toBe(200)
  expect(await page.text()).toMatch(/GraphiQL is off here.*SERIEMA_INTROSPECTION=on/s)
})
