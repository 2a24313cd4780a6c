import { once } from 'node:events'
import { createServer } from 'node:net'
import { freePort } from '@seriema/api/start/ports'
import { until } from '@seriema/api/store/embedded/wait'
import { expect, onTestFinished, test } from 'vitest'
import { startApi } from '../harness.ts'
import { run } from '../spawn.ts'

const look = async (url: string) => {
  const response = await fetch(url)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('a server that works is alive, ready and healthy, and says how it fares', async () => {
  const api = await startApi()
  onTestFinished(() => api.close())
  expect(await look(`${api.url}/liveness`)).toMatchObject({ status: 200, body: { status: 'alive' } })
  expect(await until(async () => (await look(`${api.url}/readiness`)).status === 200, 10_000)).toBe(true)
  const checks = { database: 'reachable', migrations: 'applied', events: 'listening' }
  expect(await look(`${api.url}/readiness`)).toMatchObject({ body: { status: 'ready', checks } })
  expect(await look(`${api.url}/healthcheck`)).toMatchObject({
    status: 200,
    body: {
      status: 'healthy',
      series: 0,
      cachedModels: expect.any(Number),
      inference: { count: 0, mean: null, p95: null },
      training: { count: 0, mean: null, p95: null },
      trainings: { waiting: 0, underWay: 0 },
      uptime: expect.any(Number),
      dependencies: { database: { state: 'UP', version: expect.stringMatching(/^18/) }, events: { state: 'UP' } },
      forecasters: expect.arrayContaining([
        expect.objectContaining({ kind: 'ridge', available: true }),
        { kind: 'ttm', available: false, detail: expect.stringContaining('SERIEMA_TTM_DIR') },
      ]),
      provider: expect.stringMatching(/^(cpu|webgpu|cuda)$/),
      authentication: false,
    },
  })
})

test('a server on its way down is alive but not ready', async () => {
  const api = await startApi()
  onTestFinished(() => api.close())
  await api.app.drain()
  expect(await look(`${api.url}/liveness`)).toMatchObject({ status: 200 })
  expect(await look(`${api.url}/readiness`)).toMatchObject({ status: 503, body: { status: 'draining' } })
})

test('a server that waits for its database is alive but not ready', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  onTestFinished(() => void silent.close())
  await once(silent, 'listening')
  const [port, databasePort] = [await freePort(), (silent.address() as { port: number }).port]
  const starting = run(['apps/api/src/main.ts'], {
    SERIEMA_API_PORT: String(port),
    DATABASE_URL: `postgres://nobody@127.0.0.1:${databasePort}/none`,
  })
  onTestFinished(() => starting.end('SIGKILL').then(() => {}))
  const url = `http://127.0.0.1:${port}`
  expect(
    await until(
      () =>
        look(`${url}/liveness`).then(
          ({ status }) => status === 200,
          () => false,
        ),
      20_000,
    ),
  ).toBe(true)
  expect(await look(`${url}/readiness`)).toMatchObject({ status: 503, body: { status: 'starting' } })
})

test('an answer names the trace it belongs to: the caller’s, or a new one', async () => {
  const api = await startApi()
  onTestFinished(() => api.close())
  const theirs = '4bf92f3577b34da6a3ce929d0e0e4736'
  const traced = await fetch(`${api.url}/liveness`, { headers: { traceparent: `00-${theirs}-00f067aa0ba902b7-01` } })
  expect(traced.headers.get('x-trace-id')).toBe(theirs)
  expect((await fetch(`${api.url}/liveness`)).headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/)
})
