import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Answer, ask } from '../conformance/ask.ts'
import { startApi, type TestApi } from '../harness.ts'
import { everywhere, inRegion, someone } from './people.ts'

let api: TestApi
type Asking = (query: string, variables?: Record<string, unknown>) => Promise<Answer['json']>
let [admin, viewer, trainer]: [Asking, Asking, Asking] = [] as never
let viewerSecret: string

const as =
  (headers: Record<string, string>): Asking =>
  async (query, variables) =>
    (await ask(api, query, variables, headers)).json

const makeRule =
  'mutation($input: AlertRuleInput!) { createAlertRule(input: $input) { __typename ... on AlertRulePayload { alertRule { id words } } ... on Fault { code message } } }'
const alerts = `{ alerts { totalCount edges { node { id ruleName title text state seriesCount series { series { key } text }
  timeline { kind text series { key } receiverIds } rule { name } } } } openAlerts { warning } }`
const rules = '{ alertRules { edges { node { name } } } }'
const namesOf = (json: Answer['json']) =>
  json.data.alertRules.edges.map((edge: { node: { name: string } }) => edge.node.name)
const openRuleNames = async (asking: Asking) =>
  (await asking(alerts)).data.alerts.edges.map((edge: { node: { ruleName: string } }) => edge.node.ruleName).sort()

beforeAll(async () => {
  api = await startApi({ access: 'on' })
  admin = as((await someone(api, everywhere('admin'))).headers)
  const seeing = await someone(api, inRegion('viewer', 'SP'))
  viewer = as(seeing.headers)
  viewerSecret = seeing.secret
  trainer = as((await someone(api, inRegion('trainer', 'SP'))).headers)
  for (const [key, region] of [
    ['sao_paulo', 'SP'],
    ['rio', 'RJ'],
  ]) {
    const input = { key, attributes: [{ name: 'region', value: region }], interval: 1_000 }
    await admin('mutation($input: CreateSeriesInput!) { createSeries(input: $input) { __typename } }', { input })
    const limited = { condition: 'VALUE', settings: { limit: 10 }, scope: { series: key } }
    await admin(makeRule, { input: { name: `of ${key}`, ...limited } })
  }
  await admin(makeRule, { input: { name: 'of all', condition: 'VALUE', settings: { limit: 10 }, groupBy: 'RULE' } })
})
afterAll(() => api.close())

test('whoever sees some series sees rules and alerts of these alone, and of a shared alert only their part', async () => {
  const client = createClient({
    url: api.wsUrl,
    webSocketImpl: WebSocket,
    connectionParams: { 'X-API-Key': viewerSecret },
  })
  const heard: string[] = []
  const events = client.iterate<{ alertChanged: { alerts: { ruleName: string }[] } }>({
    query: 'subscription { alertChanged { cursor alerts { ruleName } } }',
  })
  await events.next()
  const hearing = (async () => {
    for await (const { data } of events)
      heard.push(...(data?.alertChanged.alerts ?? []).map(({ ruleName }) => ruleName))
  })()
  const points = ['rio', 'sao_paulo'].map(key => ({ key, times: [Date.now()], values: [[50]] }))
  await admin('mutation($s: [SeriesPointsInput!]!) { ingestPoints(input: { series: $s }) { __typename } }', {
    s: points,
  })
  await expect.poll(() => openRuleNames(admin), { timeout: 10_000 }).toEqual(['of all', 'of rio', 'of sao_paulo'])
  expect(namesOf(await viewer(rules))).toEqual(['of sao_paulo'])
  const seen = await viewer(alerts)
  expect(JSON.stringify(seen)).not.toContain('rio')
  expect(seen.data.openAlerts.warning).toBe(2)
  const [shared, own] = seen.data.alerts.edges
    .map(({ node }: { node: { ruleName: string } }) => node)
    .sort((a: { ruleName: string }, b: { ruleName: string }) => (a.ruleName < b.ruleName ? -1 : 1))
  expect(shared).toMatchObject({ ruleName: 'of all', title: 'of all', seriesCount: 1, rule: null })
  expect(shared.series).toMatchObject([{ series: { key: 'sao_paulo' } }])
  expect(own).toMatchObject({ title: 'sao_paulo was 50, above 10', rule: { name: 'of sao_paulo' } })
  await expect.poll(() => heard).toContain('of sao_paulo')
  expect(heard).not.toContain('of rio')
  await client.dispose()
  await hearing
})

test('whoever trains some series takes on and ends alerts of these alone, and makes rules and windows for no others', async () => {
  const act = (name: string) => `mutation($id: ID!) { ${name}(input: { id: $id, note: "seen" }) {
    __typename ... on AlertPayload { alert { state acknowledgedBy timeline { kind by text } } } } }`
  const whole = (await admin(alerts)).data.alerts.edges.map(
    ({ node }: { node: { id: string; ruleName: string } }) => node,
  )
  const idOf = (name: string) => whole.find((one: { ruleName: string }) => one.ruleName === name).id
  expect((await trainer(act('acknowledgeAlert'), { id: idOf('of rio') })).data.acknowledgeAlert.__typename).toBe(
    'AlertNotFound',
  )
  const taken = (await trainer(act('acknowledgeAlert'), { id: idOf('of sao_paulo') })).data.acknowledgeAlert
  expect(taken.alert).toMatchObject({ state: 'ACKNOWLEDGED', acknowledgedBy: 'somebody' })
  expect(taken.alert.timeline.at(-1)).toEqual({ kind: 'ACKNOWLEDGED', by: 'somebody', text: 'seen' })
  const ended = (await trainer(act('resolveAlert'), { id: idOf('of sao_paulo') })).data.resolveAlert
  expect(ended.alert.state).toBe('RESOLVED')
  const refused = await viewer(act('resolveAlert'), { id: idOf('of sao_paulo') })
  expect(refused.errors[0].extensions.code).toBe('ACCESS_DENIED')

  const draft = { name: 'mine', condition: 'SILENCE' }
  expect((await trainer(makeRule, { input: draft })).errors[0].extensions.code).toBe('ACCESS_DENIED')
  const made = (input: object) => trainer(makeRule, { input: { ...draft, ...input } })
  expect((await made({ scope: { series: 'rio' } })).data.createAlertRule.code).toBe('SERIES_NOT_FOUND')
  expect((await made({ scope: { series: 'sao_paulo' } })).data.createAlertRule.alertRule.words).toBe(
    'nothing comes for three steps',
  )
  const gone = Buffer.from('Receiver:9').toString('base64url')
  const told = await made({ scope: { series: 'sao_paulo' }, receivers: [gone] })
  expect(told.data.createAlertRule.code).toBe('RECEIVER_NOT_FOUND')
  const window = `mutation($scope: ScopeInput) { createMaintenance(input: { name: "work", scope: $scope,
    from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" }) { __typename } }`
  expect((await trainer(window, {})).errors[0].extensions.code).toBe('ACCESS_DENIED')
  expect((await trainer(window, { scope: { series: 'sao_paulo' } })).data.createMaintenance.__typename).toBe(
    'MaintenancePayload',
  )
})

test('a rule is tried on what is in reach, and says how often it would have fired', async () => {
  const trial = `query($rule: AlertRuleInput!) { tryAlertRule(rule: $rule, from: "2026-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z") {
    ... on AlertRuleTrial { count cut perSeries { series { key } count } } ... on Fault { message } } }`
  const rule = { name: 'tried', condition: 'VALUE', settings: { limit: 10 } }
  const answer = await viewer(trial, { rule })
  expect(answer.data.tryAlertRule).toEqual({
    count: 1,
    cut: false,
    perSeries: [{ series: { key: 'sao_paulo' }, count: 1 }],
  })
  const system = await admin(trial, { rule: { name: 'tried', condition: 'SYSTEM' } })
  expect(system.data.tryAlertRule.message).toContain('cannot be tried on the past')
})
