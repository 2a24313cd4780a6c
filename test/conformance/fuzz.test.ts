import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from '../harness.ts'
import { ask, send } from './ask.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
  await ask(api, 'mutation { createSeries(input: { key: "a" }) { __typename } }')
})
afterAll(() => api.close())

/** Refused or answered, never a failure of ours. */
async function survives(init: RequestInit, path = '/graphql'): Promise<void> {
  const { status, text } = await send(api, path, init)
  expect(status, text.slice(0, 300)).toBeLessThan(500)
  expect(text).not.toMatch(/Unexpected error/)
}
const post = (body: RequestInit['body'], type = 'application/json'): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type },
  body: body!,
})
const types = fc.constantFrom(
  'application/json',
  'application/graphql+json',
  'application/graphql',
  'text/plain',
  'x/y',
)

describe('whatever comes', () => {
  test('as bytes is refused or answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), types, (bytes, type) =>
        survives(post(Buffer.from(bytes), type)),
      ),
      { numRuns: 150 },
    )
  })

  test('as JSON is refused or answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), types, (json, type) => survives(post(json, type))),
      { numRuns: 150 },
    )
  })

  test('as an address is refused or answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.webQueryParameters(), text => survives({}, `/graphql?query=${text}`)),
      { numRuns: 100 },
    )
  })

  test('as columns, keys, cursors and ids is refused point by point or with a Fault', async () => {
    const columns = `query($key: String!, $times: Instants!, $values: [Values!]!, $after: String, $id: ID!, $at: DateTime) {
      seriesByKey(key: $key) { score(times: $times, values: $values) { __typename } points(last: 3, from: $at) { total } }
      series(after: $after, search: $key) { totalCount } node(id: $id) { id } import(id: $id) { id }
    }`
    const ingest = `mutation($times: Instants!, $values: [Values!]!) {
      ingestPoints(input: { series: [{ key: "a", times: $times, values: $values }] }) { __typename }
    }`
    const anything = fc.anything({ withNullPrototype: false, maxDepth: 2 })
    const id = fc.oneof(
      fc.string(),
      fc.string().map(text => Buffer.from(text).toString('base64url')),
      fc
        .tuple(
          fc.constantFrom('Series', 'Anomaly', 'Forecast', 'Import', 'Query'),
          fc.oneof(fc.string(), fc.bigInt().map(String)),
        )
        .map(([name, rest]) => Buffer.from(`${name}:${rest}`).toString('base64url')),
    )
    const cursor = fc.oneof(
      fc.string(),
      fc.jsonValue().map(value => Buffer.from(JSON.stringify(value)).toString('base64url')),
      fc
        .tuple(fc.oneof(fc.string(), fc.double(), fc.constant(null)), fc.integer())
        .map(value => Buffer.from(JSON.stringify(value)).toString('base64url')),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          key: fc.oneof(fc.constant('a'), fc.string()),
          times: fc.oneof(fc.array(anything), anything),
          values: fc.oneof(fc.array(fc.array(anything)), anything),
          after: cursor,
          id,
          at: fc.oneof(fc.date().map(String), anything),
        }),
        async variables => {
          await survives(post(JSON.stringify({ query: columns, variables })))
          await survives(post(JSON.stringify({ query: ingest, variables })))
        },
      ),
      { numRuns: 300 },
    )
  })
})
