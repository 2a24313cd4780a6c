import { schema } from '@seriema/api/schema/schema'
import { addCells } from '@seriema/api/store/accuracy/cells'
import { findSeries } from '@seriema/api/store/series'
import { accessRoles } from '@seriema/domain/access'
import { add, noPairs } from '@seriema/domain/accuracy'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../conformance/ask.ts'
import { operationOf } from '../fuzz/operations.ts'
import { drawing } from '../fuzz/random.ts'
import { type Known, learn } from '../fuzz/values.ts'
import { problemWith } from '../fuzz/verdict.ts'
import { startApi, type TestApi } from '../harness.ts'
import { everywhere, inRegion, someone } from './people.ts'

const seed = Number(process.env.FUZZ_SEED ?? 1)
const requests = Number(process.env.FUZZ_REQUESTS ?? 4_000)

let api: TestApi
beforeAll(async () => {
  api = await startApi({ access: 'on' })
})
afterAll(() => api.close())

/** Stands in everything that nobody here may see, and in nothing that they send. */
const secret = 'Xanadu'
const known: Known = { keys: ['open_one', 'hidden_one'], ids: [], cursors: [] }

test('whatever somebody with a role for some series asks, nothing of the others is in an answer, and nothing fails in us', {
  timeout: 300_000,
}, async () => {
  const { headers } = await someone(api, everywhere('admin'))
  const run = async (query: string, variables: Record<string, unknown>) =>
    (await ask(api, query, variables, headers)).text
  const start = Date.now() - 400_000
  const values = Array.from({ length: 300 }, (_, i) => Math.sin(i / 5) + (i % 90 === 89 ? 20 : 0))
  for (const [key, region] of [
    ['open_one', 'SP'],
    ['hidden_one', 'RJ'],
  ] as const) {
    const title = region === 'RJ' ? secret : 'Open'
    const attributes = [
      { name: 'region', value: region },
      { name: 'place', value: title },
    ]
    const input = { key, title, description: title, attributes, detector: 'ZSCORE', interval: 1_000 }
    await run('mutation($input: CreateSeriesInput!) { createSeries(input: $input) { __typename } }', { input })
    const times = values.map((_, i) => start + i * 1_000)
    const series = [{ key, times, values: [values] }]
    await run('mutation($series: [SeriesPointsInput!]!) { ingestPoints(input: { series: $series }) { __typename } }', {
      series,
    })
    const group = { name: `of_${title}`, conditions: [{ attribute: 'region', values: [region] }] }
    await run('mutation($input: CreateGroupInput!) { createGroup(input: $input) { __typename } }', { input: group })
    for (const scope of [{ series: key }, { group: group.name }]) {
      const model = { name: title, description: title, scope, kind: 'RIDGE' }
      await run('mutation($input: CreateModelInput!) { createModel(input: $input) { __typename } }', { input: model })
    }
    const label = { series: key, from: new Date(times[9]!), to: new Date(times[20]!), verdict: 'TRUE', note: title }
    await run('mutation($input: LabelSpanInput!) { labelSpan(input: $input) { __typename } }', { input: label })
  }
  learn(
    known,
    await run(
      '{ series { edges { cursor node { id anomalies { edges { cursor node { id } } } labels { edges { node { id } } } } } } models { edges { cursor node { id } } } groups { edges { node { id } } } apiKeys { edges { node { id } } } }',
      {},
    ),
  )
  expect(known.ids.length).toBeGreaterThan(8)

  // Sums over all series are over those in reach.
  const series = await findSeries(api.app.db, known.keys)
  await addCells(
    api.app.db,
    series.map(({ id, key }) => {
      const error = key === 'open_one' ? 1 : 100
      const sums = add(noPairs, { mean: 10 + error, intervals: [] }, { value: 10, before: 9 }, 10)
      return { seriesId: id, day: 0, channel: 0, lead: 1, forecaster: 'drift', versionId: null, sums }
    }),
  )
  const ranks = '{ edges { node { value series { key } figures { count mae } } } }'
  const { headers: some } = await someone(api, inRegion('viewer', 'SP'))
  const { text: seen } = await ask(
    api,
    `{ series: accuracy(by: SERIES, orderBy: MAE) ${ranks} regions: accuracy(by: ATTRIBUTE, attribute: "region") ${ranks}
      kinds: accuracyOf(owner: { kind: DRIFT }) { figures { count } } other: accuracyOf(owner: { series: "hidden_one" }) { figures { count } } }`,
    {},
    some,
  )
  const figures = { count: 1, mae: 1 }
  expect(JSON.parse(seen).data).toEqual({
    series: { edges: [{ node: { value: null, series: { key: 'open_one' }, figures } }] },
    regions: { edges: [{ node: { value: 'SP', series: null, figures } }] },
    kinds: [{ figures: { count: 1 } }],
    other: [],
  })

  const people = await Promise.all(accessRoles.map(role => someone(api, inRegion(role, 'SP'))))
  const failures: string[] = []
  let next = 0
  const one = async (number: number) => {
    const operation = operationOf(schema, drawing(seed * 1_000_003 + number), known)
    const { status, text } = await ask(
      api,
      operation.query,
      operation.variables,
      people[number % people.length]!.headers,
    )
    const problem = text.includes(secret) ? 'tells what is out of reach' : problemWith(text, 0, status)
    if (problem !== null)
      failures.push(`${problem}: ${JSON.stringify(operation).slice(0, 1_500)}\n${text.slice(0, 600)}`)
  }
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (next < requests && failures.length < 5) await one(next++)
    }),
  )
  expect(failures.join('\n\n')).toBe('')
  const left = JSON.parse(
    await run(
      '{ seriesByKey(key: "hidden_one") { title pointCount labels { totalCount } } models(filter: { series: "hidden_one" }) { edges { node { name } } } }',
      {},
    ),
  )
  expect(left.data).toEqual({
    seriesByKey: { title: secret, pointCount: 300, labels: { totalCount: 1 } },
    models: { edges: [{ node: { name: secret } }] },
  })
})
