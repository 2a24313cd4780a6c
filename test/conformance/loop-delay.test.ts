import { gzipSync } from 'node:zlib'
import { buildClientSchema, getIntrospectionQuery } from 'graphql'
import { expect, test } from 'vitest'
import { operationOf } from '../fuzz/operations.ts'
import { drawing } from '../fuzz/random.ts'
import { startWatchedApi, type WatchedApi } from '../fuzz/watched-api.ts'
import { ask, send } from './ask.ts'

/** Milliseconds of work at a stretch: of the loop's own thread, so that a busy machine adds little to them. */
const most = Number(process.env.LOOP_DELAY_MS ?? 200)
/** How often an operation may be asked once more: what is run for the first time is compiled, too, and memory is tidied. */
const attempts = 4

let api: WatchedApi

async function startServer(): Promise<void> {
  api = await startWatchedApi()
  const wide = Array.from({ length: 64 }, (_, i) => ({ name: `c${i}` }))
  for (const input of [{ key: 'a' }, { key: 'wide', channels: wide }])
    await ask(api, 'mutation($i: CreateSeriesInput!) { createSeries(input: $i) { __typename } }', { i: input })
}

/** The least of some attempts; no more of them than it takes to be short. */
async function leastDelay(attempt: (round: number) => Promise<void>): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < attempts && least > most; round++) {
    await api.loopDelay()
    await attempt(round)
    least = Math.min(least, await api.loopDelay())
  }
  return least
}

const preview = 'query($i: PreviewImportInput!) { previewImport(input: $i) { __typename ... on Fault { message } } }'
const ingestion = `mutation($s: [SeriesPointsInput!]!) { ingestPoints(input: { series: $s }) {
  ... on Fault { message } ... on IngestPointsPayload { stored series { rejected rejections { index message } warned } } } }`
const start = Date.UTC(2026, 0, 1)
const count = (length: number) => Array.from({ length }, (_, i) => i)
const head = (text: string, plan?: object) => [preview, { i: { head: text, ...(plan && { plan }) } }] as const
const points = (times: unknown[], values: unknown[][], key = 'a') =>
  [ingestion, { s: [{ key, times, values }] }] as const
const deepList = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

/** `round`: how often it was asked before; what stores points stores others each time. */
const hostile: Record<string, (round: number) => readonly [query: string, variables?: Record<string, unknown>]> = {
  'preview of 15,000 columns of one name': () => head(`t${',a'.repeat(15_000)}\n1${',1'.repeat(15_000)}\n`),
  'preview of 15,000 columns of unlike names': () =>
    head(
      `t${count(15_000)
        .map(i => `,c${i}`)
        .join('')}\n`,
    ),
  'preview of 4 MB of rows': () =>
    head(
      `t,v\n${count(200_000)
        .map(i => `${start + i * 1_000},${i % 97}\n`)
        .join('')}`,
    ),
  'preview of numbers that are none at their very end': () =>
    head(
      `t,v\n${count(6)
        .map(i => `2026-01-0${i + 1},${'1'.repeat(20_000)}abcde\n`)
        .join('')}`,
    ),
  'preview of times amid spaces': () =>
    head(
      `t,u,v\n${count(6)
        .map(i => `2026-01-0${i + 1} 10:00,${i}${' '.repeat(20_000)}x,1\n`)
        .join('')}`,
    ),
  'preview of 4 MB on one line': () => head(`t,v,${'x'.repeat(4_000_000)}\n1,2,3`),
  'preview of 4 MB of commas': () => head(','.repeat(4_000_000)),
  'preview of 4 MB of quotes': () => head('"'.repeat(4_000_000)),
  'preview of 4 MB of line breaks': () => head('\n'.repeat(4_000_000)),
  'preview of 4 MB of spaces': () => head(' '.repeat(4_000_000)),
  'preview of a number of 1 MB': () => head(`t,v\n${start},${'9'.repeat(1_000_000)}\n${start + 1},1\n`),
  'preview of a time of 1 MB': () => head(`t,v\n${'2026-'.repeat(200_000)},1\n${start},1\n`),
  'preview with a pattern of 1 MB': () => head('t,v\n2026,1\n', { timeFormat: 'YYYY'.repeat(250_000) }),
  'preview that names 10,000 columns': () => head('t,v\n2026,1\n', { valueColumns: count(10_000).map(String) }),
  'preview of many keys': () =>
    head(
      `t,k,v\n${count(60_000)
        .map(i => `${start + i},k${i},1\n`)
        .join('')}`,
    ),
  'a key of 1 MB': () => ['query($k: String!) { seriesByKey(key: $k) { key } }', { k: 'k'.repeat(1_000_000) }],
  'a search of 1 MB': () => ['query($k: String) { series(search: $k) { totalCount } }', { k: '%_'.repeat(500_000) }],
  '500 keys of 20 kB': () => [
    'query($k: [String!]!) { forecasts(keys: $k) { ... on Fault { message } } }',
    { k: count(500).map(() => 'k'.repeat(20_000)) },
  ],
  'a list of 500,000': () => [
    'query($k: [String!]!) { forecasts(keys: $k) { __typename } }',
    { k: count(500_000).map(() => 'a') },
  ],
  'an unknown variable, a million deep': () => ['query { __typename }', { x: JSON.parse(deepList(3_000)) }],
  '100,000 entries of one key': () => [
    ingestion,
    { s: count(100_000).map(() => ({ key: 'a', times: [], values: [[]] })) },
  ],
  '10,000 entries of one key': () => [
    ingestion,
    { s: count(10_000).map(() => ({ key: 'a', times: [], values: [[]] })) },
  ],
  '10,000 unknown series': () => [
    ingestion,
    { s: count(10_000).map(i => ({ key: `no${i}`, times: [1], values: [[1]] })) },
  ],
  '1.5 million bad instants': () =>
    points(
      count(1_500_000).map(() => 'x'),
      [count(1_500_000).map(() => 1)],
    ),
  '1.5 million bad values': () =>
    points(
      count(500_000).map(i => start + i),
      [count(500_000).map(() => 'x')],
    ),
  '600,000 equal instants': () =>
    points(
      count(600_000).map(() => start),
      [count(600_000).map(() => 1)],
    ),
  '300,000 ISO instants, falling': round =>
    points(
      count(300_000).map(i => new Date(start - (round * 300_000 + i) * 1_000).toISOString()),
      [count(300_000).map(() => 1)],
    ),
  '300,000 good points': round =>
    points(
      count(300_000).map(i => start + (round * 300_000 + i) * 1_000),
      [count(300_000).map(i => i % 97)],
    ),
  '64 channels of 8,000 points': round =>
    points(
      count(8_000).map(i => start + (round * 8_000 + i) * 1_000),
      count(64).map(() => count(8_000)),
      'wide',
    ),
  'the same again, other values': () =>
    points(
      count(300_000).map(i => start + i * 1_000),
      [count(300_000).map(i => i % 89)],
    ),
  'reading 100,000 points': () => ['{ seriesByKey(key: "a") { points(last: 100000) { times values } } }'],
  'reading ten windows': () => [
    `{ seriesByKey(key: "a") { ${count(10)
      .map(i => `a${i}: points(last: ${90_000 + i}, maxPoints: 2000, rollingMean: 500) { times values rollingMean }`)
      .join(' ')} } }`,
  ],
  'reading 64 channels': () => ['{ seriesByKey(key: "wide") { points(last: 7000) { times values } } }'],
  'scoring 50,000 points': () => [
    'query($t: Instants!, $v: [Values!]!) { seriesByKey(key: "a") { score(times: $t, values: $v) { ... on ScoredBatch { detector rejected } } } }',
    { t: count(50_000).map(i => start + 1e9 + i * 1_000), v: [count(50_000).map(i => i % 97)] },
  ],
  'a document as wide as may be': () => [`{ ${'series { totalCount } '.repeat(100)} }`],
  'a document of fragments of fragments': () => [
    `{ ...f0 } ${count(60)
      .map(i => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`)
      .join(' ')} fragment f60 on Query { __typename }`,
  ],
  'a document of 1 MB': () => [`{ ${'a'.repeat(1_000_000)} }`],
  'a comment of 5 MB': () => [`{ __typename } #${'x'.repeat(5_000_000)}`],
  'a text of 5 MB in a document': () => [`{ seriesByKey(key: "${'x'.repeat(5_000_000)}") { key } }`],
}

test('nothing that one request asks for stops the server for long', async () => {
  const found: { readonly name: string; readonly delay: number }[] = []
  await startServer()
  for (const [name, make] of Object.entries(hostile)) {
    const delay = await leastDelay(async round => {
      const [query, variables] = make(round)
      const { status, text } = await ask(api, query, variables)
      expect(status, `${name}: ${text.slice(0, 300)}`).toBeLessThan(500)
      expect(text.length, name).toBeLessThan(20_000_000)
    })
    found.push({ name, delay })
  }
  const files: Record<string, string | Uint8Array> = {
    'a file of 3,000 columns': `t${count(3_000)
      .map(i => `,c${i}`)
      .join('')}\n${`1${',1'.repeat(3_000)}\n`.repeat(200)}`,
    'a file of one line of 8 MB': `t,v\n1,${'9'.repeat(8_000_000)}\n`,
    'a gzip bomb': gzipSync(Buffer.alloc(200_000_000, 'a')),
    'a file of 20,000 keys': `t,k,v\n${count(20_000)
      .map(i => `${start + i * 1_000},k${i},1\n`)
      .join('')}`,
    'a file of 300,000 bad rows': `t,v\n${start},1\n${start + 1_000},2\n${count(300_000)
      .map(i => `${start + i},x\n`)
      .join('')}`,
  }
  for (const [name, body] of Object.entries(files)) {
    const delay = await leastDelay(async round => {
      const begin = `mutation { startImport(input: { fileName: "f.csv", key: "f${round}" }) { ... on StartImportPayload { uploadPath } } }`
      const { json } = await ask(api, begin)
      const path = json.data.startImport.uploadPath
      const { status, text } = await send(api, path, { method: 'PUT', body: body as BodyInit })
      expect(status, `${name}: ${text.slice(0, 300)}`).toBeLessThan(500)
    })
    found.push({ name, delay })
  }
  const { json } = await ask(api, getIntrospectionQuery())
  const schema = buildClientSchema(json.data)
  for (let i = 0; i < 300; i++) {
    const operation = operationOf(schema, drawing(77_000_003 + i), { keys: ['a', 'wide'], ids: [], cursors: [] })
    const delay = await leastDelay(async () => void (await ask(api, operation.query, { ...operation.variables })))
    found.push({ name: JSON.stringify(operation).slice(0, 2_000), delay })
  }
  found.sort((a, b) => b.delay - a.delay)
  const told = found
    .slice(0, 15)
    .map(({ name, delay }) => `${Math.round(delay).toString().padStart(7)} ms  ${name.slice(0, 160)}`)
  console.log(`the longest that the event loop stood still, by operation:\n${told.join('\n')}`)
  expect(found.filter(({ delay }) => delay > most)).toEqual([])
}, 600_000)
