import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestApi } from '../harness.ts'
import { startApi } from '../harness.ts'
import { ask } from './ask.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const start = Date.UTC(2026, 0, 1)
const minute = 60_000
const values = Array.from({ length: 600 }, (_, i) => 50 + 10 * Math.sin(i / 8) + (i === 400 ? 80 : 0))
const instant = (place: number) => new Date(start + place * minute).toISOString()
const past = { times: values.map((_, i) => start + i * minute), values: [values] }
const ingesting = `mutation ($series: [SeriesPointsInput!]!) { ingestPoints(input: { series: $series }) {
  ... on IngestPointsPayload { __typename } ... on Fault { message } } }`

const labelling = `mutation ($anomaly: ID!, $verdict: LabelVerdict!, $note: String) {
  labelAnomaly(input: { anomaly: $anomaly, verdict: $verdict, note: $note }) {
    ... on LabelPayload { label { id verdict note missed from to speaker { kind version { name } } anomaly { id label { id } } } }
    ... on Fault { code message } } }`
const suppressing = `mutation ($anomaly: ID!, $time: SuppressionTime) {
  suppressLikeThis(input: { anomaly: $anomaly, time: $time }) {
    ... on SuppressionPayload { suppression { id words direction atMost time series { key } } } ... on Fault { code message } } }`
const about = `query ($key: String!) { seriesByKey(key: $key) {
  anomalies(first: 10, orderBy: SCORE) { edges { node { id value label { verdict } } } }
  labels { totalCount edges { node { id verdict missed channel { name } } } }
  labelFigures { speaker { kind } figures { confirmed refuted missed unsure values precision recall f1 falsePositiveRate } }
  suppressions { id words } } }`

async function watched(key: string) {
  await ask(api, `mutation { createSeries(input: { key: "${key}", detector: ZSCORE }) { __typename } }`)
  const { json: stored } = await ask(api, ingesting, { series: [{ key, ...past }] })
  expect(stored.data?.ingestPoints, JSON.stringify(stored)).toMatchObject({ __typename: 'IngestPointsPayload' })
  const { json } = await ask(api, about, { key })
  return json.data.seriesByKey.anomalies.edges[0].node as { readonly id: string; readonly value: number }
}

test('an anomaly is labelled, suppressed and undone, and what people say adds up to figures', async () => {
  const anomaly = await watched('labelled')
  const { json: said } = await ask(api, labelling, { anomaly: anomaly.id, verdict: 'FALSE', note: 'a test' })
  const { label } = said.data.labelAnomaly
  expect(label).toMatchObject({ verdict: 'FALSE', note: 'a test', missed: false, from: label.to })
  expect(label).toMatchObject({ speaker: { kind: 'ZSCORE', version: null } })
  expect(label.anomaly).toEqual({ id: anomaly.id, label: { id: label.id } })

  const { json: made } = await ask(api, suppressing, { anomaly: anomaly.id, time: 'HOUR' })
  const { suppression } = made.data.suppressLikeThis
  expect(suppression).toMatchObject({ direction: 'ABOVE', time: 'HOUR', series: { key: 'labelled' } })
  expect(suppression.words).toMatch(/^value up to \d+(\.\d+)? above what is expected, within an hour of 06:40$/)

  const { json: span, text } = await ask(
    api,
    `mutation ($from: DateTime!, $to: DateTime!) { labelSpan(input: { series: "labelled", from: $from, to: $to }) {
      ... on LabelPayload { label { missed verdict anomaly { id } channel { name } } } ... on Fault { message } } }`,
    { from: instant(500), to: instant(510) },
  )
  expect(span.data?.labelSpan?.label, text).toEqual({ missed: true, verdict: 'TRUE', anomaly: null, channel: null })

  const { json: seen } = await ask(api, about, { key: 'labelled' })
  const { labels, labelFigures, suppressions } = seen.data.seriesByKey
  expect(labels.totalCount).toBe(2)
  expect(suppressions).toEqual([{ id: suppression.id, words: suppression.words }])
  const counts = { confirmed: 0, refuted: 1, missed: 1, unsure: 0, values: 101 }
  const figures = { precision: 0, recall: 0, f1: 0, falsePositiveRate: 1 / 100 }
  expect(labelFigures).toEqual([{ speaker: { kind: 'ZSCORE' }, figures: { ...counts, ...figures } }])

  const undo = `mutation ($label: ID!, $suppression: ID!) {
    removeLabel(input: { id: $label }) { ... on RemoveLabelPayload { id } ... on Fault { code } }
    removeSuppression(input: { id: $suppression }) { ... on RemoveSuppressionPayload { id series { suppressions { id } } } ... on Fault { code } } }`
  const both = { label: label.id, suppression: suppression.id }
  const { json: undone } = await ask(api, undo, both)
  expect(undone.data).toEqual({
    removeLabel: { id: label.id },
    removeSuppression: { id: suppression.id, series: { suppressions: [] } },
  })
  const { json: twice } = await ask(api, undo, both)
  expect(twice.data).toEqual({
    removeLabel: { code: 'LABEL_NOT_FOUND' },
    removeSuppression: { code: 'SUPPRESSION_NOT_FOUND' },
  })
})

test('ids that nothing here has, and texts that nothing can hold, are refused as such', async () => {
  const anomaly = await watched('forged')
  const forged = (typename: string, id: string) => Buffer.from(`${typename}:${id}`).toString('base64url')
  for (const [id, code] of [
    [forged('Anomaly', '9007199254740991'), 'ANOMALY_NOT_FOUND'],
    [forged('Anomaly', '99999999999999999999'), 'INVALID_INPUT'],
    [forged('Anomaly', '-1'), 'INVALID_INPUT'],
  ] as const) {
    const { json } = await ask(api, labelling, { anomaly: id, verdict: 'TRUE' })
    expect(json.data.labelAnomaly.code).toBe(code)
    const { json: quiet } = await ask(api, suppressing, { anomaly: id })
    expect(quiet.data.suppressLikeThis.code).toBe(code)
  }
  for (const note of ['a\u0000b', 'x'.repeat(5_000)]) {
    const { json } = await ask(api, labelling, { anomaly: anomaly.id, verdict: 'TRUE', note })
    expect(json.data?.labelAnomaly?.code ?? json.errors[0].extensions.code).toBe('INVALID_INPUT')
  }
  for (const name of ['removeLabel', 'removeSuppression']) {
    const typename = name === 'removeLabel' ? 'Label' : 'Suppression'
    const { json } = await ask(api, `mutation ($id: ID!) { ${name}(input: { id: $id }) { ... on Fault { code } } }`, {
      id: forged(typename, '4294967296'),
    })
    expect(json.data[name]).toEqual({ code: 'INVALID_INPUT' })
  }
})

test('two versions that nobody has, or forged ones, are refused before anything is asked', async () => {
  const query = `query ($a: ID!, $b: ID!) { compareVersions(key: "labelled", a: $a, b: $b) {
    __typename ... on Fault { code } } }`
  const version = (id: string) => Buffer.from(`Version:${id}`).toString('base64url')
  const { json: none } = await ask(api, query, { a: version('1'), b: version('2') })
  expect(none.data.compareVersions).toEqual({ __typename: 'InvalidVersion', code: 'INVALID_VERSION' })
  const { json: forged } = await ask(api, query, { a: version('99999999999'), b: version('2') })
  expect(forged.data.compareVersions).toEqual({ __typename: 'InvalidInput', code: 'INVALID_INPUT' })
})
