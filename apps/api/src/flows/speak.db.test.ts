import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '../store/database.ts'
import { listChanges } from '../store/deployment.ts'
import { lockSeries } from '../store/series.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { createSeries, updateSeries } from './series.ts'

let flows: Awaited<ReturnType<typeof startFlows>>
let app: FlowApp
let now = Date.UTC(2026, 0, 1)

beforeAll(async () => {
  flows = await startFlows({ clock: () => now })
  app = flows.app
})
afterAll(() => flows.close())

const active = (role: 'watch' | 'forecast', kind: string) => ({
  id: expect.any(Number),
  role,
  slot: 'active',
  share: 1,
  speaker: { kind, versionId: null },
})

test('a series that nobody chose for is watched and forecast by what speaks for all', async () => {
  const made = await createSeries(app, { key: 'plain' })
  expect(made.deployments).toEqual([])
  expect(app.serving.speakerOf(made, 'watch')).toEqual({ kind: 'ensemble', versionId: null })
  expect(app.serving.speakerOf(made, 'forecast')).toEqual({ kind: 'auto', versionId: null })
})

test('whoever is chosen in one step is the active deployment, and each change is a line of the timeline', async () => {
  const made = await createSeries(app, { key: 'chosen', detector: 'zscore' })
  expect(made.deployments).toEqual([active('watch', 'zscore')])
  now += 1_000
  const changed = await updateSeries(app, 'chosen', { detector: 'robust', forecaster: 'ridge' })
  expect(changed.deployments).toEqual(expect.arrayContaining([active('watch', 'robust'), active('forecast', 'ridge')]))
  expect(app.serving.speakerOf(changed, 'watch').kind).toBe('robust')
  now += 1_000
  // The same again is no change, and null leaves it to what speaks for all.
  const back = await updateSeries(app, 'chosen', { detector: 'robust', forecaster: null })
  expect(back.deployments).toEqual([active('watch', 'robust')])
  const told = (await listChanges(app.db, { seriesId: made.id })).edges.map(({ node }) => node)
  expect(told.map(({ role, from, to, at, reason }) => [role, from?.kind, to?.kind, now - at, reason])).toEqual([
    ['forecast', 'ridge', undefined, 0, 'chosen by hand'],
    ['forecast', undefined, 'ridge', 1_000, 'chosen by hand'],
    ['watch', 'zscore', 'robust', 1_000, 'chosen by hand'],
    ['watch', undefined, 'zscore', 2_000, 'chosen as it was created'],
  ])
})

test('who writes points sees who speaks as the series is locked', async () => {
  await createSeries(app, { key: 'locked', detector: 'pca' })
  const [locked] = await transaction(app.db, tx => lockSeries(tx, ['locked']))
  expect(locked!.deployments).toEqual([active('watch', 'pca')])
})

test('a change that fails leaves who speaks, and the timeline, as they were', async () => {
  const { id } = await createSeries(app, { key: 'kept' })
  await expect(updateSeries(app, 'kept', { detector: 'pca', interval: -1 })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  })
  expect((await listChanges(app.db, { seriesId: id })).totalCount).toBe(0)
})
