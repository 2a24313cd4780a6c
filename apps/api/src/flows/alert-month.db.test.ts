import { expect, test } from 'vitest'
import { createAlertRule } from './alert-rule.ts'
import { createEvaluation } from './evaluate.ts'
import { startFlows } from './flows-on-test-database.ts'
import { createSeries } from './series.ts'

const hour = 3_600_000
/** The whole month of 1,000 series takes minutes: `ALERT_MONTH=1000,30`. */
const [count, days] = (process.env.ALERT_MONTH ?? '60,5').split(',').map(Number) as [number, number]

/** A number in [0, 1) that is the same each time. */
const chance = (...parts: readonly number[]): number => {
  let hash = 0x811c9dc5
  for (const part of parts) hash = Math.imul(hash ^ (part + 1), 0x01000193) ^ (hash >>> 13)
  return ((Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 8) & 0xffffff) / 0x1000000
}

interface Incident {
  readonly kind: 'high' | 'silent'
  readonly from: number
  readonly length: number
}

/** What happens to a series: incidents a day or so apart, each over for long enough before the next begins. */
function incidentsOf(series: number): readonly Incident[] {
  const incidents: Incident[] = []
  for (let from = 8 + Math.floor(24 * chance(series)); from < days * 24 - 16; ) {
    const length = 4 + Math.floor(5 * chance(series, from))
    incidents.push({ kind: chance(series, from, 1) < 0.5 ? 'high' : 'silent', from, length })
    from += length + 12 + Math.floor(30 * chance(series, from, 2))
  }
  return incidents
}

/** null: nothing comes. Within what is high values flap; now and then one alone is high, which is no incident. */
function valueAt(incidents: readonly Incident[], series: number, round: number): number | null {
  const current = incidents.find(({ from, length }) => round >= from && round < from + length)
  if (current === undefined) {
    const near = incidents.some(({ from, length }) => round >= from - 4 && round < from + length + 4)
    return !near && chance(series, round, 3) < 0.01 && round % 4 === 0 ? 200 : 10
  }
  if (current.kind === 'silent') return null
  const place = round - current.from
  return place < 2 || place % 2 === 1 ? 200 : 10
}

test(`in ${days} days of ${count} series every incident is one alert and none flaps, whoever evaluates and dies meanwhile`, async () => {
  const begin = Date.UTC(2026, 0, 1)
  let now = begin
  const { app, close } = await startFlows({ clock: () => now })
  const keys = Array.from({ length: count }, (_, i) => `s${i}`)
  for (const key of keys) await createSeries(app, { key, channels: [{ name: 'load' }], interval: hour, attributes: [] })
  const high = await createAlertRule(
    app,
    { name: 'high', condition: 'value', settings: { limit: 100 }, triggerCount: 2, triggerOf: 3, recoveryCount: 3 },
    null,
  )
  const silent = await createAlertRule(app, { name: 'silent', condition: 'silence', settings: { minutes: 150 } }, null)
  const incidents = keys.map((_, series) => incidentsOf(series))
  let evaluation = createEvaluation(app)
  for (let round = 0; round < days * 24; round++) {
    now = begin + round * hour
    const batches = keys.flatMap((key, series) => {
      const value = valueAt(incidents[series]!, series, round)
      return value === null ? [] : [{ key, raw: { times: [now], values: [[value]] } }]
    })
    await app.ingest(batches, { replace: false })
    // One that comes in the way of another, and one that dies with what it had in mind.
    if (round % 10 === 3) await Promise.allSettled([createEvaluation(app).step(), evaluation.step()])
    if (round % 12 === 7) evaluation = createEvaluation(app)
    while (await evaluation.step());
    now += hour / 2 + 1
    while (await evaluation.step());
  }
  const found = await app.db.sql<{ rule_id: number; key: string; since: number; state: string; kinds: string[] }[]>`
    select a.rule_id, s.key, date_part('epoch', a.since) * 1000 as since, a.state,
      (select array_agg(e.kind order by e.id) from alert_entries e where e.alert_id = a.id) as kinds
    from alerts a join alert_series p on p.alert_id = a.id join series s on s.id = p.series_id order by a.id`
  const told = (kind: Incident['kind']) =>
    found
      .filter(({ rule_id }) => rule_id === (kind === 'high' ? high : silent).id)
      .map(({ key, since }) => `${key} ${Math.floor((since - begin) / hour)}`)
      .sort()
  const injected = (kind: Incident['kind']) =>
    incidents
      .flatMap((own, series) =>
        own.flatMap(one => (one.kind === kind ? `s${series} ${kind === 'high' ? one.from : one.from + 1}` : [])),
      )
      .sort()
  expect(injected('high').length + injected('silent').length).toBeGreaterThan(count)
  expect(told('high')).toEqual(injected('high'))
  expect(told('silent')).toEqual(injected('silent'))
  for (const { state, kinds } of found) expect([state, kinds]).toEqual(['resolved', ['fired', 'resolved']])
  await close()
}, 3_600_000)
