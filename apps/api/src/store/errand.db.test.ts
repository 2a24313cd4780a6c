import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDatabase, type TestDatabase } from '../../../../test/database.ts'
import { connect, type Database, type Db } from './database.ts'
import { abandonable, beginErrand } from './errand.ts'

let database: TestDatabase
let pool: Database
let forOne: Db
beforeAll(async () => {
  database = await startDatabase()
  // What is asked at once goes over one connection, one after the other.
  pool = connect(database.url, { max: 1 })
  forOne = abandonable(pool)
})
afterAll(async () => {
  await pool.close()
  await database.drop()
})

/** What a statement gave; the code it failed with otherwise. */
const outcome = (statement: PromiseLike<readonly object[]>) =>
  Promise.resolve(statement).then(
    rows => [...rows],
    (error: { code?: string }) => error.code,
  )
const slow = () => outcome(pool.sql`select 'slow' as slow, pg_sleep(0.3)::text as slept`)
const number = (value: number) => outcome(pool.sql`select ${value}::float8 as number`)

test('whoever gives up while waiting leaves the answers of others to them', async () => {
  const texts = (value: number) => outcome(forOne.sql`select 'given up' as text, ${value}::float8 as other, 3 as third`)
  // Only what was prepared before is sent behind what still runs.
  await Promise.all([texts(0), number(0)])
  const running = slow()
  const errand = beginErrand()
  const given = errand.run(() => texts(1))
  const others = [number(1), outcome(pool.sql`select 'a' as text`), number(2), number(3)]
  setImmediate(errand.giveUp)
  expect(await running).toEqual([{ slow: 'slow', slept: '' }])
  expect(await Promise.all(others)).toEqual([[{ number: 1 }], [{ text: 'a' }], [{ number: 2 }], [{ number: 3 }]])
  expect(await given).toEqual([{ text: 'given up', other: 1, third: 3 }])
  expect(await number(4)).toEqual([{ number: 4 }])
})

test('what takes long and is given up while it waits ends soon after its turn came, and nothing else does', async () => {
  const running = slow()
  const errand = beginErrand()
  const given = errand.run(() => outcome(forOne.sql`select pg_sleep(50)`))
  setImmediate(errand.giveUp)
  const other = number(1)
  expect(await running).toEqual([{ slow: 'slow', slept: '' }])
  expect(await given).toBe('57014')
  expect(await other).toEqual([{ number: 1 }])
})

test('whoever gives up before there is a connection costs nobody that connection', async () => {
  const cold = connect(database.url, { max: 1 })
  const errand = beginErrand()
  const given = errand.run(() => outcome(abandonable(cold).sql`select 1`))
  await Promise.resolve()
  setImmediate(errand.giveUp)
  expect(await given).toBe('57014')
  expect(await outcome(cold.sql`select 'there' as text`)).toEqual([{ text: 'there' }])
  await cold.close()
})

test('what cannot be sent at all costs nobody an answer', async () => {
  const running = slow()
  const unsent = outcome(pool.sql`select ${undefined as never}::text as nothing`)
  const others = [number(1), number(2)]
  expect(await unsent).toBe('UNDEFINED_VALUE')
  expect(await running).toEqual([{ slow: 'slow', slept: '' }])
  expect(await Promise.all(others)).toEqual([[{ number: 1 }], [{ number: 2 }]])
})
