import { Fault } from '@seriema/domain/fault'
import { pgTable, text } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import journal from '../../../../drizzle/meta/_journal.json' with { type: 'json' }
import { startDatabase, type TestDatabase } from '../../../../test/database.ts'
import { anyOf } from './any-of.ts'
import { connect, type Database, type Db, explained, migrate, transaction } from './database.ts'
import { readDatabaseStatus } from './database-status.ts'

const thing = pgTable('things', { name: text().primaryKey() })
let database: TestDatabase
let here: Database
let there: Database

beforeAll(async () => {
  database = await startDatabase()
  here = connect(database.url, { applicationName: 'here', max: 4 })
  there = connect(database.url, { applicationName: 'there', max: 2 })
  await there.sql`create table things (name text primary key)`
})
afterAll(async () => {
  await here.close()
  await there.close()
  await database.drop()
})

const names = async () =>
  (await there.sql<{ name: string }[]>`select name from things order by name`).map(row => row.name)
const killHere = () => there.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'here'`

test('processes that start together make each migration once', async () => {
  const both = [connect(database.url), connect(database.url)]
  await Promise.all([...both.map(migrate), ...both.map(migrate)])
  const [row] = await there.sql`select count(*) from drizzle.__drizzle_migrations`
  expect(row!.count).toBe(journal.entries.length)
  await Promise.all(both.map(one => one.close()))
})

test.each<[string, (tx: Db, name: string) => Promise<unknown>]>([
  ['by SQL', async (tx, name) => tx.sql`insert into things values (${name})`],
  ['by the builder', async (tx, name) => tx.query.insert(thing).values({ name })],
])('what loses its connection before the end runs again, and is stored once: %s', async (_, insert) => {
  await there.sql`delete from things`
  let runs = 0
  await transaction(here, async tx => {
    await insert(tx, 'again')
    if (++runs === 1) await killHere()
    await insert(tx, 'more')
  })
  expect(runs).toBe(2)
  expect(await names()).toEqual(['again', 'more'])
})

test('nothing of a transaction whose connection went reaches the next one on the same place', async () => {
  const single = connect(database.url, { applicationName: 'here', max: 1 })
  const gone = Promise.withResolvers<void>()
  const began = Promise.withResolvers<void>()
  const stray = single.sql.begin(async sql => {
    await sql`insert into things values ('lost')`
    await killHere()
    gone.resolve()
    await began.promise
    await sql`insert into things values ('stray')`
  })
  const ended = stray.catch(error => error)
  await gone.promise
  await transaction(single, async tx => {
    await tx.sql`insert into things values ('next')`
    began.resolve()
    await ended
    await tx.sql`select 1`
  })
  expect(await ended).toMatchObject({ code: 'CONNECTION_CLOSED' })
  expect(await names()).toEqual(['again', 'more', 'next'])
  await single.close()
})

test('a connection lost during COMMIT is never taken for success', async () => {
  await there.sql`create function linger() returns trigger language plpgsql as
    $$ begin perform pg_sleep(30); return null; end $$`
  await there.sql`create constraint trigger linger after insert on things deferrable initially deferred
    for each row execute function linger()`
  let runs = 0
  const storing = transaction(here, async tx => {
    runs++
    await tx.sql`insert into things values ('unknown')`
  })
  const outcome = storing.catch(error => error)
  while (
    (await there.sql`select from pg_stat_activity where application_name = 'here' and wait_event = 'PgSleep'`).count ===
    0
  )
    await new Promise(resolve => setImmediate(resolve))
  await killHere()
  const error = await outcome
  expect(error).toBeInstanceOf(Fault)
  expect(error).toMatchObject({ code: 'UNAVAILABLE' })
  expect(runs).toBe(1)
  await there.sql`drop trigger linger on things`
})

test('those who deadlock both get through', async () => {
  await there.sql`insert into things values ('a'), ('b')`
  const first = Promise.withResolvers<void>()
  const second = Promise.withResolvers<void>()
  const lock = (own: string, other: string, mine: () => void, theirs: Promise<void>) =>
    transaction(here, async tx => {
      await tx.sql`select from things where name = ${own} for update`
      mine()
      await theirs
      await tx.sql`select from things where name = ${other} for update`
      return own
    })
  const both = await Promise.all([
    lock('a', 'b', first.resolve, second.promise),
    lock('b', 'a', second.resolve, first.promise),
  ])
  expect(both).toEqual(['a', 'b'])
})

test('what the caller did wrong is not tried again', async () => {
  let runs = 0
  const twice = transaction(here, async tx => {
    runs++
    await tx.sql`insert into things values ('again')`
  })
  await expect(twice).rejects.toMatchObject({ code: '23505' })
  expect(runs).toBe(1)
})

test('what the builder fails with is what the driver failed with', async () => {
  const again = () => here.query.insert(thing).values({ name: 'again' })
  await expect(transaction(here, async tx => tx.query.insert(thing).values({ name: 'again' }))).rejects.toMatchObject({
    code: '23505',
    constraint_name: 'things_pkey',
  })
  const error: unknown = await again().catch(reason => reason)
  expect(explained(error)).toMatchObject({ code: '23505', constraint_name: 'things_pkey' })
  const nowhere = connect('postgres://localhost:1/none')
  expect(
    explained(
      await nowhere.query
        .select()
        .from(thing)
        .catch(reason => reason),
    ),
  ).toMatchObject({
    code: 'UNAVAILABLE',
  })
  await nowhere.close()
})

test('a list of any length is one statement, prepared once', async () => {
  const single = connect(database.url, { max: 1 })
  for (const list of [[], ['again'], ['a', 'b', 'again', '"quoted", {braced}']])
    expect(await single.query.select().from(thing).where(anyOf(thing.name, list))).toHaveLength(
      list.filter(name => name === 'again' || name === 'a' || name === 'b').length,
    )
  const texts = await single.sql`select from pg_prepared_statements where statement like 'select "name" from "things"%'`
  expect(texts).toHaveLength(1)
  await single.close()
})

test('a server that is not there is a Fault that says so', async () => {
  const nowhere = connect('postgres://localhost:1/none')
  await expect(transaction(nowhere, tx => tx.sql`select 1`.then(() => {}))).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  })
  await nowhere.close()
})

/** What PostgreSQL ends a transaction with, of this code. */
const failing = (code: string) =>
  transaction(here, tx => tx.sql.unsafe(`do $$ begin raise exception 'of a test' using errcode = '${code}'; end $$`))

test.each([
  ['53100', 'the disk of the database is full'],
  ['53200', 'out of memory'],
  ['53300', 'takes no more connections'],
  ['53400', 'one of its limits'],
  ['25006', 'only lets itself be read'],
  ['58030', 'cannot use its disk'],
  ['57P01', 'cannot be reached'],
  ['57P04', 'is gone from its server'],
  ['08006', 'cannot be reached'],
  ['28P01', 'refuses the user'],
])('a database that ends a transaction with %s is UNAVAILABLE, with the reason', async (code, reason) => {
  await expect(failing(code)).rejects.toMatchObject({
    name: 'Fault',
    code: 'UNAVAILABLE',
    message: expect.stringContaining(reason),
  })
})

test.each(['22021', '23505', 'XX000'])('%s is no fault of the database being away', async code => {
  await expect(failing(code)).rejects.not.toHaveProperty('name', 'Fault')
  expect(explained({ code })).toEqual({ code })
})

test('a database counts as not writable once it refused to store, until it stores again', async () => {
  const one = connect(database.url, { max: 1 })
  const writable = async () => (await readDatabaseStatus(one)).writable
  const end = (code: string) => transaction(one, tx => tx.sql.unsafe(`do $$ begin raise sqlstate '${code}'; end $$`))
  expect(await writable()).toBe(true)
  await end('23505').catch(() => {})
  expect(await writable()).toBe(true)
  await end('53100').catch(() => {})
  expect(await writable()).toBe(false)
  await transaction(one, tx => tx.sql`select 1`.then(() => {}))
  expect(await writable()).toBe(true)
  await one.sql`set default_transaction_read_only = on`
  expect(await writable()).toBe(false)
  await one.close()
})
