import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startApi, type TestApi } from '../harness.ts'
import { ask, send } from './ask.ts'

const dashboard = 'http://localhost:3000'
const configured = 'https://seriema.example'
const stranger = 'https://stranger.example'

let api: TestApi
beforeAll(async () => {
  api = await startApi({ webOrigins: [configured] })
})
afterAll(() => api.close())

const query = `/graphql?query=${encodeURIComponent('{ __typename }')}`
const typename = { data: { __typename: 'Query' } }

describe('a page of another site', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'cannot post %j unasked',
    async type => {
      const body = new Blob(['{"query":"mutation { deleteSeries(input: { key: \\"a\\" }) { __typename } }"}'], { type })
      const { status, json } = await send(api, '/graphql', { method: 'POST', body })
      expect(status).toBe(403)
      expect(json.errors[0].extensions.code).toBe('FORBIDDEN')
    },
  )

  test('cannot make a browser run a query by an address', async () => {
    expect((await send(api, query, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    expect((await send(api, query, { headers: { referer: `${stranger}/page` } })).status).toBe(403)
    expect((await send(api, query, { headers: { 'sec-fetch-site': 'same-origin' } })).json).toEqual(typename)
    expect((await send(api, query, {})).json).toEqual(typename)
  })

  test('is not told that it may read or send', async () => {
    const preflight = await send(api, '/graphql', {
      method: 'OPTIONS',
      headers: { origin: stranger, 'access-control-request-method': 'POST' },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
    const { headers } = await ask(api, '{ __typename }', {}, { origin: stranger })
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect((await send(api, '/imports/x', { method: 'PUT', body: 'x', headers: { origin: stranger } })).status).toBe(
      403,
    )
  })

  test('cannot open a WebSocket', async () => {
    expect(await opens({ origin: stranger })).toBe(403)
  })

  test('cannot come under a name that was made to point here', async () => {
    expect(await statusUnder('rebound.example')).toBe(421)
    expect(await opens({ host: 'rebound.example' })).toBe(403)
  })
})

describe('a page of ours', () => {
  test.each([dashboard, configured])('at %s may read and send', async origin => {
    const preflight = await send(api, '/graphql', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin)
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
    const { headers, json } = await ask(api, '{ __typename }', {}, { origin })
    expect(headers.get('access-control-allow-origin')).toBe(origin)
    expect(json).toEqual(typename)
    expect(await opens({ origin })).toBe(101)
  })

  test('is GraphiQL, and programs need no page at all', async () => {
    expect(await opens({ origin: api.url })).toBe(101)
    expect(await opens({})).toBe(101)
    expect(await statusUnder('localhost:4000')).toBe(200)
  })
})

test('a mutation by GET is refused', async () => {
  const mutation = encodeURIComponent('mutation { deleteSeries(input: { key: "a" }) { __typename } }')
  const { status, headers } = await send(api, `/graphql?query=${mutation}`, { headers: { 'x-csrf': '1' } })
  expect(status).toBe(405)
  expect(headers.get('allow')).toBe('POST')
})

/** Status of the answer to an upgrade; 101 when it was accepted. */
function opens(headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(api.wsUrl, 'graphql-transport-ws', { headers })
  return new Promise(resolve => {
    socket.once('open', () => {
      socket.close()
      resolve(101)
    })
    socket.once('unexpected-response', (_request, { statusCode }) => resolve(statusCode!))
    socket.on('error', () => {})
  })
}

function statusUnder(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${api.url}${query}`, { headers: { host } }, response => {
      response.resume()
      resolve(response.statusCode!)
    })
    asked.once('error', reject).end()
  })
}
