import { readdirSync, readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { startDatabase } from '../../../../test/database.ts'
import { connect, transaction } from './database.ts'
import { findSeries } from './series.ts'

const folder = new URL('../../../../drizzle/', import.meta.url)
const migrations = readdirSync(folder)
  .filter(name => name.endsWith('.sql'))
  .sort()
const own = migrations.findIndex(name => name.endsWith('_speakers.sql'))
const statements = (name: string) => readFileSync(new URL(name, folder), 'utf8').split('--> statement-breakpoint')

test('what series of an older database were watched and forecast by speaks on, and its timeline says since when', async () => {
  const target = await startDatabase()
  onTestFinished(target.drop)
  const db = connect(target.url)
  onTestFinished(() => db.close())
  const run = (names: readonly string[]) =>
    transaction(db, async tx => {
      for (const name of names) for (const statement of statements(name)) await tx.sql.unsafe(statement)
    })
  await run(migrations.slice(0, own))
  await db.sql`insert into series (key, channels, attributes, created_at, detector, forecaster, deleted_at)
    values ('plain', '[]', '[]', '2026-01-01', 'ensemble', null, null),
      ('watched', '[]', '[]', '2026-01-02', 'robust', null, null),
      ('both', '[]', '[]', '2026-01-03', 'zscore', 'ridge', null),
      ('deleted', '[]', '[]', '2026-01-04', 'pca', null, now())`
  await run(migrations.slice(own))
  const active = (role: 'watch' | 'forecast', kind: string) => ({
    id: expect.any(Number),
    role,
    slot: 'active',
    share: 1,
    speaker: { kind, versionId: null },
  })
  const found = await findSeries(db, ['plain', 'watched', 'both'])
  expect(Object.fromEntries(found.map(({ key, deployments }) => [key, deployments]))).toEqual({
    plain: [],
    watched: [active('watch', 'robust')],
    both: expect.arrayContaining([active('watch', 'zscore'), active('forecast', 'ridge')]),
  })
  const told = await db.sql<{ key: string; to_kind: string; alike: boolean }[]>`
    select key, to_kind, at = created_at and from_kind is null and not automatic as alike
    from deployment_changes c join series s on s.id = c.series_id order by at, to_kind`
  expect(told.map(({ key, to_kind, alike }) => [key, to_kind, alike])).toEqual([
    ['watched', 'robust', true],
    ['both', 'ridge', true],
    ['both', 'zscore', true],
    ['deleted', 'pca', true],
  ])
})
