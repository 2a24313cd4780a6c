import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ExpectedCase } from './compare-case.ts'
import { compareCase } from './compare-case.ts'
import type { ImportPlan } from './plan.ts'
import { readCase } from './read-case.ts'

const shared = process.env.SERIEMA_SHARED ?? resolve(import.meta.dirname, '../../../../../../shared')
const csv = resolve(shared, 'cases/csv')
const reports = resolve(shared, 'cases/reports')
const without = 'skipped where SERIEMA_SHARED has none'

describe.skipIf(!existsSync(csv))(`small files of many shapes (${without})`, () => {
  const expectations: Record<string, ExpectedCase> = existsSync(csv)
    ? JSON.parse(readFileSync(resolve(csv, 'expected.json'), 'utf8'))
    : {}
  it.each(Object.entries(expectations))('%s', async (name, expected) => {
    const compared = compareCase(await readCase(readFileSync(resolve(csv, name))), expected)
    expect(compared.length).toBeGreaterThan(1)
    expect(compared.filter(({ same }) => !same)).toEqual([])
  })
})

/** Points, first and last instant, and first and last value of the first channel. */
const reported: readonly (readonly [
  file: string,
  points: number,
  first: string,
  last: string,
  value: readonly [number, number],
  plan?: ImportPlan,
])[] = [
  [
    '01-postgres-short-offset/input.csv',
    8,
    '2025-03-29T23:00',
    '2025-03-30T02:30',
    [3.41, 3.49],
    { timeZone: 'Asia/Tokyo' },
  ],
  ['02-airquality-dotted-clock/input.csv', 30, '2023-02-28T18:00', '2023-03-01T23:00', [1.2, 1.7]],
  ['05-us-first-of-month/input.csv', 36, '2021-01-01T00:00', '2023-12-01T00:00', [5200, 6472]],
  ['05-us-first-of-month/input-quarters.csv', 24, '2018-01-01T00:00', '2023-10-01T00:00', [21_000, 22_265]],
  ['07-two-digit-year-first/input.csv', 31, '2024-01-01T06:00', '2024-01-31T06:00', [20, 23]],
  ['08-excel-sep-hint/input.csv', 20, '2024-05-01T00:00', '2024-05-01T19:00', [3.5, 8.25]],
  ['08-excel-sep-hint/input-comma.csv', 20, '2024-05-01T00:00', '2024-05-01T19:00', [3.5, 8.25]],
  ['11-meter-reading-three-decimals/input.csv', 28, '2024-02-01T00:00', '2024-02-28T00:00', [1204.118, 1229.417]],
  ['13-english-thousands-tab/input.csv', 24, '2024-06-01T00:00', '2024-06-01T23:00', [12_345.67, 12_587.17]],
  ['14-sap-trailing-minus/input.csv', 30, '2024-06-01T00:00', '2024-06-30T00:00', [1850.25, -1931.35]],
  ['15-apostrophe-before-minus/input.csv', 40, '2024-09-01T00:00', '2024-09-01T19:30', [12, 24]],
  ['21-header-one-cell-short/input.csv', 20, '2024-03-01T12:00', '2024-03-20T12:00', [1.5, 1.69]],
  ['21-header-one-cell-short/input-row-names.csv', 20, '2024-03-01T00:00', '2024-03-20T00:00', [9, 18.5]],
  ['22-toa5-preamble-wider/input.csv', 24, '2024-04-01T00:10', '2024-04-02T22:10', [7.25, 14.15]],
  ['24-header-behind-hash/input.csv', 24, '2024-08-01T00:00', '2024-08-02T22:00', [0.41, 0.87]],
  [
    '26-fold-interleaved/input.csv',
    12,
    '2015-10-24T23:30',
    '2015-10-25T02:15',
    [14_612.4, 14_095.5],
    { timeZone: 'Europe/Warsaw' },
  ],
  [
    '28-day-without-midnight/input.csv',
    10,
    '2018-11-01T03:00',
    '2018-11-10T02:00',
    [1500.5, 1590.5],
    { timeZone: 'America/Sao_Paulo' },
  ],
  ['30-prtg-interval-and-footer/input.csv', 12, '2024-03-01T21:00', '2024-03-02T08:00', [1.25, 2.35]],
  ['33-missing-in-one-channel/input.csv', 30, '2024-10-01T00:00', '2024-10-01T05:30', [5.5, 20]],
  ['33-missing-in-one-channel/input-few.csv', 30, '2024-10-02T00:00', '2024-10-02T05:30', [5.5, 20]],
  ['34-row-id-becomes-the-key/input.csv', 56, '2017-08-01T00:00', '2017-08-14T00:00', [2, 28]],
  ['36-influx-annotated-tables/input.csv', 20, '2024-05-01T00:00', '2024-05-01T00:40', [10.5, 44.5]],
  ['40-year-month-day-hour-columns/input.csv', 48, '2013-03-01T00:00', '2013-03-02T23:00', [4, 6]],
  ['43-zone-in-the-header/input.csv', 24, '2024-05-25T17:52', '2024-05-26T00:00', [2.9, 5.2]],
  ['44-constant-date-in-front/input.csv', 20, '2024-01-10T15:00', '2024-01-13T00:00', [20, 23]],
]

describe.skipIf(!existsSync(reports))(`files out of public reports (${without})`, () => {
  it.each(reported.map(([file, ...each]) => ({ file, each })))(
    '$file',
    async ({ file, each: [points, first, last, value, plan] }) => {
      const { rejections, channels, ...read } = await readCase(readFileSync(resolve(reports, file)), plan)
      expect(rejections).toEqual([])
      expect([read.points, read.first!.slice(0, 16), read.last!.slice(0, 16)]).toEqual([points, first, last])
      expect([channels[0]!.first, channels[0]!.last]).toEqual(value)
      const instants = new Set(read.rows.map(row => `${row.key} ${row.at}`))
      expect(instants.size).toBe(read.rows.length)
    },
  )

  it('every file is read, and what is left out is said', async () => {
    const files = readdirSync(reports, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.csv'))
    for (const file of files) {
      const { layout, leftOut } = await readCase(readFileSync(resolve(reports, file)))
      const placed = new Set([...layout.timeColumns, ...layout.keyColumns, ...layout.valueColumns])
      const unnamed = (name: string) => /^column_\d+$/.test(name)
      const lost = layout.columns.filter((name, position) => !placed.has(position) && !unnamed(name))
      expect([file, leftOut.map(({ name }) => name).filter(name => !unnamed(name))]).toEqual([file, lost])
    }
  })
})
