import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { startDatabase } from '../../../../../test/database.ts'
import { connect, migrate, transaction } from '../../store/database.ts'
import type { Batch } from '../batch.ts'
import { openHub } from '../hub.ts'
import { announce } from '../log.ts'
import type { KindOfEvent } from './contract.ts'

/** A file of its own, if it were a kind of ours. */
const { job } = vi.hoisted(() => {
  const jobs = new Map([[7, 'trained']])
  const member: KindOfEvent<'job', { readonly jobId: number }, { readonly outcome: string }> = {
    kind: 'job',
    weight: () => 3_000,
    size: ({ outcome }) => outcome.length,
    load: async () => (event, series) => {
      const outcome = jobs.get(event.jobId)
      return outcome === undefined ? null : { kind: 'job', event, series, outcome }
    },
  }
  return { job: member }
})

/** And its line in the registry. */
vi.mock('./registry.ts', async original => {
  const { registry } = await original<typeof import('./registry.ts')>()
  return { registry: { ...registry, job } }
})

test('a kind that is added to the registry is announced, filtered, weighed, loaded and streamed like the others', async () => {
  const target = await startDatabase()
  const database = connect(target.url)
  await migrate(database)
  const db = database
  const hub = await openHub({
    db,
    reads: db,
    databaseUrl: target.url,
    log: pino({ level: 'silent' }),
    clock: Date.now,
    pace: 1,
  })
  const from = { kinds: ['job' as never], seriesIds: null }
  const first = (await (await hub.stream(from, null)).next()).value as Batch
  const say = (jobId: number) => ({ kind: 'job', seriesId: null, jobId }) as never
  const status = { kind: 'status', seriesId: null, status: 'FORECAST_FAILED', key: null, message: '', importId: null }
  await transaction(db, tx => announce(tx, [say(7), say(8), status as never, say(7)], Date.now()))
  const stream = await hub.stream(from, first.cursor)
  const [one, two] = [await stream.next(), await stream.next()].map(({ value }) => (value as Batch).items)
  // Two such events weigh more than a message holds, and what the second pointed at is gone.
  expect(one).toMatchObject([{ kind: 'job', event: { jobId: 7 }, outcome: 'trained' }])
  expect(two).toMatchObject([{ kind: 'job', event: { jobId: 7 }, outcome: 'trained' }])
  await hub.close()
  await database.close()
  await target.drop()
})
