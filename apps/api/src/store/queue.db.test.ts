import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDatabase, type TestDatabase } from '../../../../test/database.ts'
import { connect, type Database, transaction } from './database.ts'
import { openQueue, type Queue } from './queue.ts'

let target: TestDatabase
let database: Database
const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
const open = (takes: boolean): Promise<Queue> => openQueue({ databaseUrl: target.url, log, takes })

beforeAll(async () => {
  target = await startDatabase()
  database = connect(target.url)
})
afterAll(async () => {
  await database.close()
  await target.drop()
})

test('processes that start at once on an empty database make the tables of the queue together', async () => {
  const queues = await Promise.all([open(false), open(true), open(false)])
  await Promise.all(queues.map(queue => queue.close()))
})

test('a job goes to one worker when its transaction commits, sooner than anybody polls, and never when it is rolled back', async () => {
  const [sender, one, other] = [await open(false), await open(true), await open(true)]
  const taken: number[] = []
  const arrived = Promise.withResolvers<number>()
  const take = async ({ trainingId }: { trainingId: number }) => {
    taken.push(trainingId)
    if (trainingId === 2) arrived.resolve(performance.now())
  }
  await Promise.all([one.work('train', take), other.work('train', take)])
  const undone = new Error('undone')
  await expect(
    transaction(database, async tx => {
      await sender.send(tx, 'train', { trainingId: 1 })
      throw undone
    }),
  ).rejects.toBe(undone)
  await transaction(database, tx => sender.send(tx, 'train', { trainingId: 2 }))
  await arrived.promise
  expect(taken).toEqual([2])
  await Promise.all([sender, one, other].map(queue => queue.close()))
})

test('a handler that throws is asked again, and one that is told to end gives its job to the next worker', async () => {
  const [sender, first] = [await open(false), await open(true)]
  let failures = 0
  const held = Promise.withResolvers<void>()
  await first.work('train', async (_data, signal) => {
    if (failures++ === 0) throw new Error('not yet')
    held.resolve()
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  })
  await transaction(database, tx => sender.send(tx, 'train', { trainingId: 3 }))
  await held.promise
  await first.close()
  const second = await open(true)
  const arrived = Promise.withResolvers<number>()
  await second.work('train', async ({ trainingId }) => arrived.resolve(trainingId))
  expect(await arrived.promise).toBe(3)
  await Promise.all([sender, second].map(queue => queue.close()))
})

test('a job without data, as one that is made every minute, is done', async () => {
  const [sender, worker] = [await open(false), await open(true)]
  const done = Promise.withResolvers<void>()
  await worker.work('quality', async () => done.resolve())
  await transaction(database, tx => sender.send(tx, 'quality', null as unknown as Record<string, never>))
  await done.promise
  await Promise.all([sender, worker].map(queue => queue.close()))
})
