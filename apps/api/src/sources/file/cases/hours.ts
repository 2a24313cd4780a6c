import type { Case } from './case.ts'
import { brazilianDate, date, hour, lines } from './series.ts'

const two = (value: number) => String(value).padStart(2, '0')
/** Two days by the hour, each row begun by its day. */
const twoDays = (day: (i: number) => string, cell: (hour: number) => string, delimiter = ',') =>
  lines(48, i => [day(Math.floor(i / 24)), cell(i % 24), `${i}`].join(delimiter))
const whole = {
  points: 48,
  first: '2026-01-13T00:00:00.000Z',
  last: '2026-01-14T23:00:00.000Z',
  step: '1 hour',
} as const
const half = (i: number) => `${((i + 11) % 12) + 1} ${i < 12 ? 'AM' : 'PM'}`

/** How hours are written in a column beside the days. */
export const hours: readonly Case[] = [
  [
    'hours by their end, as HE01',
    `Date,HE,v\n${twoDays(date, i => `HE${two(i + 1)}`)}`,
    { ...whole, guess: /from 1 to 24/ },
  ],
  ['hours as 0h', `Data;Hora;v\n${twoDays(brazilianDate, i => `${i}h`, ';')}`, whole],
  ['hours as 00h-01h', `Data;Hora;v\n${twoDays(brazilianDate, i => `${two(i)}h-${two(i + 1)}h`, ';')}`, whole],
  ['hours with a fraction of nothing', `date,hour,v\n${twoDays(date, i => `${i}.0`)}`, whole],
  ['hours of half a day', `date,hour,v\n${twoDays(date, half)}`, whole],
  ['hours and minutes in a number, from 0', `date,time,v\n${twoDays(date, i => `${i * 100}`)}`, whole],
  [
    'hours and minutes in a number, to 2400',
    `date,hhmm,v\n${twoDays(date, i => `${(i + 1) * 100}`)}`,
    { points: 48, first: '2026-01-13T01:00:00.000Z', last: '2026-01-15T00:00:00.000Z', step: '1 hour' },
  ],
  [
    'a day of the year and an hour',
    `year,doy,hour,v\n${lines(48, i => `2026,${13 + Math.floor(i / 24)},${i % 24},${i}`)}`,
    whole,
  ],
  [
    'an hour that comes twice, as 3A and 3B',
    `Datum;Stunde;v\n${['1', '2', '3A', '3B', ...Array.from({ length: 21 }, (_, i) => `${i + 4}`)].map((each, i) => `26.10.2025;${each};${i},5`).join('\n')}`,
    { points: 25, first: '2025-10-25T22:00:00.000Z', last: '2025-10-26T22:00:00.000Z', step: '1 hour' },
    { timeZone: 'Europe/Berlin' },
  ],
  [
    'whole numbers beside days are no clock',
    `date,T\n${lines(24, i => `${date(i)},${100 + i}`)}`,
    { values: [['T', 100, 123]] },
  ],
  [
    'clocks with a word behind',
    `Zeit;v\n${lines(24, i => `${hour(i).d}.01.2026 ${hour(i).h}:00 Uhr;${i},5`)}`,
    { points: 24, first: hour(0).iso, last: hour(23).iso },
  ],
  [
    'the same times twice, which half a day is lacking of',
    `time,v\n${lines(48, i => `2026-01-${13 + Math.floor(i / 24)} ${two(i % 12 || 12)}:00,${i}`)}`,
    { guess: /24 of 48 rows have the time of another row/ },
  ],
  [
    'a clock of the place beside one in UTC',
    `time_local,time_utc,v\n${lines(24, i => `${hour(i + 1).iso.slice(0, 16)},${hour(i).iso.slice(0, 16)},${i}`)}`,
    { first: hour(0).iso, last: hour(23).iso, leftOut: ['time_local'] },
  ],
  [
    'the hours of one day alone, without a name',
    `MARKET;\n${lines(24, i => `2026;01;13;${i + 1};${50 + i}.12;`)}\n*`,
    {
      points: 24,
      first: '2026-01-13T00:00:00.000Z',
      last: '2026-01-13T23:00:00.000Z',
      values: [['column_5', 50.12, 73.12]],
    },
  ],
  [
    'a compact clock under another name',
    `BUDAT;CPUTM;Menge\n${lines(24, i => `${hour(i).iso.slice(0, 10).replaceAll('-', '')};${hour(i).h}0000;${i},5`)}`,
    { points: 24, first: hour(0).iso, last: hour(23).iso, values: [['Menge', 0.5, 23.5]] },
  ],
  [
    'an offset and the name of its zone',
    `t,v\n${lines(24, i => `${hour(i).iso.slice(0, 10)} ${hour(i).h}:00:00.5 +0100 CET,${i}`)}`,
    { first: '2026-01-13T21:00:00.500Z' },
  ],
]
