import type { AlarmRulesDraft } from '@seriema/domain/anomaly'
import { directions } from '@seriema/domain/anomaly'
import { valueDetectors } from '@seriema/ml/scorers/registry'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { requireSeries } from '../store/series.ts'
import { deleteSeries } from './deletion.ts'
import { type FlowApp, startFlows } from './flows-on-test-database.ts'
import { anomaliesOf, spiky, times, told } from './history-for-tests.ts'
import { createRescores, type Rescores } from './rescore.ts'
import { createSeries, updateSeries, type WatchingDraft } from './series.ts'

let app: FlowApp
let rescores: Rescores
let close: () => Promise<void>
let made = 0
const clock = () => Date.UTC(2026, 5, 1)

beforeAll(async () => {
  ;({ app, close } = await startFlows({ clock }))
  rescores = await createRescores(app)
})
afterAll(async () => {
  await rescores.close()
  await close()
})

async function newSeries(watching: WatchingDraft = {}, channels = 1): Promise<string> {
  const key = `r${++made}`
  const named = Array.from({ length: channels }, (_, c) => ({ name: `c${c}` }))
  await createSeries(app, { key, channels: named, ...watching })
  return key
}
const send = async (key: string, channels: readonly (readonly number[])[], first = 0) => {
  const raw = { times: times(first, channels[0]!.length), values: channels }
  return (await app.ingest([{ key, raw }], { replace: false, unhurried: true }))[0]!
}
const rescored = async (key: string) => {
  await rescores.start(key)
  const { id } = await requireSeries(app.db, key)
  await rescores.settled(id)
  return (await rescores.find([id]))[0]!
}
const identities = async (key: string) =>
  new Map((await anomaliesOf(app.db, key)).map(({ at, channel, id }) => [`${at} ${channel}`, id]))

const rules: fc.Arbitrary<AlarmRulesDraft> = fc.record({
  direction: fc.constantFrom(...directions),
  leastAbsolute: fc.constantFrom(0, 5, 80),
  rest: fc.constantFrom(0, 20, 150),
})
const watchings = fc.record({ detector: fc.constantFrom(...valueDetectors.map(({ kind }) => kind)), alarmRules: rules })

test('after another detector or other rules were chosen, the past comes to what they would have found from the first point on, as the preview said', async () => {
  const channels = [spiky(11_000, 4), spiky(11_000, 5)]
  await fc.assert(
    fc.asyncProperty(watchings, watchings, async (first, then) => {
      const [key, from] = [await newSeries(first, 2), await newSeries(then, 2)]
      await send(key, channels)
      await send(from, channels)
      const before = await identities(key)
      const preview = await rescores.preview(key, then)
      expect(await identities(key)).toEqual(before)
      await updateSeries(app, key, then)
      const done = await rescored(key)
      expect(told(await anomaliesOf(app.db, key))).toEqual(told(await anomaliesOf(app.db, from)))
      const after = await identities(key)
      const stay = [...before.keys()].filter(name => after.has(name))
      for (const name of stay) expect(after.get(name)).toBe(before.get(name))
      const counts = {
        judged: 11_000,
        stays: stay.length,
        goes: before.size - stay.length,
        comes: after.size - stay.length,
      }
      expect(done).toMatchObject({ ...counts, state: 'completed', points: 11_000, failure: null })
      expect(preview).toMatchObject(counts)
      const { medium, high, critical } = preview.after
      expect(medium + high + critical).toBe(after.size)
      // What was learnt goes on live.
      const more = channels.map(values => values.slice(500, 1_500))
      const [a, b] = [await send(key, more, 11_000), await send(from, more, 11_000)]
      expect(told(a.anomalies)).toEqual(told(b.anomalies))
    }),
    {
      numRuns: 4,
      seed: 7,
      examples: [
        [
          { detector: 'ensemble', alarmRules: {} },
          { detector: 'robust', alarmRules: { rest: 0 } },
        ],
      ],
    },
  )
}, 120_000)

test('points that came out of order are judged in order then', async () => {
  const [key, straight] = [await newSeries(), await newSeries()]
  const values = spiky(3_000, 1)
  await send(straight, [values])
  for (let from = 2_000; from >= 0; from -= 1_000) await send(key, [values.slice(from, from + 1_000)], from)
  expect(told(await anomaliesOf(app.db, key))).not.toEqual(told(await anomaliesOf(app.db, straight)))
  await rescored(key)
  expect(told(await anomaliesOf(app.db, key))).toEqual(told(await anomaliesOf(app.db, straight)))
})

test('what comes or is replaced meanwhile is judged as it comes, and is left alone', async () => {
  const key = await newSeries({ detector: 'zscore' })
  await send(key, [spiky(40_000, 2)])
  await updateSeries(app, key, { detector: 'ensemble' })
  await rescores.start(key)
  const { id } = await requireSeries(app.db, key)
  const replacement = { times: times(39_000, 1), values: [[9_999]] }
  await app.ingest([{ key, raw: replacement }], { replace: true })
  await send(key, [[...spiky(30, 2), 7_777]], 40_000)
  await rescores.settled(id)
  expect((await rescores.find([id]))[0]).toMatchObject({ state: 'completed', points: 40_000 })
  const found = await anomaliesOf(app.db, key)
  expect(found.filter(({ value }) => value === 9_999)).toMatchObject([{ at: times(39_000, 1)[0], late: true }])
  expect(found.filter(({ value }) => value === 7_777)).toHaveLength(1)
}, 60_000)

test('one is at work for a series at a time, in all processes, and it can be cancelled from any', async () => {
  const other = await startFlows({ databaseUrl: app.config.databaseUrl, clock })
  const others = await createRescores(other.app)
  try {
    const key = await newSeries()
    await send(key, [spiky(60_000, 3)])
    await rescores.start(key)
    const { id } = await requireSeries(app.db, key)
    await expect(rescores.start(key)).rejects.toMatchObject({ code: 'UNDER_WAY' })
    await expect(others.start(key)).rejects.toMatchObject({ code: 'UNDER_WAY' })
    expect(await others.cancel(key)).toMatchObject({ state: 'cancelled' })
    await rescores.settled(id)
    const [left] = await rescores.find([id])
    expect(left).toMatchObject({ state: 'cancelled' })
    expect(left!.judged).toBeLessThan(60_000)
    expect(await rescored(key)).toMatchObject({ state: 'completed', judged: 60_000, goes: 0, comes: 0 })
    expect(await rescores.cancel(key)).toBeNull()
  } finally {
    await others.close()
    await other.close()
  }
}, 60_000)

test('a series that is deleted meanwhile ends it without a word', async () => {
  const key = await newSeries()
  await send(key, [spiky(30_000, 3)])
  const { id } = await requireSeries(app.db, key)
  await rescores.start(key)
  await deleteSeries({ ...app, purge: { wake() {}, close: async () => {} } }, key)
  await rescores.settled(id)
  expect(await rescores.find([id])).toEqual([])
  await expect(rescores.preview(key)).rejects.toMatchObject({ code: 'SERIES_NOT_FOUND' })
}, 30_000)

test('what a process left unfinished is said to have failed, and ends the same when it is asked for again', async () => {
  const key = await newSeries({ detector: 'robust' })
  await send(key, [spiky(30_000, 6)])
  await updateSeries(app, key, { detector: 'seasonal' })
  const { id } = await requireSeries(app.db, key)
  await rescores.start(key)
  await vi.waitUntil(async () => (await rescores.find([id]))[0]!.judged > 0, { timeout: 20_000, interval: 1 })
  await rescores.cancel(key)
  await app.db.sql`update rescores set state = 'running' where series_id = ${id}`
  const next = await createRescores(app)
  expect(await next.find([id])).toMatchObject([{ state: 'failed', failure: expect.stringMatching(/again is safe/) }])
  await next.close()
  const straight = await newSeries({ detector: 'seasonal' })
  await send(straight, [spiky(30_000, 6)])
  await rescored(key)
  expect(told(await anomaliesOf(app.db, key))).toEqual(told(await anomaliesOf(app.db, straight)))
}, 60_000)

test('rules that are none are refused', async () => {
  const key = await newSeries()
  await expect(rescores.preview(key, { alarmRules: { rest: -1 } })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})
