import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@seriema/api/store/embedded/wait'
import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../database.ts'
import { temporaryFolder } from '../folder.ts'
import { run, type Settings, spawnApi } from '../spawn.ts'
import { createModel, createSeries, hasEnded, ingest, training, wave } from '../training.ts'
import { type Received, startCollector } from './tracing/collector.ts'

const theirs = '4bf92f3577b34da6a3ce929d0e0e4736'
const parent = '00f067aa0ba902b7'

async function product(settings: Settings) {
  const database = await startDatabase()
  const api = await spawnApi({ DATABASE_URL: database.url, SERIEMA_LOG_LEVEL: 'info', ...settings })
  onTestFinished(async () => {
    await api.end('SIGTERM')
    await database.drop()
  })
  return api
}

const send = (url: string, query: string, variables: object, flags = '01') =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${theirs}-${parent}-${flags}` },
    body: JSON.stringify({ query, variables }),
  })

test('one trace leads from the mutation that asks for a training, over the worker, to the version it made', async () => {
  const collector = await startCollector()
  const api = await product({
    SERIEMA_WORKERS: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '200',
  })
  await createSeries(api.url, 'pump')
  await ingest(api.url, 'pump', wave(600))
  const modelId = await createModel(api.url, { name: 'pump', scope: { series: 'pump' }, kind: 'RIDGE' })
  const asked = await send(
    api.url,
    'mutation ($modelId: ID!) { trainModel(input: { modelId: $modelId }) { ... on TrainingPayload { training { id } } } }',
    { modelId },
  )
  expect(asked.headers.get('x-trace-id')).toBe(theirs)
  const { data } = (await asked.json()) as { data: { trainModel: { training: { id: string } } } }
  const { id } = data.trainModel.training
  expect(await until(async () => hasEnded(await training(api.url, id)), 40_000)).toBe(true)
  expect(await training(api.url, id)).toMatchObject({ state: 'COMPLETED' })

  const own = () => collector.spans.filter(({ traceId }) => traceId === theirs)
  const named = (name: string) => own().find(one => one.name === name)
  expect(await until(async () => named('process train') !== undefined, 15_000)).toBe(true)
  const byId = new Map(own().map(one => [one.spanId, one]))
  const wayUp = (from: Received): string[] => {
    const above = from.parentSpanId === null ? undefined : byId.get(from.parentSpanId)
    return above === undefined ? [from.name, String(from.parentSpanId)] : [from.name, ...wayUp(above)]
  }
  expect(wayUp(named('register version')!)).toEqual([
    'register version',
    'process train',
    'send train',
    'transaction',
    'Mutation.trainModel',
    'mutation trainModel',
    'POST /graphql',
    parent,
  ])
  expect(named('POST /graphql')).toMatchObject({
    service: 'seriema-api',
    attributes: { 'http.response.status_code': 200 },
  })
  expect(named('train')).toMatchObject({
    service: 'seriema-worker',
    attributes: { 'seriema.kind': 'ridge', 'seriema.correlation.id': expect.stringMatching(/^training-\d+$/) },
  })
  expect(named('train')!.process).not.toBe(named('POST /graphql')!.process)
  // What the process of the numbers did, by its own clock.
  const within = (name: string) => own().filter(({ parentSpanId }) => parentSpanId === named(name)?.spanId)
  const phases = within('train')
    .filter(({ name }) => name !== 'transaction')
    .sort((a, b) => a.from - b.from)
  expect(phases.map(({ name }) => name)).toEqual(['preprocessing', 'training', 'evaluating'])
  for (const [i, { from, to }] of phases.entries()) {
    expect(from).toBeLessThanOrEqual(to)
    expect(from).toBeGreaterThanOrEqual(phases[i - 1]?.to ?? named('train')!.from)
  }
  expect(phases.at(-1)!.to).toBeLessThanOrEqual(named('train')!.to + 1)
  // And what the threads did that forecast.
  await send(api.url, '{ seriesByKey(key: "pump") { forecast(horizon: 6) { __typename } } }', {})
  const version = '{ versions(first: 1) { edges { node { id } } } }'
  const listed = (await (await send(api.url, version, {})).json()) as {
    data: { versions: { edges: { node: { id: string } }[] } }
  }
  await send(
    api.url,
    'query ($id: ID!) { seriesByKey(key: "pump") { forecast(horizon: 6, version: $id) { __typename } } }',
    { id: listed.data.versions.edges[0]!.node.id },
  )
  const parents = (name: string) =>
    own()
      .filter(one => one.name === name)
      .map(({ parentSpanId }) => byIdNow().get(parentSpanId ?? '')?.name)
  const byIdNow = () => new Map(own().map(one => [one.spanId, one]))
  expect(await until(async () => parents('infer').length >= 2 && parents('load').length > 0, 15_000)).toBe(true)
  expect(new Set(parents('infer'))).toEqual(new Set(['forecast']))
  expect(parents('fit')).toContain('forecast')
  expect(parents('load')).toEqual(['load version'])
  // Statements are there with their text, and none with what was sent along.
  const statements = own().filter(({ attributes }) => attributes['db.system.name'] === 'postgresql')
  expect(statements.length).toBeGreaterThan(5)
  expect(statements.map(one => one.attributes['db.query.text']).join()).toMatch(/insert into "?trainings"?/)
  // What nobody asked for is in traces of its own, whole ones: nothing hangs on a span that was never sent.
  const lines = api
    .output()
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as Record<string, unknown>)
  expect(lines.find(({ msg }) => msg === 'a training made a version')).toMatchObject({
    traceId: theirs,
    correlationId: expect.stringMatching(/^training-\d+$/),
  })
  await api.end('SIGTERM')
  const all = new Set(collector.spans.map(({ spanId }) => spanId))
  const loose = collector.spans.filter(
    one => one.parentSpanId !== null && one.parentSpanId !== parent && !all.has(one.parentSpanId),
  )
  expect(loose).toEqual([])
}, 300_000)

test('what a caller does not want kept is not sent, and the standard sampler may keep none', async () => {
  const collector = await startCollector()
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' }
  const json = { ...settings, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }
  const keeps = await product(json)
  expect((await send(keeps.url, '{ series(first: 1) { totalCount } }', {}, '00')).headers.get('x-trace-id')).toBe(
    theirs,
  )
  await fetch(`${keeps.url}/liveness`)
  await keeps.end('SIGTERM')
  expect(collector.spans.map(({ name }) => name)).toContain('GET /liveness')
  expect(collector.spans.filter(({ traceId }) => traceId === theirs)).toEqual([])

  const kept = collector.spans.length
  const none = await product({ ...json, OTEL_TRACES_SAMPLER: 'always_off' })
  await send(none.url, '{ series(first: 1) { totalCount } }', {})
  await none.end('SIGTERM')
  expect(collector.spans.length).toBe(kept)

  const usual = await product(settings)
  await send(usual.url, '{ series(first: 1) { totalCount } }', {})
  await usual.end('SIGTERM')
  expect(collector.requests.at(-1)).toBe('POST /v1/traces application/x-protobuf')
}, 300_000)

test('without the standard variables nothing of what makes spans is loaded', async () => {
  const collector = await startCollector()
  const watch = join(await temporaryFolder(), 'watch.mjs')
  const hook = `{ load(url, context, next) { if (url.includes('sdk-trace')) console.error('LOADED'); return next(url, context) } }`
  writeFileSync(watch, `import { registerHooks } from 'node:module'\nregisterHooks(${hook})\n`)
  for (const [settings, loads] of [
    [{}, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SDK_DISABLED: 'true' }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }, true],
  ] as const) {
    const api = await product({ ...settings, NODE_OPTIONS: `--import=${watch}` })
    await send(api.url, '{ series(first: 1) { totalCount } }', {})
    await api.end('SIGTERM')
    expect({ settings, loads: api.output().includes('LOADED') }).toEqual({ settings, loads })
  }
  expect(collector.requests.length).toBeGreaterThan(0)
}, 300_000)

test('a collector that is away costs no answer, is told in the log, and holds up no shutdown', async () => {
  const api = await product({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  })
  expect((await send(api.url, '{ series(first: 1) { totalCount } }', {})).status).toBe(200)
  expect(await until(async () => api.output().includes('spans could not be sent'), 30_000)).toBe(true)
  const began = performance.now()
  expect((await api.end('SIGTERM')).status).toBe(0)
  expect(performance.now() - began).toBeLessThan(20_000)
}, 120_000)

test('a standard variable that asks for what cannot be had ends the start with what can', async () => {
  const settings = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
  }
  for (const [name, value, allowed] of [
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'allowed is http/protobuf or http/json'],
    ['OTEL_TRACES_SAMPLER', 'jaeger_remote', 'always_on'],
    ['OTEL_TRACES_EXPORTER', 'zipkin', 'allowed is otlp or none'],
  ] as const) {
    const { status, output } = await run(['apps/api/src/main.ts'], { ...settings, [name]: value }).ended
    expect({ name, status }).toEqual({ name, status: 1 })
    expect(output).toContain(`${name} is '${value}'`)
    expect(output).toContain(allowed)
  }
}, 120_000)
