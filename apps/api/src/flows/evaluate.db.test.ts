import { afterAll, beforeAll, expect, test } from 'vitest'
import { entriesOfAlerts, listAlerts, seriesOfAlerts } from '../store/alert.ts'
import { hideSeries } from '../store/series/deleted.ts'
import { requireSeries } from '../store/series.ts'
import { acknowledgeAlert, resolveAlert } from './alert.ts'
import { createAlertRule, deleteAlertRule, type RuleDraft, updateAlertRule } from './alert-rule.ts'
import { createEvaluation, type Evaluation } from './evaluate.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { createMaintenance, deleteMaintenance } from './maintenance.ts'
import { createGroup } from './model.ts'
import { createSeries, updateSeries } from './series.ts'
import { tryRule } from './try-rule.ts'

const minute = 60_000
let now = Date.UTC(2026, 0, 1)
let app: FlowApp
let close: () => Promise<void>
let evaluation: Evaluation
let made = 0

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock: () => now }))
  evaluation = createEvaluation(app)
})
afterAll(() => close())

const newSeries = async (attributes: readonly { name: string; value: string }[] = []): Promise<string> => {
  const key = `s${made++}`
  await createSeries(app, { key, channels: [{ name: 'load', unit: 'kW' }], interval: minute, attributes })
  return key
}

/** A value a minute to each of these series, evaluated as each comes. */
const send = async (keys: readonly string[], ...values: readonly number[]) => {
  for (const value of values) {
    now += minute
    await app.ingest(
      keys.map(key => ({ key, raw: { times: [now], values: [[value]] } })),
      { replace: false },
    )
    await evaluated()
  }
}
const evaluated = async () => {
  while (await evaluation.step());
}
const rule = (draft: Partial<RuleDraft> & Pick<RuleDraft, 'scope'>) =>
  createAlertRule(
    app,
    { name: 'high', condition: 'value', settings: { limit: 10 }, recoveryCount: 2, ...draft },
    'somebody',
  )
const alertsOf = async (ruleId: number) =>
  (await listAlerts(app.reads, { ruleId })).edges.map(({ node }) => node).reverse()
const linesOf = async (id: number) => ((await entriesOfAlerts(app.reads, [id])).get(id) ?? []).map(({ kind }) => kind)

test('a value that crosses a limit is one alert, until it has not for the whole recovery', async () => {
  const key = await newSeries()
  const { id } = await rule({ scope: { series: key } })
  await send([key], 5, 12.34, 20, 5, 20, 5)
  const [alert, none] = await alertsOf(id)
  expect(none).toBeUndefined()
  expect(alert).toMatchObject({
    state: 'firing',
    severity: 'warning',
    rule: 'high',
    title: `${key} was 12.34 kW, above 10 kW`,
    since: now - 4 * minute,
  })
  await send([key], 5)
  expect(await alertsOf(id)).toMatchObject([{ state: 'resolved', resolvedAt: now, byHand: false }])
  expect(await linesOf(alert!.id)).toEqual(['fired', 'resolved'])
  const parts = (await seriesOfAlerts(app.reads, [alert!.id])).get(alert!.id)
  expect(parts).toMatchObject([{ text: `${key} was 12.34 kW, above 10 kW`, until: now }])
  await send([key], 11)
  expect(await alertsOf(id)).toMatchObject([{ state: 'resolved' }, { state: 'firing' }])
})

test('series that share an alert by an attribute are one incident, which ends with the last of them', async () => {
  const [a, b, c] = [
    await newSeries([{ name: 'region', value: 'SP' }]),
    await newSeries([{ name: 'region', value: 'SP' }]),
    await newSeries([{ name: 'region', value: 'RJ' }]),
  ]
  const { id } = await rule({ name: 'all', scope: null, groupBy: 'attribute', attribute: 'region' })
  await send([a, c], 20)
  await send([b], 20)
  const [first, second, none] = await alertsOf(id)
  expect(none).toBeUndefined()
  expect([first!.title, second!.title].sort()).toEqual(['all: region RJ', 'all: region SP'])
  const shared = [first!, second!].find(({ groupKey }) => groupKey === 'SP')!
  expect(await linesOf(shared.id)).toEqual(['fired', 'joined'])
  await send([a, b], 1)
  await send([a], 1)
  expect(await linesOf(shared.id)).toEqual(['fired', 'joined', 'left'])
  await send([b], 1)
  expect((await alertsOf(id)).find(each => each.id === shared.id)).toMatchObject({ state: 'resolved' })
  await deleteAlertRule(app, id, null)
})

test('a series is silent once nothing has come for so long, and no longer with its next point', async () => {
  const key = await newSeries()
  const { id } = await rule({
    condition: 'silence',
    settings: { minutes: 5 },
    scope: { series: key },
    recoveryCount: 1,
  })
  await send([key], 1, 1)
  now += 5 * minute - 1
  await evaluated()
  expect(await alertsOf(id)).toEqual([])
  const last = now - 5 * minute + 1
  now += 1_000
  await evaluated()
  expect(await alertsOf(id)).toMatchObject([
    { state: 'firing', since: last + 5 * minute, title: `${key} sent nothing since ${new Date(last).toISOString()}` },
  ])
  // Whoever takes over knows what was silent and what was not.
  evaluation = createEvaluation(app)
  now += 30_000
  await evaluated()
  expect(await alertsOf(id)).toHaveLength(1)
  await send([key], 1)
  expect(await alertsOf(id)).toMatchObject([{ state: 'resolved' }])
})

test('an alert that nobody acknowledges is escalated once, one that somebody took on is not', async () => {
  const [a, b] = [await newSeries(), await newSeries()]
  const first = await rule({ scope: { series: a }, escalateAfter: 10 * minute })
  const second = await rule({ scope: { series: b }, escalateAfter: 10 * minute })
  await send([a, b], 50)
  const [taken] = await alertsOf(second.id)
  await acknowledgeAlert(app, taken!.id, { by: 'somebody', note: ' on it ' })
  now += 9 * minute
  await evaluated()
  const [open] = await alertsOf(first.id)
  expect(await linesOf(open!.id)).toEqual(['fired'])
  now += minute
  await evaluated()
  now += 20 * minute
  await evaluated()
  expect(await linesOf(open!.id)).toEqual(['fired', 'escalated'])
  expect(await linesOf(taken!.id)).toEqual(['fired', 'acknowledged'])
  expect(await alertsOf(second.id)).toMatchObject([{ state: 'acknowledged', acknowledgedBy: 'somebody' }])
})

test('an alert that somebody ended does not begin again while what it was about goes on, but when that comes back', async () => {
  const key = await newSeries()
  const { id } = await rule({ scope: { series: key } })
  await send([key], 50)
  const [alert] = await alertsOf(id)
  now += 1
  expect(await resolveAlert(app, alert!.id, { by: 'somebody' })).toMatchObject({ state: 'resolved', byHand: true })
  await send([key], 50, 50)
  evaluation = createEvaluation(app)
  await send([key], 50)
  expect(await alertsOf(id)).toHaveLength(1)
  await send([key], 1, 1, 50)
  expect(await alertsOf(id)).toMatchObject([{ state: 'resolved' }, { state: 'firing' }])
})

test('what begins in maintenance is marked and told when that is over, if it still goes on', async () => {
  const [a, b] = [await newSeries(), await newSeries()]
  const [first, second] = [await rule({ scope: { series: a } }), await rule({ scope: { series: b } })]
  const draft = { name: 'work', from: now, to: now + 600 * minute }
  const windows = [
    await createMaintenance(app, { ...draft, scope: { series: a } }, null),
    await createMaintenance(app, { ...draft, scope: { series: b } }, null),
  ]
  await send([a, b], 50)
  await send([b], 1, 1)
  expect(await alertsOf(first.id)).toMatchObject([{ state: 'firing', maintenance: true, silenced: true }])
  expect(await alertsOf(second.id)).toMatchObject([{ state: 'resolved', maintenance: true, silenced: true }])
  for (const { id } of windows) await deleteMaintenance(app, id)
  await evaluated()
  const [alert] = await alertsOf(first.id)
  expect(alert).toMatchObject({ state: 'firing', maintenance: true, silenced: false })
  expect(await linesOf(alert!.id)).toEqual(['fired', 'fired'])
})

test('a rule that is changed, off or deleted ends its alerts, and those of a series that is gone end', async () => {
  const [a, b] = [await newSeries(), await newSeries()]
  const { id } = await rule({ scope: { series: a } })
  const other = await rule({ scope: { series: b } })
  await send([a, b], 50)
  await updateAlertRule(app, id, { name: 'renamed' }, null)
  expect(await alertsOf(id)).toMatchObject([{ state: 'firing' }])
  await updateAlertRule(app, id, { settings: { limit: 40 } }, null)
  expect(await alertsOf(id)).toMatchObject([{ state: 'resolved' }])
  await send([a], 50)
  expect(await alertsOf(id)).toMatchObject([{ state: 'resolved' }, { state: 'firing', rule: 'renamed' }])
  await hideSeries(app.db, b, now, now + 10 * minute)
  await app.db.sql`insert into events (kind, series_id, payload, happened_at)
    select 'status', id, '{}', now() from series where key = ${b}`
  await evaluated()
  const states = await app.db.sql`select state from alerts where rule_id = ${other.id}`
  expect(states.map(({ state }) => state)).toEqual(['resolved'])
  await deleteAlertRule(app, id, null)
  await evaluated()
})

test('a series that leaves the group of a rule leaves its alert', async () => {
  const key = await newSeries([{ name: 'plant', value: 'one' }])
  await createGroup(app, { name: 'plant_one', conditions: [{ attribute: 'plant', values: ['one'] }] })
  const { id } = await rule({ scope: { group: 'plant_one' } })
  await send([key], 50)
  expect(await alertsOf(id)).toMatchObject([{ state: 'firing' }])
  await updateSeries(app, key, { attributes: [] })
  await evaluated()
  expect(await alertsOf(id)).toMatchObject([{ state: 'resolved' }])
})

test('history that is stored later fires nothing, and is what a rule can be tried on', async () => {
  const key = await newSeries()
  const { id } = await rule({ scope: { series: key } })
  const from = now - 600 * minute
  const values = Array.from({ length: 100 }, (_, i) => (i >= 20 && i < 30 ? 50 : i === 60 ? 50 : 1))
  const times = values.map((_, i) => from + i * minute)
  await app.ingest([{ key, raw: { times, values: [values] } }], { replace: false })
  await evaluated()
  expect(await alertsOf(id)).toEqual([])
  const draft = { name: 'tried', condition: 'value', settings: { limit: 10 }, scope: { series: key }, recoveryCount: 2 }
  const stretch = { from, to: from + 100 * minute }
  const trial = await tryRule(app.reads, draft, stretch)
  expect(trial.alerts.map(({ openedAt, resolvedAt }) => [openedAt - from, resolvedAt! - from])).toEqual([
    [20 * minute, 31 * minute],
    [60 * minute, 62 * minute],
  ])
  const patient = await tryRule(app.reads, { ...draft, triggerCount: 3 }, stretch)
  expect(patient.alerts.map(({ openedAt }) => openedAt - from)).toEqual([22 * minute])
  await expect(tryRule(app.reads, { ...draft, settings: {} }, stretch)).rejects.toMatchObject({
    code: 'INVALID_SETTINGS',
  })
  await expect(requireSeries(app.reads, key)).resolves.toMatchObject({ key })
})

test('two that evaluate at once and one that dies in between make nothing twice and lose nothing', async () => {
  const keys = await Promise.all(Array.from({ length: 10 }, () => newSeries()))
  const rules = await Promise.all(keys.map(key => rule({ scope: { series: key } })))
  const others = [createEvaluation(app), createEvaluation(app), createEvaluation(app)]
  for (let round = 0; round < 12; round++) {
    now += minute
    const value = Math.floor(round / 3) % 2 === 1 ? 50 : 1
    await app.ingest(
      keys.map(key => ({ key, raw: { times: [now], values: [[value]] } })),
      { replace: false },
    )
    await Promise.allSettled(others.map(other => other.step()))
    others[round % 3] = createEvaluation(app)
  }
  await evaluated()
  const lines = await app.db.sql<{ kinds: string[] }[]>`
    select array_agg(e.kind order by e.id) as kinds from alert_entries e join alerts a on a.id = e.alert_id
    where a.rule_id = any(${rules.map(({ id }) => id)}) and a.state = 'resolved' group by a.id`
  expect(lines.map(({ kinds }) => kinds)).toEqual(keys.map(() => ['fired', 'resolved']))
  for (const { id } of rules) expect(await alertsOf(id)).toMatchObject([{ state: 'resolved' }, { state: 'firing' }])
})
