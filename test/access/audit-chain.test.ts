import { randomUUID } from 'node:crypto'
import { verifyAudit } from '@seriema/api/audit/verify'
import { createAuditWriter } from '@seriema/api/audit/writer'
import { audit } from '@seriema/api/cli/audit'
import { appendAudit, forgetAudit, readAudit } from '@seriema/api/store/audit'
import { connect, type Database, migrate, transaction } from '@seriema/api/store/database'
import type { AuditRecord } from '@seriema/domain/audit'
import { pino } from 'pino'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ask } from '../conformance/ask.ts'
import { startDatabase, type TestDatabase } from '../harness.ts'
import { pathThrough } from '../path-through.ts'
import { spawnApi } from '../spawn.ts'

let database: TestDatabase
let db: Database
const opened: { close(): Promise<void>; drop(): Promise<void> }[] = []
beforeEach(async () => {
  database = await startDatabase()
  db = connect(database.url, { max: 4 })
  opened.push({ close: () => db.close(), drop: database.drop })
  await migrate(db)
})
afterAll(async () => {
  for (const { close, drop } of opened) await close().then(drop)
})

const day = 86_400_000
const entry = (more: Partial<AuditRecord> = {}): AuditRecord => ({
  mark: randomUUID(),
  at: Date.now(),
  actor: { kind: 'key', id: 'abc', name: 'Ana "Ä" 🌡', address: '127.0.0.1' },
  operation: 'updateSeries',
  outcome: 'done',
  code: null,
  message: null,
  times: 1,
  targets: [{ type: 'Series', id: null, name: null, series: 'kiln', version: null }],
  changes: [{ target: 'Series kiln', field: 'title', before: null, after: { z: 0.1, a: [1e300, -0, true, 'x\n"'] } }],
  input: { key: 'kiln', 2: 'two', 1: 'one', deep: { nothing: null } },
  trace: null,
  ...more,
})
const append = (...records: readonly AuditRecord[]) => transaction(db, tx => appendAudit(tx, records))
const forget = (before: number, most: number) => transaction(db, tx => forgetAudit(tx, before, most))

/** As somebody who may everything, and has turned the triggers off. */
const tamper = (statement: string) =>
  db.sql.begin(async sql => {
    await sql`set local session_replication_role = replica`
    await sql.unsafe(statement)
  })

/** The command, as a terminal runs it. */
async function run(...args: string[]) {
  let out = ''
  const output = {
    write(text: string | Uint8Array) {
      out += String(text)
      return true
    },
  }
  const status = await audit([...args, '--database', database.url], output, output)
  return { status, out }
}

describe('the chain of the audit', () => {
  test('is refused every change, removal and emptying by the database, be it by the owner', async () => {
    await append(entry(), entry())
    for (const statement of [
      "update audit_entries set actor_name = 'nobody'",
      'update audit_entries set id = id where false',
      'delete from audit_entries',
      'delete from audit_entries where id = 1',
      'truncate audit_entries',
      'truncate audit_entries cascade',
      "insert into audit_anchor (id, hash) values (1, '\\x00')",
      'do $$ begin delete from audit_entries; /* seriema_forget_audit(timestamp with time zone,integer) */ end $$',
      'select seriema_forget_audit(now(), 10)',
    ])
      await expect(db.sql.unsafe(statement), statement).rejects.toThrow(/audit/)
    expect(await verifyAudit(db)).toMatchObject({ entries: 2, broken: null })
  })

  test('is for nobody of a lesser role to write or to read', async () => {
    const granted = await db.sql`
      select has_table_privilege('seriema_limited', 'audit_entries', p) as yes from unnest(array['select', 'insert', 'update', 'delete']) p`
    expect(granted.every(({ yes }) => yes === false || yes === 'f')).toBe(true)
  })

  test.each([
    ['a name that is another', "update audit_entries set actor_name = 'Bob' where id = 3", 3],
    ['an instant a millisecond later', "update audit_entries set at = at + interval '1 ms' where id = 2", 2],
    ['a change that is another', `update audit_entries set changes = '[]' where id = 4`, 4],
    ['series by which it is not found', `update audit_entries set series = '{}' where id = 4`, 4],
    ['an entry that is missing', 'delete from audit_entries where id = 2', 2],
    ['a first one that is missing', 'delete from audit_entries where id = 1', 1],
    [
      'two that changed places',
      'update audit_entries set id = case id when 2 then -3 else -2 end where id in (2, 3); update audit_entries set id = -id where id < 0',
      2,
    ],
    ['a hash that is another', "update audit_entries set hash = sha256('x') where id = 5", 5],
  ])('shows %s, and where', async (_what, statement, id) => {
    await append(...Array.from({ length: 6 }, () => entry()))
    expect(await run('verify')).toMatchObject({ status: 0 })
    await tamper(statement)
    expect((await verifyAudit(db)).broken?.id).toBe(id)
    const { status, out } = await run('verify')
    expect(status).toBe(4)
    expect(out).toContain(`broken at entry ${id}:`)
  })

  test('shows to whoever noted its end that the newest are missing, or all was written anew', async () => {
    await append(entry(), entry(), entry())
    const known = /--known (\S+)/.exec((await run('verify')).out)![1]!
    expect((await run('verify', '--known', known)).status).toBe(0)
    await tamper('delete from audit_entries where id = 3')
    expect((await run('verify')).status).toBe(0)
    expect((await run('verify', '--known', known)).out).toContain('broken at entry 3:')
    await append(entry())
    expect((await run('verify', '--known', known)).out).toContain('broken at entry 3:')
  })

  test('has an entry once that is written again, for nobody knew whether it was', async () => {
    const twice = entry()
    await append(twice)
    await append(twice, entry())
    expect(await verifyAudit(db)).toMatchObject({ entries: 2, broken: null })
  })

  test('loses the oldest when their time is over, and is still whole', async () => {
    const old = (days: number) => entry({ at: Date.now() - days * day })
    await append(old(400), old(399), old(398), old(10), old(397), entry())
    expect(await forget(Date.now() - 365 * day, 2)).toBe(2)
    expect(await forget(Date.now() - 365 * day, 100)).toBe(1)
    expect(await forget(Date.now() - 365 * day, 100)).toBe(0)
    expect(await verifyAudit(db)).toMatchObject({ entries: 3, from: { id: 3 }, to: { id: 6 }, broken: null })
    expect((await run('verify')).out).toContain('Those up to 3 were older')
    // The newest stays, so that the next is chained to it.
    await append(old(2))
    expect(await forget(Date.now() - 1.5 * day, 100)).toBe(2)
    await append(entry())
    expect(await verifyAudit(db)).toMatchObject({ from: { id: 5 }, to: { id: 8 }, broken: null })
    await tamper('delete from audit_entries where id = 6')
    expect((await verifyAudit(db)).broken?.id).toBe(6)
  })

  test('is written out as JSON, a line for each entry, the oldest first', async () => {
    await append(entry({ operation: 'first' }), entry(), entry({ message: 'last' }))
    const { status, out } = await run('export', '--after', '1')
    const lines = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(status).toBe(0)
    expect(lines).toMatchObject([{ id: 2 }, { id: 3, message: 'last', actor: { id: 'abc' }, hash: expect.any(String) }])
    expect((await run('verify', '--known', 'x')).status).toBe(2)
    expect((await run('forget')).status).toBe(2)
  })

  test('is written by one at a time: whoever comes meanwhile waits, and fails for nobody', async () => {
    await Promise.all(Array.from({ length: 80 }, () => append(entry(), entry())))
    expect(await verifyAudit(db)).toMatchObject({ entries: 160, broken: null })
  })

  test('has no fork and no gap when two processes write at once', async () => {
    const settings = { DATABASE_URL: database.url }
    const processes = await Promise.all([spawnApi(settings), spawnApi(settings)])
    const create = 'mutation($key: String!) { createSeries(input: { key: $key }) { __typename } }'
    const each = 40
    await Promise.all(
      processes.flatMap(({ url }, p) =>
        Array.from({ length: each }, (_, i) => ask({ url }, create, { key: `s_${p}_${i}` })),
      ),
    )
    const [{ count } = { count: 0 }] = await db.sql<{ count: number }[]>`
      select count(*)::int as count from audit_entries where operation = 'createSeries' and outcome = 'done'`
    expect(count).toBe(2 * each)
    expect((await verifyAudit(db)).broken).toBeNull()
    for (const process of processes) await process.end('SIGTERM')
  })

  test('holds what is written while the database is away until it is back, in order, and loses none unsaid', async () => {
    let away = false
    const path = await pathThrough(database.url, (_sent, client) => {
      if (away) client.destroy()
      return away
    })
    const cut = connect(path, { max: 1 })
    const lines: string[] = []
    const log = pino({ level: 'error' }, { write: line => void lines.push(line) })
    const writer = createAuditWriter({ db: cut, log })
    await writer.write(entry({ operation: 'before' }))
    away = true
    await writer.write(entry({ operation: 'meanwhile' }))
    const later = writer.write(entry({ operation: 'later' }))
    expect(await verifyAudit(db)).toMatchObject({ entries: 1 })
    away = false
    await later
    await expect
      .poll(async () => (await readAudit(db, 0, 9)).map(({ operation }) => operation), { timeout: 20_000 })
      .toEqual(['before', 'meanwhile', 'later'])
    expect(lines).toEqual([])
    away = true
    const lost = writer.write(entry({ operation: 'in vain', message: 'all of it' }))
    await Promise.all([lost, writer.close()])
    expect(lines.map(line => JSON.parse(line))).toMatchObject([
      { msg: 'an entry of the audit could not be kept', entry: { operation: 'in vain', message: 'all of it' } },
    ])
    away = false
    await cut.close()
    expect((await verifyAudit(db)).broken).toBeNull()
  })

  test('has what a transaction writes into it with the commit, and not without', async () => {
    await expect(
      transaction(db, async tx => {
        await appendAudit(tx, [entry()])
        throw new Error('not done after all')
      }),
    ).rejects.toThrow('not done')
    expect(await verifyAudit(db)).toMatchObject({ entries: 0, broken: null })
  })
})
