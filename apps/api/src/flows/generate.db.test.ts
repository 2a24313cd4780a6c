import type { GeneratorDraft } from '@seriema/domain/generator'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TestApi } from '../../../../test/harness.ts'
import { startApi, startDatabase } from '../../../../test/harness.ts'
import { addUp, generate } from '../sources/generator/components.ts'
import { readPoints } from '../store/point.ts'
import { requireSeries } from '../store/series.ts'
import { createDemo } from './demo.ts'
import { createSeries } from './series.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const fast = { interval: 20, seed: 42 }
const newSeries = (key: string, settings: GeneratorDraft, channels = 1) =>
  api.app.generators.create(
    { key, channels: Array.from({ length: channels }, (_, c) => ({ name: `c${c}` })) },
    { ...fast, ...settings },
  )
const ingest = (key: string, times: number[], values: number[], { app } = api) =>
  app.ingest([{ key, raw: { times, values: [values] } }], { replace: true })
const pointsOf = async (key: string, { app } = api) => {
  const series = await requireSeries(app.db, key)
  return { series, points: await readPoints(app.db, series, {}) }
}
const until = (condition: () => Promise<boolean>) =>
  vi.waitFor(async () => expect(await condition()).toBe(true), { timeout: 20_000, interval: 30 })
const has =
  (key: string, count: number, on = api) =>
  async () =>
    (await requireSeries(on.app.db, key)).pointCount >= count

/** What the settings promise, for points 0 to count − 1. */
const promised = async (key: string, channels: number, count: number, on = api) => {
  const series = await requireSeries(on.app.db, key)
  const [generator] = await on.app.generators.find([series.id])
  return addUp(generate(generator!.settings, channels, 0, count))
}

describe('a generator', () => {
  it('stores one point per interval, each the sum of the truth kept with it', async () => {
    const series = await newSeries('truthful', { anomalyRate: 0.3 }, 3)
    await until(has('truthful', 50))
    await api.app.generators.stop(series)
    const { points } = await pointsOf('truthful')
    const count = points.times.length
    expect(points.times.every((at, i) => i === 0 || at - points.times[i - 1]! === 20)).toBe(true)
    expect(points.channels).toEqual(await promised('truthful', 3, count))
    const truth = await api.app.generators.truth(series, { last: 10_000 })
    expect(truth.times).toEqual(points.times)
    expect(addUp(truth.channels)).toEqual(points.channels)
    expect(truth.channels.some(channel => channel.injected.some(size => size !== 0))).toBe(true)
    const some = await api.app.generators.truth(series, { from: points.times[5]!, to: points.times[9]! })
    expect(some.times).toEqual(points.times.slice(5, 9))
  })

  it('makes no point once stop has returned, and goes on with the same run when started again', async () => {
    const series = await newSeries('paused', {})
    await until(has('paused', 10))
    const stopped = await api.app.generators.stop(series)
    const before = await pointsOf('paused')
    expect(before.points.times.length).toBe(stopped.generated)
    await api.app.generators.start(series)
    await until(has('paused', stopped.generated + 10))
    await api.app.generators.stop(series)
    const { points } = await pointsOf('paused')
    expect(points.times.slice(0, stopped.generated)).toEqual(before.points.times)
    expect(points.channels).toEqual(await promised('paused', 1, points.times.length))
  })

  it('starts over from its first point after a reset, with nothing left of before', async () => {
    const series = await newSeries('again', { anomalyRate: 0.5, anomalySize: 50 })
    await until(has('again', 80))
    const firstRun = await pointsOf('again')
    await api.app.generators.reset(series)
    await until(has('again', 10))
    await api.app.generators.stop(series)
    const { points, series: after } = await pointsOf('again')
    expect(points.times[0]!).toBeGreaterThan(firstRun.points.times[0]!)
    expect(points.channels).toEqual(await promised('again', 1, points.times.length))
    expect(after).toMatchObject({ pointCount: points.times.length, firstAt: points.times[0] })
    const { sql } = api.app.db
    const [left] = await sql`select (select count(*) from generated_points where series_id = ${series.id}) as truth,
      (select count(*) from anomalies where series_id = ${series.id} and at < to_timestamp(${points.times[0]! / 1_000})) as old`
    expect(left).toEqual({ truth: points.times.length, old: 0 })
  })

  it('runs once, without gap or repeat, whatever number of processes there are and whichever of them ends', async () => {
    const database = await startDatabase()
    const one = await startApi({ databaseUrl: database.url })
    const two = await startApi({ databaseUrl: database.url })
    const series = await two.app.generators.create({ key: 'shared' }, fast)
    await until(has('shared', 30, two))
    await one.close()
    const before = (await requireSeries(two.app.db, 'shared')).pointCount
    await until(has('shared', before + 100, two))
    const three = await startApi({ databaseUrl: database.url })
    await two.close()
    const later = (await requireSeries(three.app.db, 'shared')).pointCount
    await until(has('shared', later + 30, three))
    await three.app.generators.stop(series)
    const { points } = await pointsOf('shared', three)
    expect(points.times.every((at, i) => i === 0 || at - points.times[i - 1]! === 20)).toBe(true)
    expect(points.channels).toEqual(await promised('shared', 1, points.times.length, three))
    await three.close()
    await database.drop()
  })

  it('goes on from now after a long absence, and leaves the gap', async () => {
    const database = await startDatabase()
    let now = Date.UTC(2026, 0, 1)
    const first = await startApi({ databaseUrl: database.url, clock: () => now })
    await first.app.generators.create({ key: 'absent' }, { interval: 1_000 })
    await until(has('absent', 1, first))
    await first.close()
    now += 3_600_000
    const second = await startApi({ databaseUrl: database.url, clock: () => now })
    await until(has('absent', 2, second))
    const { points } = await pointsOf('absent', second)
    expect([...points.times]).toEqual([Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1, 1)])
    expect(points.channels).toEqual(await promised('absent', 1, 2, second))
    await second.close()
    await database.drop()
  })

  it('refuses what it cannot do in words', async () => {
    await expect(newSeries('never', { interval: 1 })).rejects.toThrow(/interval is a whole number from 10/)
    const made = await newSeries('made', {})
    await expect(api.app.generators.start(made, { interval: 1 })).rejects.toThrow(/interval is a whole number from 10/)
  })

  it('never begins on a series that was created without one, and a reset leaves that as it is', async () => {
    const series = await createSeries(api.app, { key: 'measured' })
    await ingest('measured', [1_000, 2_000, 3_000], [1, 2, 3])
    for (const change of ['start', 'stop', 'reset'] as const)
      await expect(api.app.generators[change](series)).rejects.toMatchObject({
        code: 'GENERATOR_NOT_FOUND',
        message: expect.stringContaining('createSeries'),
      })
    expect((await pointsOf('measured')).points.times).toEqual(Float64Array.of(1_000, 2_000, 3_000))
  })

  it('removes by a reset what it made alone, says how much, and leaves the points that others brought', async () => {
    const series = await newSeries('mixed', { anomalyRate: 0.3, anomalySize: 50 })
    await until(has('mixed', 80))
    const stopped = await api.app.generators.stop(series)
    const made = (await pointsOf('mixed')).points.times
    // One before all that was made, one at the instant of the next to come, and one in place of one that was made.
    const brought = [1_000, stopped.startedAt + 10_000 * 20, made[7]!]
    await ingest('mixed', brought, [1, 2, 3])
    const holdings = await api.app.generators.holdings(stopped)
    expect(holdings.points).toBe(made.length - 1)
    const { removed } = await api.app.generators.reset(series)
    expect(removed).toEqual(holdings)
    const { points, series: after } = await pointsOf('mixed')
    expect(Array.from(points.times)).toEqual([...brought].sort((a, b) => a - b))
    expect(after).toMatchObject({ pointCount: 3, firstAt: 1_000, lastAt: Math.max(...brought) })
  })

  it('does not take for its own a point that somebody else brought at the instant of one to come', async () => {
    let now = Date.UTC(2026, 0, 1)
    const frozen = await startApi({ clock: () => now })
    const series = await frozen.app.generators.create({ key: 'ahead' }, { interval: 1_000 })
    await until(has('ahead', 1, frozen))
    const taken = now + 2_000
    await ingest('ahead', [taken], [7], frozen)
    now += 4_000
    await until(has('ahead', 5, frozen))
    await frozen.app.generators.stop(series)
    await frozen.app.generators.reset(series)
    const { points } = await pointsOf('ahead', frozen)
    expect([Array.from(points.times), Array.from(points.channels[0]!)]).toEqual([[taken], [7]])
    await frozen.close()
  })
})

describe('the demo', () => {
  it('has a history at once, runs, and is not made again', async () => {
    const fresh = await startApi()
    await createDemo(fresh.app)
    await createDemo(fresh.app)
    await until(has('demo_calm', 600, fresh))
    await until(has('demo_seasonal', 600, fresh))
    await until(has('demo_machine', 600, fresh))
    const { series } = await pointsOf('demo_machine', fresh)
    expect(series.channels).toHaveLength(3)
    expect(await fresh.app.generators.running()).toBe(3)
    await fresh.app.db.sql`delete from series`
    await createDemo(fresh.app)
    expect(await fresh.app.generators.running()).toBe(0)
    await fresh.close()
  })
})
