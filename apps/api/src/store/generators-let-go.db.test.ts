import { readdirSync, readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../../../../test/database.ts'
import { connect, transaction } from './database.ts'

const folder = new URL('../../../../drizzle/', import.meta.url)
const migrations = readdirSync(folder)
  .filter(name => name.endsWith('.sql'))
  .sort()
const own = migrations.findIndex(name => name.endsWith('_deletions.sql'))
const statements = (name: string) => readFileSync(new URL(name, folder), 'utf8').split('--> statement-breakpoint')

test('an older database keeps generators of series that they made; where others brought points too they let go, and nothing else changes', async () => {
  const target = await startDatabase()
  onTestFinished(target.drop)
  const db = connect(target.url)
  onTestFinished(() => db.close())
  const { sql } = db
  const run = (names: readonly string[]) =>
    transaction(db, async tx => {
      for (const name of names) for (const statement of statements(name)) await tx.sql.unsafe(statement)
    })
  await run(migrations.slice(0, own))
  await sql`insert into series (key, channels, attributes, created_at, point_count, last_seq)
    select key, '[{"name": "value"}]', '[]', now(), count, count
    from (values ('made', 3), ('imported', 3), ('mixed', 4), ('empty', 0), ('never', 1)) as s (key, count)`
  const generators = ['made', 'imported', 'mixed', 'empty']
  await sql`insert into generators (series_id, settings, running, started_at, generated)
    select id, '{}', true, now(), 3 from series where key in ${sql(generators)}`
  await sql`insert into points (series_id, at, seq, values)
    select id, to_timestamp(i), i, array[i] from series, generate_series(1, 4) i where i <= point_count`
  await sql`insert into generated_points (series_id, at, base, trend, season, noise, injected)
    select id, to_timestamp(i), array[i], array[0], array[0], array[0], array[0]
    from series, generate_series(1, 3) i where key in ('made', 'mixed')`
  const count = async () =>
    (await sql`select (select count(*) from points) as points, (select count(*) from generated_points) as truth`)[0]
  const before = await count()
  await run(migrations.slice(own, own + 1))
  const kept = await sql<{ key: string }[]>`select key from series join generators on series_id = id order by key`
  expect(kept.map(({ key }) => key)).toEqual(['empty', 'made'])
  expect(await count()).toEqual(before)
})
