import { connect } from '@seriema/api/store/database'
import { until } from '@seriema/api/store/embedded/wait'
import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../database.ts'
import { ask } from '../live/subscriber.ts'
import { spawnApi } from '../spawn.ts'
import { childrenOf, wave } from '../training.ts'

/** More than are stored at once, so that a run is killed between two parts. */
const members = 700

async function fill(url: string): Promise<void> {
  const keys = Array.from({ length: members }, (_, i) => `s${i}`)
  const { times, values } = wave(48)
  for (let i = 0; i < members; i += 100) {
    const some = keys.slice(i, i + 100)
    await Promise.all(
      some.map(key =>
        ask(
          url,
          `mutation { createSeries(input: { key: "${key}", attributes: [{ name: "all", value: "yes" }] }) { __typename } }`,
        ),
      ),
    )
    await ask(
      url,
      'mutation ($series: [SeriesPointsInput!]!) { ingestPoints(input: { series: $series }) { __typename } }',
      { series: some.map(key => ({ key, times, values })) },
    )
  }
  await ask(url, 'mutation { createGroup(input: { name: "all", conditions: [{ attribute: "all" }] }) { __typename } }')
}

test('a run whose worker is killed in the middle is taken up by another, which forecasts what is not stored yet and no more', {
  timeout: 180_000,
}, async () => {
  const database = await startDatabase()
  onTestFinished(database.drop)
  const api = await spawnApi({ DATABASE_URL: database.url, SERIEMA_WORKERS: '1' })
  onTestFinished(async () => void (await api.end('SIGTERM')))
  const store = connect(database.url, { max: 1 })
  onTestFinished(() => store.close())
  const { url } = api
  await fill(url)
  const { createSchedule } = await ask<{ createSchedule: { schedule: { id: string } } }>(
    url,
    `mutation { createSchedule(input: { scope: { group: "all" }, timing: { everyMinutes: 1440 }, speaker: { forecaster: SEASONAL_NAIVE }, horizon: 4 }) {
      ... on SchedulePayload { schedule { id } } } }`,
  )
  const { id } = createSchedule.schedule
  await ask(url, `mutation { runScheduleNow(input: { id: "${id}" }) { __typename ... on Fault { message } } }`)
  const made = () => store.sql<{ id: number }[]>`select id from forecasts where run_id is not null order by id`
  expect(await until(async () => (await made()).length > 0, 60_000)).toBe(true)
  const [worker] = childrenOf(api.pid)
  process.kill(worker!, 'SIGKILL')
  const before = await made()
  expect(before.length).toBeLessThan(members)
  const run = async () =>
    (
      await ask<{ node: { lastRun: { state: string; attempt: number; forecastCount: number; failedCount: number } } }>(
        url,
        `{ node(id: "${id}") { ... on Schedule { lastRun { state attempt forecastCount failedCount } } } }`,
      )
    ).node.lastRun
  const began = performance.now()
  expect(await until(async () => (await run()).attempt === 2, 30_000)).toBe(true)
  expect(performance.now() - began).toBeLessThan(30_000)
  await expect.poll(run, { timeout: 60_000 }).toEqual({
    state: 'DONE',
    attempt: 2,
    forecastCount: members,
    failedCount: 0,
  })
  const after = await made()
  expect(after).toHaveLength(members)
  expect(after.slice(0, before.length)).toEqual(before)
  const [announced] = await store.sql`
    select count(*), count(distinct payload->>'forecastId') as once from events
    where kind = 'forecast' and (payload->>'forecastId')::int8 in (select id from forecasts where run_id is not null)`
  expect(announced).toEqual({ count: members, once: members })
})
