import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Comparison } from './compare-case.ts'
import { compare } from './compare-case.ts'
import type { ImportPlan } from './plan.ts'
import type { CaseReading } from './read-case.ts'

/** Points, first and last instant, and first and last value of the first channel. */
export const reported: readonly (readonly [
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
  ['17-night-zeros-then-comma', 1_300, '2024-12-23T00:00', '2024-12-23T21:39', [0, 0]],
  ['18-midnight-without-time', 2_880, '2024-05-01T00:01', '2024-05-03T00:00', [0, 6.6]],
  ['20-channel-that-starts-late', 900, '2024-01-01T00:00', '2024-02-07T11:00', [4_000, 4_110]],
]

const iso = (at: number): string => new Date(at).toISOString().slice(0, 19)

/** Files that are too long to be kept: the lines their `gen.py` prints, by the name of their folder. */
const generated: Readonly<Record<string, () => string>> = {
  '17-night-zeros-then-comma': () => {
    const cell = (i: number) => (i > 519 && i < 840 ? ((i - 519) / 200).toFixed(3).replace('.', ',') : '0')
    const line = (i: number) => {
      const [date, clock] = iso(Date.UTC(2024, 11, 23) + i * 60_000).split('T')
      return `${date!.split('-').reverse().join('.')} ${clock!.slice(0, 5)};${cell(i)}`
    }
    return ['Zeit;Leistung AC (kW)', ...Array.from({ length: 1_300 }, (_, i) => line(i))].join('\n')
  },
  '18-midnight-without-time': () => {
    const time = (i: number) => iso(Date.UTC(2024, 4, 1, 0, 1) + i * 60_000).replace('T', ' ')
    const line = (i: number) => `${time(i).replace(/ 00:00:00$/, '')},${(i % 97) / 10}`
    return ['time,flow', ...Array.from({ length: 2_880 }, (_, i) => line(i))].join('\n')
  },
  '20-channel-that-starts-late': () => {
    const line = (i: number) =>
      `${iso(Date.UTC(2024, 0, 1) + i * 3_600_000)}Z,${4_000 + (i % 24) * 10},${i >= 520 ? i % 24 : ''},${50 + (i % 7)}`
    return ['utc_timestamp,load,solar,price', ...Array.from({ length: 900 }, (_, i) => line(i))].join('\n')
  },
}

/** The bytes of one of `reported`; `folder` is where the public reports are. */
export const readReported = (folder: string, name: string): Uint8Array =>
  generated[name] === undefined ? readFileSync(resolve(folder, name)) : Buffer.from(generated[name]())

/** What is expected of one of `reported`, one by one; instants to the minute. Nothing may be rejected. */
export function compareReported(
  { points, first, last, channels, rejections }: CaseReading,
  [, ...expected]: (typeof reported)[number],
): readonly Comparison[] {
  const minute = (instant: string | null) => instant?.slice(0, 16)
  const [channel] = channels
  return [
    compare('rejected', 0, rejections.length),
    compare('points', expected[0], points),
    compare('first', expected[1], minute(first)),
    compare('last', expected[2], minute(last)),
    compare(channel?.name ?? 'values', expected[3], [channel?.first, channel?.last]),
  ]
}
