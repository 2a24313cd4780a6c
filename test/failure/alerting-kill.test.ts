import { connect } from '@seriema/api/store/database'
import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../database.ts'
import { temporaryFolder } from '../folder.ts'
import { startWebSink } from '../receivers.ts'
import { type SpawnedApi, spawnApi } from '../spawn.ts'

const [kills, series] = [10, 8]
/** An incident that flaps in itself: one alert, if its recovery of three values is waited for. */
const incident = [1, 200, 200, 1, 200, 1, 1, 200, 1, 1, 1]

async function ask(url: string, query: string, variables: object = {}): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown }
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

const ingest = `mutation ($series: [SeriesPointsInput!]!) {
  ingestPoints(input: { series: $series }) { __typename ... on Fault { message } }
}`

test('of two servers that are killed ten times, every incident is one alert, begun and ended, and each is told once', async () => {
  const [database, sink] = [await startDatabase(), await startWebSink()]
  onTestFinished(() => database.drop())
  onTestFinished(() => sink.close())
  // Both unlock the secrets of receivers with the key that one of them made.
  const folder = await temporaryFolder()
  const settings = { DATABASE_URL: database.url, SERIEMA_DATA: folder, SERIEMA_RECEIVER_NETWORKS: '127.0.0.0/8' }
  const apis: SpawnedApi[] = [await spawnApi(settings)]
  apis.push(await spawnApi(settings))
  onTestFinished(() => Promise.all(apis.map(api => api.end('SIGTERM'))).then(() => {}))
  const keys = Array.from({ length: series }, (_, i) => `s${i}`)
  const { url } = apis[0]!
  for (const key of keys)
    await ask(url, `mutation { createSeries(input: { key: "${key}", interval: 10 }) { __typename } }`)
  await ask(
    url,
    `mutation { createReceiver(input: { name: "hook", notifier: WEBHOOK, settings: { url: "${sink.url}" },
      secrets: { signingSecret: "known to the receiver and to us" } }) { __typename } }`,
  )
  const receiver = Buffer.from('Receiver:1').toString('base64url')
  await ask(
    url,
    `mutation { createAlertRule(input: { name: "high", condition: VALUE, settings: { limit: 100 }, recoveryCount: 3,
      triggerCount: 2, triggerOf: 3, receivers: ["${receiver}"] }) { __typename ... on Fault { message } } }`,
  )

  let at = Date.now() - 60_000
  /** Until one that lives has said that it is stored: sent again it changes nothing. */
  const send = async (value: number) => {
    at += 10
    const points = { series: keys.map(key => ({ key, times: [at], values: [[value]] })) }
    for (let attempt = 0; ; attempt++)
      try {
        const answer = await ask(apis[attempt % 2]!.url, ingest, points)
        expect(answer).toMatchObject({ ingestPoints: { __typename: 'IngestPointsPayload' } })
        return
      } catch (error) {
        if (attempt > 200) throw error
        await new Promise(resolve => setTimeout(resolve, 25))
      }
  }

  for (let kill = 0; kill < kills; kill++) {
    const victim = kill % 2
    // Somewhere within the incident, or right after it.
    const moment = (kill * 7) % incident.length
    let gone: Promise<unknown> = Promise.resolve()
    for (const [i, value] of incident.entries()) {
      await send(value)
      if (i === moment) gone = apis[victim]!.end('SIGKILL')
    }
    await gone
    apis[victim] = await spawnApi(settings)
  }

  const db = connect(database.url, { max: 1 })
  onTestFinished(() => db.close())
  const count = kills * series
  const alerts = () => db.sql`select state, count(*)::int as count from alerts group by state`
  await expect.poll(alerts, { timeout: 30_000 }).toEqual([{ state: 'resolved', count }])
  const lines = await db.sql`select kind, count(*)::int as count, count(distinct alert_id)::int as alerts
    from alert_entries group by kind order by kind`
  expect(lines).toEqual([
    { kind: 'fired', count, alerts: count },
    { kind: 'resolved', count, alerts: count },
  ])
  // What a killed one had in hand is taken up once its time is over.
  await db.sql`update deliveries set taken_until = now() where state = 'waiting'`
  const marks = () => new Set(sink.posted.map(({ headers }) => headers['idempotency-key'])).size
  await expect.poll(marks, { timeout: 30_000 }).toBe(2 * count)
}, 240_000)
