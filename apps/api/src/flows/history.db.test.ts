import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireSeries } from '../store/series.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { anomaliesOf, fileOf, spiky, times, told } from './history-for-tests.ts'
import { createImports, type Imports } from './import.ts'
import { createRescores, type Rescores } from './rescore.ts'
import { createSeries, type WatchingDraft } from './series.ts'

const shared = process.env.SERIEMA_SHARED ?? resolve(import.meta.dirname, '../../../../../shared')
const etth1 = resolve(shared, 'data/ett/ETTh1.csv')

let app: FlowApp
let imports: Imports
let rescores: Rescores
let close: () => Promise<void>

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock: () => Date.UTC(2026, 5, 1) }))
  rescores = await createRescores(app)
  imports = await createImports({ ...app, rescores, purge: { wake: () => {} } })
})
afterAll(async () => {
  await imports.close()
  await rescores.close()
  await close()
})

const bringIn = async (key: string, content: string) => {
  const { id } = await imports.start({ fileName: 'file.csv', key })
  return imports.receive(
    id,
    (async function* () {
      yield Buffer.from(content)
    })(),
  )
}

const reversed = (content: string): string => {
  const [header, ...rows] = content.split('\n')
  return [header, ...rows.reverse()].join('\n')
}

describe.each<WatchingDraft & { readonly detector: string }>([
  { detector: 'ensemble' },
  { detector: 'isolation-forest' },
  { detector: 'seasonal', alarmRules: { direction: 'above', rest: 20 } },
])('an import of more values than are judged at once, watched by $detector', watching => {
  const { detector } = watching
  const channels = [spiky(12_000, 1), spiky(12_000, 2)]

  test('is judged by the detector that was chosen, and as if its points had come live', async () => {
    const [imported, live] = [`imported_${detector.replace('-', '_')}`, `live_${detector.replace('-', '_')}`]
    for (const key of [imported, live])
      await createSeries(app, { key, channels: [{ name: 'a' }, { name: 'b' }], ...watching })
    const done = await bringIn(imported, fileOf(channels))
    expect(done).toMatchObject({ state: 'completed', stored: 12_000 })
    for (let from = 0; from < 12_000; from += 500) {
      const raw = { times: times(from, 500), values: channels.map(values => values.slice(from, from + 500)) }
      const [outcome] = await app.ingest([{ key: live, raw }], { replace: false })
      expect(outcome!.fallback ?? '').not.toMatch(/longer than|made ready/)
    }
    const found = await anomaliesOf(app.db, imported)
    expect(done.anomalies).toBe(found.length)
    expect(told(found)).toEqual(told(await anomaliesOf(app.db, live)))
    expect(found.length).toBeGreaterThan(5)
    for (const { at, detector: spoke, fallback } of found) {
      if (spoke === detector) continue
      expect(fallback).toMatch(/has not seen enough points yet/)
      expect(at).toBeLessThan(times(2_000, 1)[0]!)
    }
  }, 120_000)
})

test('a file whose newest rows come first is judged in the order of time once it is in', async () => {
  const [forth, back] = [
    await bringIn('forth', fileOf([spiky(12_000, 5)])),
    await bringIn('back', reversed(fileOf([spiky(12_000, 5)]))),
  ]
  expect(back).toMatchObject({ state: 'completed', stored: 12_000, anomalies: forth.anomalies })
  expect(told(await anomaliesOf(app.db, 'back'))).toEqual(told(await anomaliesOf(app.db, 'forth')))
})

test('rows that belong before what a series had are judged in the order of time, and so is what comes after them', async () => {
  const values = spiky(5_000, 6)
  const raw = (from: number, to: number) => ({ times: times(from, to - from), values: [values.slice(from, to)] })
  for (const key of ['in_order', 'had_points']) await createSeries(app, { key, channels: [{ name: 'a' }] })
  await app.ingest([{ key: 'in_order', raw: raw(0, 5_000) }], { replace: false, unhurried: true })
  await app.ingest([{ key: 'had_points', raw: raw(0, 1_000) }], { replace: false, unhurried: true })
  await app.ingest([{ key: 'had_points', raw: raw(4_000, 5_000) }], { replace: false, unhurried: true })
  const done = await bringIn('had_points', reversed(fileOf([values.slice(0, 4_000)])))
  expect(done).toMatchObject({ stored: 3_000, duplicates: 1_000 })
  const after = await anomaliesOf(app.db, 'had_points')
  expect(told(after)).toEqual(told(await anomaliesOf(app.db, 'in_order')))
  const came = after.filter(({ at }) => at >= times(1_000, 1)[0]! && at < times(4_000, 1)[0]!)
  expect(done.anomalies).toBe(came.length)
  expect(came.length).toBeGreaterThan(1)
  // What was before them is not touched.
  const [judged] = await rescores.find([(await requireSeries(app.db, 'had_points')).id])
  expect(judged).toMatchObject({ state: 'completed', points: 4_000, judged: 4_000 })
})

test('a few late points are judged as they come, and no past is judged anew', async () => {
  await createSeries(app, { key: 'few_late', channels: [{ name: 'a' }] })
  const values = spiky(600, 6)
  const at = times(0, 600)
  await app.ingest([{ key: 'few_late', raw: { times: at.slice(10), values: [values.slice(10)] } }], { replace: false })
  await app.ingest([{ key: 'few_late', raw: { times: at.slice(0, 10), values: [values.slice(0, 10)] } }], {
    replace: false,
  })
  expect(await rescores.find([(await requireSeries(app.db, 'few_late')).id])).toEqual([])
})

test('writers of other series go on while the points of an import are judged', async () => {
  await createSeries(app, { key: 'wide', channels: Array.from({ length: 16 }, (_, c) => ({ name: `c${c}` })) })
  await createSeries(app, { key: 'beside' })
  const content = fileOf(Array.from({ length: 16 }, (_, c) => spiky(5_000, c)))
  let over = false
  const importing = bringIn('wide', content).finally(() => {
    over = true
  })
  let between = 0
  for (let i = 0; !over; i++) {
    const before = (await requireSeries(app.db, 'wide')).pointCount
    const [outcome] = await app.ingest([{ key: 'beside', raw: { times: times(i, 1), values: [[i]] } }], {
      replace: false,
    })
    expect(outcome).toMatchObject({ stored: 1, fault: null })
    if (before === 0 && (await requireSeries(app.db, 'wide')).pointCount === 0) between++
  }
  expect((await importing).stored).toBe(5_000)
  expect(between).toBeGreaterThan(3)
}, 60_000)

test('points of another process that came while an import was judged are not lost on the detector', async () => {
  const other = await startFlows({ databaseUrl: app.config.databaseUrl, clock: app.clock })
  try {
    await createSeries(app, { key: 'two_hands' })
    const values = spiky(6_000, 3)
    const early = other.app.ingest(
      [{ key: 'two_hands', raw: { times: times(0, 100), values: [values.slice(0, 100)] } }],
      {
        replace: false,
      },
    )
    const raw = { times: times(100, 4_900), values: [values.slice(100, 5_000)] }
    const [outcome] = await app.ingest([{ key: 'two_hands', raw }], { replace: false, unhurried: true })
    await early
    expect(outcome).toMatchObject({ detector: 'ensemble', standInFrom: null })
    expect((await requireSeries(app.db, 'two_hands')).pointCount).toBe(5_000)
  } finally {
    await other.close()
  }
})

test.skipIf(!existsSync(etth1))(
  'ETTh1 is judged by the ensemble, and by the z-score only until that has seen enough (skipped without the file)',
  async () => {
    const done = await bringIn('etth1', readFileSync(etth1, 'utf8'))
    const found = await anomaliesOf(app.db, 'etth1')
    expect(done.anomalies).toBe(found.length)
    expect(found.filter(({ fallback }) => fallback?.includes('made ready'))).toEqual([])
    const standIn = found.filter(({ detector }) => detector !== 'ensemble')
    for (const { at, fallback } of standIn) {
      expect(fallback).toMatch(/has not seen enough points yet/)
      expect(at).toBeLessThan(Date.UTC(2016, 6, 1) + 170 * 3_600_000)
    }
  },
  120_000,
)
