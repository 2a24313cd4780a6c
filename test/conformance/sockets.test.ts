import { parseConfig } from '@seriema/api/config'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { startApi, type TestApi } from '../harness.ts'
import { ask } from './ask.ts'

const { limits } = parseConfig({})

let api: TestApi
beforeAll(async () => {
  api = await startApi({ limits: { ...limits, subscriptionsPerSocket: 3, bodyBytes: 40_000 } })
})
afterAll(() => api.close())

const open = async (to = api): Promise<WebSocket> => {
  const socket = new WebSocket(to.wsUrl, 'graphql-transport-ws')
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return socket
}
const closed = (socket: WebSocket) => new Promise<number>(resolve => socket.once('close', resolve))
const next = (socket: WebSocket) =>
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is what is examined
  new Promise<any>(resolve => socket.once('message', data => resolve(JSON.parse(String(data)))))
const say = (socket: WebSocket, message: unknown) => socket.send(JSON.stringify(message))
const greeted = async () => {
  const socket = await open()
  say(socket, { type: 'connection_init' })
  expect(await next(socket)).toEqual({ type: 'connection_ack' })
  return socket
}

describe('a socket', () => {
  test('answers queries and mutations as HTTP does', async () => {
    const client = createClient({ url: api.wsUrl, webSocketImpl: WebSocket })
    const run = async (query: string) => {
      for await (const result of client.iterate({ query })) return result
    }
    expect(await run('{ __typename }')).toEqual({ data: { __typename: 'Query' } })
    expect(await run('mutation { createSeries(input: { key: "!" }) { ... on Fault { code } } }')).toEqual({
      data: { createSeries: { code: 'INVALID_SERIES_KEY' } },
    })
    await client.dispose()
  })

  test('tells what happens as it happens', async () => {
    const client = createClient({ url: api.wsUrl, webSocketImpl: WebSocket })
    const statuses = client.iterate({ query: 'subscription { statusChanged { kind key series { key } } }' })
    const first = statuses.next()
    await expect.poll(() => api.app.meters.subscriptions.value()).toBe(1)
    await ask(api, 'mutation { createSeries(input: { key: "seen" }) { __typename } }')
    expect((await first).value).toEqual({
      data: { statusChanged: { kind: 'SERIES_CREATED', key: 'seen', series: { key: 'seen' } } },
    })
    await statuses.return?.()
    await client.dispose()
    await expect.poll(() => api.app.meters.subscriptions.value()).toBe(0)
  })

  test('is refused one too many from one address, and takes the next when one is gone', async () => {
    const few = await startApi({ limits: { ...limits, socketsPerAddress: 2 } })
    onTestFinished(() => few.close())
    const [first] = await Promise.all([open(few), open(few)])
    await expect(open(few)).rejects.toThrow(/429/)
    first!.close()
    const another = () =>
      open(few).then(
        () => true,
        () => false,
      )
    await expect.poll(another).toBe(true)
  })

  test('refuses one operation too many, and says so', async () => {
    const socket = await greeted()
    for (const id of ['1', '2', '3', '4'])
      say(socket, { id, type: 'subscribe', payload: { query: 'subscription { statusChanged { kind } }' } })
    expect(await next(socket)).toMatchObject({
      id: '4',
      type: 'error',
      payload: [{ message: expect.stringMatching(/at most 3/), extensions: { code: 'TOO_MANY_REQUESTS' } }],
    })
    socket.terminate()
  })

  test('refuses what is malformed, invalid, or too large as HTTP does', async () => {
    const socket = await greeted()
    const refused = async (query: string) => {
      say(socket, { id: query.slice(0, 20), type: 'subscribe', payload: { query } })
      const { payload } = await next(socket)
      return (payload.errors ?? payload)[0]
    }
    expect((await refused('{')).message).toMatch(/Syntax Error/)
    expect((await refused('{ nope }')).message).toMatch(/Cannot query field/)
    expect((await refused(`{ ${'__typename '.repeat(2_000)} }`)).message).toMatch(/token/i)
    expect((await refused('subscription { pointsAdded(after: "made up") { cursor } }')).extensions.code).toBe(
      'CURSOR_INVALID',
    )
    // Base64 of `Series:1`.
    const { extensions } = await refused('subscription { trainingProgressed(model: "U2VyaWVzOjE") { cursor } }')
    expect(extensions.code).toBe('INVALID_INPUT')
    socket.terminate()
  })

  test('that sends too much, or what is not the protocol, is closed with the reason', async () => {
    const long = await greeted()
    long.send('x'.repeat(40_001))
    expect(await closed(long)).toBe(1009)
    const odd = await greeted()
    odd.send('not JSON')
    expect(await closed(odd)).toBe(4400)
    for (const type of ['connection_ack', 'next', 'error']) {
      const other = await greeted()
      say(other, type === 'connection_ack' ? { type } : { id: '1', type, payload: type === 'next' ? {} : [] })
      expect(await closed(other), type).toBe(4400)
    }
    const early = await open()
    say(early, { id: '1', type: 'subscribe', payload: { query: '{ __typename }' } })
    expect(await closed(early)).toBe(4401)
  })

  test('that never introduces itself is closed', async () => {
    expect(await closed(await open())).toBe(4408)
  })
})
