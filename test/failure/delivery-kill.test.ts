import { connect, transaction } from '@seriema/api/store/database'
import { queueDeliveries } from '@seriema/api/store/delivery'
import type { Notice } from '@seriema/domain/notice'
import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../database.ts'
import { temporaryFolder } from '../folder.ts'
import { startWebSink } from '../receivers.ts'
import { type SpawnedApi, spawnApi } from '../spawn.ts'

const signingSecret = 'known to the receiver and to us'

async function makeReceiver({ url }: SpawnedApi, address: string): Promise<void> {
  const query = `mutation { createReceiver(input: { name: "hook", notifier: WEBHOOK,
    settings: { url: "${address}" }, secrets: { signingSecret: "${signingSecret}" } }) { __typename } }`
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  expect(await answer.json()).toEqual({ data: { createReceiver: { __typename: 'ReceiverPayload' } } })
}

test('a server killed between sending a message and noting it sends it again by the same mark, and its secret is nowhere to be read', async () => {
  const [database, sink, folder] = [await startDatabase(), await startWebSink(), await temporaryFolder()]
  onTestFinished(() => database.drop())
  onTestFinished(() => sink.close())
  const settings = { DATABASE_URL: database.url, SERIEMA_DATA: folder, SERIEMA_RECEIVER_NETWORKS: '127.0.0.0/8' }
  const first = await spawnApi(settings)
  await makeReceiver(first, sink.url)
  const db = connect(database.url, { max: 1 })
  onTestFinished(() => db.close())
  const [stored] = await db.sql`select receivers::text as row, encode(secrets, 'escape') as locked from receivers`
  expect(`${stored!.row} ${stored!.locked}`).not.toContain('known to')
  // It takes the message and does not say so.
  sink.answer(() => {})
  const at = Date.now()
  const notice: Notice = {
    ...{ kind: 'fired', alertId: 1, rule: 'High', severity: 'critical', title: 'It is high', text: '' },
    ...{ series: ['a'], seriesCount: 1, since: at, at, path: '/alerts/1' },
  }
  await transaction(db, tx => queueDeliveries(tx, [1], notice))
  await expect.poll(() => sink.posted.length, { timeout: 30_000 }).toBe(1)
  const { output } = await first.end('SIGKILL')
  expect(output).not.toContain(signingSecret)

  sink.answer()
  const second = await spawnApi(settings)
  onTestFinished(() => second.end('SIGTERM').then(() => {}))
  // Instead of waiting until what the first one had in hand is anybody's again.
  await db.sql`update deliveries set taken_until = now()`
  await expect.poll(() => sink.posted.length, { timeout: 30_000 }).toBe(2)
  const marks = sink.posted.map(({ headers }) => headers['idempotency-key'])
  expect(marks[0]).toBe(marks[1])
  await expect
    .poll(async () => (await db.sql`select state, attempts, taken_until from deliveries`)[0], { timeout: 30_000 })
    .toEqual({ state: 'delivered', attempts: 2, taken_until: null })
}, 120_000)
