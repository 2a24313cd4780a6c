import { once } from 'node:events'
import { request } from 'node:http'
import { until } from '@seriema/api/store/embedded/wait'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { startDatabase } from '../database.ts'
import { temporaryFolder } from '../folder.ts'
import { spawnApi } from '../spawn.ts'
import { batch, createSeries, expectExactly, ingestion, startWriter } from './writer.ts'

test('a shutdown under load answers what it accepted, loses nothing, and ends with status 0', async () => {
  const database = await startDatabase()
  onTestFinished(database.drop)
  const api = await spawnApi({ DATABASE_URL: database.url, SERIEMA_LOG_LEVEL: 'info' })
  onTestFinished(() => api.end('SIGKILL').then(() => {}))
  const keys = ['one', 'two', 'slow']
  for (const key of keys) await createSeries(api.url, key)
  const writers = ['one', 'two'].map(key => startWriter(() => api.url, key, 100))
  const socket = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'connection_init' }))
  await once(socket, 'message')
  expect(await until(() => writers.every(writer => writer.acknowledged() > 500), 30_000)).toBe(true)

  // Accepted, and half read: the rest comes only when the shutdown has begun.
  const slow = upload(api.url, JSON.stringify({ query: ingestion, variables: batch('slow', 0, 100) }))
  await slow.accepted
  const closed = once(socket, 'close')
  api.child.kill('SIGTERM')
  expect((await closed)[0]).toBe(1001)
  slow.finish()
  expect(await slow.answer).toMatchObject({
    data: { ingestPoints: { series: [{ stored: 100, duplicates: 0, fault: null }] } },
  })

  const { status, output } = await api.ended
  expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('"msg":"stopped"') })
  await Promise.all(writers.map(writer => writer.stop()))
  for (const writer of writers) await expectExactly(database.url, writer)
}, 60_000)

test('an error nobody caught is logged, what was accepted is finished, and the status says that it failed', async () => {
  const database = await startDatabase()
  onTestFinished(database.drop)
  const api = await spawnApi({ DATABASE_URL: database.url, NODE_OPTIONS: `--import ${throwing}` })
  const { status, output } = await api.ended
  expect(status).toBe(1)
  expect(output).toContain('"msg":"an error nobody caught"')
  expect(output).toContain('thrown by a test')
})

/** Fails some time after the start, outside of any request. */
const throwing = `data:text/javascript,${encodeURIComponent(
  "process.once('message', () => {}); const send = process.send; process.send = (...a) => { setTimeout(() => { throw new Error('thrown by a test') }, 50); return send.apply(process, a) }",
)}`

test('the embedded database goes when the API goes, and is taken over when the API was killed', async () => {
  const folder = await temporaryFolder()
  const api = await spawnApi({ SERIEMA_DATA: folder })
  await createSeries(api.url, 'kept')
  await api.end('SIGTERM')
  const again = await spawnApi({ SERIEMA_DATA: folder })
  expect((await (await fetch(`${again.url}/healthcheck`)).json()).series).toBe(1)
  const { status } = await again.end('SIGINT')
  expect(status).toBe(0)
})

/** A request whose body comes in two halves. */
function upload(url: string, body: string) {
  const half = Math.floor(body.length / 2)
  const headers = { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' }
  const sent = request(`${url}/graphql`, { method: 'POST', headers, agent: false })
  sent.flushHeaders()
  const answer = new Promise((resolve, reject) => {
    sent.once('error', reject)
    sent.once('response', async response => {
      const chunks = await response.toArray()
      resolve(JSON.parse(Buffer.concat(chunks).toString()))
    })
  })
  return {
    /** The server has said that it wants the body. */
    accepted: once(sent, 'continue').then(() => sent.write(body.slice(0, half))),
    finish: () => sent.end(body.slice(half)),
    answer,
  }
}
