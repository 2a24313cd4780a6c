import {
  type AccuracySums,
  type AccuracyTotals,
  add,
  figures,
  merge,
  noPairs,
  totalsOf,
} from '@seriema/domain/accuracy'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDatabase } from '../../../../test/database.ts'
import { addCells, type Cell } from './accuracy/cells.ts'
import { rankAccuracy } from './accuracy/ranks.ts'
import { accuracyHistory, accuracyOf, accuracyOfSeries, accuracyOver } from './accuracy.ts'
import { connect, type Database, migrate } from './database.ts'
import { createGroup } from './group.ts'
import { createFreeSeries } from './series.ts'

const day = 86_400_000
const begin = Date.UTC(2026, 2, 1)
let database: Awaited<ReturnType<typeof startDatabase>>
let db: Database

/** What there is: two in the north, one in the south, each at its own level; days × leads × speakers of each. */
const made = [
  { key: 'quiet', region: 'north', level: 100, off: 1 },
  { key: 'wild', region: 'north', level: 5_000, off: 30 },
  { key: 'lone', region: 'south', level: 10, off: 2 },
] as const
const speakers = [
  { forecaster: 'theta', versionId: null },
  { forecaster: 'base', versionId: 7 },
] as const
let cells: readonly (Cell & { readonly key: string })[]
let ids: ReadonlyMap<string, number>

const sumsOf = (level: number, off: number, seed: number): AccuracySums =>
  Array.from({ length: 12 }, (_, i) => {
    const value = level + ((i * 7 + seed) % 5)
    const mean = value + off * ((i + seed) % 2 === 0 ? 1 : -0.5)
    const intervals = [0.8, 0.95].map(one => ({ level: one, lower: mean - one * off, upper: mean + one * off }))
    return { expectation: { mean, intervals }, actual: { value, before: level + ((i * 3) % 5) } }
  }).reduce((sums, { expectation, actual }) => add(sums, expectation, actual, level), noPairs)

beforeAll(async () => {
  database = await startDatabase()
  db = connect(database.url)
  await migrate(db)
  const series = await createFreeSeries(
    db,
    made.map(({ key, region }) => ({
      key,
      title: null,
      description: null,
      channels: [{ name: 'load', kind: 'gauge', unit: 'kW', minimum: null, maximum: null }],
      attributes: [{ name: 'region', value: region }],
      interval: null,
      step: null,
      timeZone: 'UTC',
    })),
    begin,
  )
  ids = new Map(series.map(one => [one.key, one.id]))
  cells = made.flatMap(({ key, level, off }, s) =>
    [0, 1, 2, 3].flatMap(d =>
      [1, 4, 16].flatMap(lead =>
        speakers.map((speaker, i) => ({
          key,
          seriesId: ids.get(key)!,
          day: begin + d * day,
          channel: 0,
          lead,
          ...speaker,
          sums: sumsOf(level, off * Math.sqrt(lead) * (1 + i), d + s),
        })),
      ),
    ),
  )
  await addCells(db, cells)
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

/** Of the cells that fit, each series around its own mean. */
function totals(fits: (cell: (typeof cells)[number]) => boolean): AccuracyTotals {
  const each = Map.groupBy(cells.filter(fits), cell => cell.key)
  const all = [...each.values()].map(own => own.reduce<AccuracySums>((sum, one) => merge(sum, one.sums), noPairs))
  const spread = all.reduce((sum, one) => sum + totalsOf(one).spread, 0)
  return { ...totalsOf(all.reduce((a, b) => merge(a, b), noPairs)), spread }
}

const like = (expected: AccuracyTotals) => {
  const { coverage, ...rest } = figures(expected)
  const near = Object.entries(rest).map(([name, value]) => [name, value === null ? null : expect.closeTo(value, 6)])
  return {
    ...Object.fromEntries(near),
    coverage: coverage.map(one => ({ ...one, share: expect.closeTo(one.share, 9) })),
  }
}

test('of a series figures are those of the pairs of the days of a window, told apart as asked', async () => {
  const id = ids.get('wild')!
  // Any instant of a day stands for all of it.
  const window = { from: begin + day + 3_600_000, to: begin + 2 * day + 1 }
  const within = (cell: Cell) => cell.seriesId === id && (cell.day === begin + day || cell.day === begin + 2 * day)
  expect((await accuracyOver(db, [id, ids.get('lone')!], window)).get(id)).toEqual(like(totals(within)))
  const parts = (await accuracyOfSeries(db, [id], window, ['lead', 'speaker'])).get(id)!
  expect(parts.map(part => [part.lead, part.speaker!.versionId, part.day])).toEqual(
    [1, 4, 16].flatMap(lead => [null, 7].map(version => [lead, version, null])),
  )
  expect(figures(parts[3]!.totals)).toEqual(
    like(totals(cell => within(cell) && cell.lead === 4 && cell.versionId === 7)),
  )
  const days = await accuracyHistory(db, id, { from: null, to: null })
  expect(days.map(one => one.day)).toEqual([0, 1, 2, 3].map(d => begin + d * day))
  expect(days[2]!.figures).toEqual(like(totals(cell => cell.seriesId === id && cell.day === begin + 2 * day)))
  const filter = { from: null, to: null, lead: 16, channel: 'load' }
  const [one] = (await accuracyOfSeries(db, [id], filter, [])).get(id)!
  expect(figures(one!.totals)).toEqual(like(totals(cell => cell.seriesId === id && cell.lead === 16)))
  expect((await accuracyOfSeries(db, [id], { ...filter, channel: 'other' }, [])).size).toBe(0)
})

const all = { from: null, to: null }

test('of a version, a kind, a group and an attribute R² takes each series around its own mean, so that levels far apart explain nothing', async () => {
  const [part] = await accuracyOf(db, { versionId: 7 }, all, [])
  expect(figures(part!.totals)).toEqual(like(totals(cell => cell.versionId === 7)))
  const conditions = [{ attribute: 'region', values: ['north'] }]
  const group = await createGroup(db, { name: 'north', description: null, conditions }, begin)
  const [north] = await accuracyOf(db, { members: group }, all, [])
  const expected = totals(cell => cell.key !== 'lone')
  expect(figures(north!.totals)).toEqual(like(expected))
  const [south] = await accuracyOf(db, { attribute: { name: 'region', value: 'south' } }, all, [])
  expect(figures(south!.totals)).toEqual(like(totals(cell => cell.key === 'lone')))
  const [theta] = await accuracyOf(db, { kind: 'theta' }, all, [])
  expect(figures(theta!.totals)).toEqual(like(totals(cell => cell.versionId === null)))
  // Around one mean of both, nearly all would seem to be explained.
  expect(figures(expected).r2).toBeLessThan(0)
})

const ranked = { ...all, attribute: null, level: 0.95, first: 10 } as const

test('the worst comes first: series, speakers, groups, values of an attribute and leads, by each measure, page by page', async () => {
  const keys = new Map([...ids].map(([key, id]) => [id, key]))
  const series = async (measure: 'mae' | 'mape' | 'mase' | 'r2' | 'coverage' | 'bias' | 'rmse') =>
    (await rankAccuracy(db, { ...ranked, by: 'series', measure })).edges.map(({ node }) => keys.get(node.seriesId!))
  expect(await series('mae')).toEqual(['wild', 'lone', 'quiet'])
  expect(await series('mape')).toEqual(['lone', 'quiet', 'wild'])
  for (const measure of ['mase', 'r2', 'bias', 'rmse', 'coverage'] as const)
    expect(await series(measure)).toHaveLength(3)
  const regions = await rankAccuracy(db, { ...ranked, by: 'attribute', attribute: 'region', measure: 'mape' })
  expect(regions.edges.map(({ node }) => node.value)).toEqual(['south', 'north'])
  const south = like(totals(cell => cell.key === 'lone'))
  expect(figures(regions.edges[0]!.node.totals)).toEqual({ ...south, coverage: south.coverage.slice(1) })
  const groups = await rankAccuracy(db, { ...ranked, by: 'group', measure: 'mae' })
  expect(groups.edges).toHaveLength(1)
  const speaking = await rankAccuracy(db, { ...ranked, by: 'speaker', measure: 'rmse' })
  expect(speaking.edges.map(({ node }) => node.speaker)).toEqual([
    { kind: 'base', versionId: 7 },
    { kind: 'theta', versionId: null },
  ])
  const first = await rankAccuracy(db, { ...ranked, by: 'lead', measure: 'mae', first: 2 })
  const next = await rankAccuracy(db, {
    ...ranked,
    by: 'lead',
    measure: 'mae',
    first: 2,
    after: first.edges[1]!.cursor,
  })
  expect([...first.edges, ...next.edges].map(({ node }) => node.lead)).toEqual([16, 4, 1])
  expect([first.totalCount, first.hasNextPage, next.hasNextPage]).toEqual([3, true, false])
})

test('what belongs to a deleted series is not seen', async () => {
  await db.sql`update series set deleted_at = now() where key = 'wild'`
  const left = await rankAccuracy(db, { ...ranked, by: 'series', measure: 'mae' })
  expect(left.totalCount).toBe(2)
  expect((await accuracyOver(db, [ids.get('wild')!], all)).size).toBe(0)
})
