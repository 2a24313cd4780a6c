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
const values = Array.from({ length: 600 }, (_, i) => 50 + 10 * Math.sin(i / 8) + (i === 400 ? 80 : 0))
const times = values.map((_, i) => start + i * 60_000)

const preview = `query ($key: String!, $detector: DetectorKind, $alarmRules: AlarmRulesInput) {
  previewRescore(key: $key, detector: $detector, alarmRules: $alarmRules) {
    ... on RescorePreview {
      points judged stays goes comes before { medium high critical alarms } after { medium high critical alarms }
      going { id value detector } coming { at value detector severity reason alarm channel { name } }
    }
    ... on Fault { code message }
  }
}`
const rescore = `mutation ($key: String!) { rescoreSeries(input: { key: $key }) {
  ... on RescorePayload { rescore { state detector points alarmRules { rest } } } ... on Fault { code } } }`

test('what judging the past anew would change is said before it is done, and how it goes can be asked and heard', async () => {
  await ask(api, 'mutation { createSeries(input: { key: "past", detector: ZSCORE }) { __typename } }')
  await ask(
    api,
    `mutation { ingestPoints(input: { series: [{ key: "past", times: ${JSON.stringify(times)}, values: [${JSON.stringify(values)}] }] }) { __typename } }`,
  )
  const { json: looked } = await ask(api, preview, { key: 'past', detector: 'ROBUST', alarmRules: { rest: 0 } })
  expect(looked.data.previewRescore).toMatchObject({ points: 600, judged: 600 })
  const { stays, goes, comes, before, after } = looked.data.previewRescore
  expect(before.medium + before.high + before.critical).toBe(stays + goes)
  expect(after.medium + after.high + after.critical).toBe(stays + comes)

  await ask(
    api,
    'mutation { updateSeries(input: { key: "past", detector: ROBUST, alarmRules: { rest: 0 } }) { __typename } }',
  )
  const { json: begun } = await ask(api, rescore, { key: 'past' })
  expect(begun.data.rescoreSeries.rescore).toMatchObject({ detector: 'ROBUST', points: 600, alarmRules: { rest: 0 } })
  await expect
    .poll(async () => {
      const { json } = await ask(api, '{ seriesByKey(key: "past") { rescore { state stays goes comes } } }')
      return json.data.seriesByKey.rescore
    })
    .toEqual({ state: 'COMPLETED', stays, goes, comes })
  const { json: again } = await ask(api, preview, { key: 'past' })
  expect(again.data.previewRescore).toMatchObject({ stays: stays + comes, goes: 0, comes: 0, going: [], coming: [] })
})

test('what cannot be judged anew is said why', async () => {
  const { json: unknown } = await ask(api, rescore, { key: 'nowhere' })
  expect(unknown.data.rescoreSeries).toEqual({ code: 'SERIES_NOT_FOUND' })
  const { json: never } = await ask(api, preview, { key: 'past', alarmRules: { rest: -1 } })
  expect(never.data.previewRescore).toMatchObject({ code: 'INVALID_INPUT' })
  const { json: none } = await ask(
    api,
    'mutation { cancelRescore(input: { key: "past" }) { ... on CancelRescorePayload { rescore { state } } } }',
  )
  expect(none.data.cancelRescore).toEqual({ rescore: null })
})
