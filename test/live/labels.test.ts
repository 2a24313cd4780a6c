import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../conformance/ask.ts'
import { startApi, type TestApi } from '../harness.ts'
import { subscribe } from './subscriber.ts'

let here: TestApi
let there: TestApi
beforeAll(async () => {
  here = await startApi()
  there = await startApi({ databaseUrl: here.app.config.databaseUrl })
})
afterAll(async () => {
  await there.close()
  await here.close()
})

const start = Date.UTC(2026, 0, 1)
const steady = (i: number) => 20 + (Math.imul(i + 1, 2_654_435_761) >>> 24) / 256
const ingesting = `mutation ($series: [SeriesPointsInput!]!) { ingestPoints(input: { series: $series }) { __typename } }`
async function send(to: TestApi, from: number, values: readonly number[]): Promise<void> {
  const times = values.map((_, i) => start + (from + i) * 60_000)
  const { json } = await ask(to, ingesting, { series: [{ key: 'oven', times, values: [values] }] })
  expect(json.data.ingestPoints.__typename).toBe('IngestPointsPayload')
}
const raised = async (at: TestApi): Promise<readonly { readonly id: string; readonly value: number }[]> => {
  const { json } = await ask(
    at,
    '{ seriesByKey(key: "oven") { anomalies(first: 100) { edges { node { id value } } } } }',
  )
  return json.data.seriesByKey.anomalies.edges.map(({ node }: { node: unknown }) => node)
}
/** Steady values with one far off at the end. */
const spike = (from: number, value: number) => [...Array.from({ length: 120 }, (_, i) => steady(from + i)), value]

interface Told<Change> {
  readonly cursor: string
  readonly changes: readonly Change[]
}
interface LabelTold {
  readonly labelChanged: Told<{ readonly id: string; readonly label: { readonly verdict: string } | null }>
}
const labels = `subscription ($after: Cursor) { labelChanged(series: ["oven"], after: $after) {
  cursor changes { id series { key } label { verdict note anomaly { value } } } } }`

async function next(subscriber: ReturnType<typeof subscribe<LabelTold>>): Promise<LabelTold['labelChanged']> {
  for (;;) {
    const { labelChanged } = (await subscriber.next())!.data!
    if (labelChanged.changes.length > 0) return labelChanged
  }
}

test('what is said through one process is told by another, to whoever comes back too, and what is suppressed holds there', async () => {
  await ask(
    here,
    'mutation { createSeries(input: { key: "oven", detector: ZSCORE, alarmRules: { rest: 0 } }) { __typename } }',
  )
  await send(here, 0, spike(0, 40))
  const [found] = await raised(here)
  expect(found).toMatchObject({ value: 40 })
  const listener = subscribe<LabelTold>(there.wsUrl, labels, {})
  expect((await listener.next())!.data!.labelChanged.changes).toEqual([])
  const say = (verdict: string) =>
    ask(
      here,
      `mutation ($a: ID!) { labelAnomaly(input: { anomaly: $a, verdict: ${verdict} }) { ... on LabelPayload { label { id } } } }`,
      { a: found!.id },
    )
  const { json } = await say('FALSE')
  const { id } = json.data.labelAnomaly.label
  const { changes, cursor } = await next(listener)
  const label = { verdict: 'FALSE', note: null, anomaly: { value: 40 } }
  expect(changes).toEqual([{ id, series: { key: 'oven' }, label }])
  listener.cut()

  const suppression = await ask(
    here,
    'mutation ($a: ID!) { suppressLikeThis(input: { anomaly: $a }) { ... on SuppressionPayload { suppression { id } } } }',
    { a: found!.id },
  )
  await send(there, 121, spike(121, 41))
  await send(there, 242, spike(242, 200))
  expect((await raised(there)).map(({ value }) => value)).toEqual([200, 40])

  const undone = await ask(
    there,
    'mutation ($s: ID!, $l: ID!) { removeSuppression(input: { id: $s }) { __typename } removeLabel(input: { id: $l }) { __typename } }',
    { s: suppression.json.data.suppressLikeThis.suppression.id, l: id },
  )
  expect(undone.json.data.removeLabel.__typename).toBe('RemoveLabelPayload')
  const again = subscribe<LabelTold>(here.wsUrl, labels, { after: cursor })
  expect((await next(again)).changes).toEqual([{ id, series: { key: 'oven' }, label: null }])
  again.cut()
  await send(here, 363, spike(363, 42))
  expect((await raised(here)).map(({ value }) => value)).toEqual([42, 200, 40])
})
