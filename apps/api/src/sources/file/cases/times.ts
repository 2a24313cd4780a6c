import type { Case } from './case.ts'
import { daily, hourly, monthly } from './case.ts'
import { date, day, hour, lines, stamp } from './series.ts'

const months = (names: string) => names.split(' ')
const english = months('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec')
const german = months('Januar Februar März April Mai Juni Juli August September Oktober November Dezember')
const portuguese = months('jan fev mar abr mai jun jul ago set out nov dez')
const french = months('janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.')
const spanish = months('enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre')
const monthOf = (names: readonly string[], i: number) => names[i % 12]!
const year = (i: number) => 2024 + Math.floor(i / 12)

const readAt = Date.UTC(2026, 10, 28, 22, 50)
/** `Nov 28` and the days after it, as a system log pads them. */
const logDay = (i: number) => {
  const at = new Date(Date.UTC(2025, 10, 28 + i))
  return `${english[at.getUTCMonth()]} ${String(at.getUTCDate()).padStart(2, ' ')}`
}

/** How times are written. */
export const times: readonly Case[] = [
  [
    'months as 2024-01',
    `m,v\n${lines(24, i => `${year(i)}-${String((i % 12) + 1).padStart(2, '0')},${i}`)}`,
    { ...monthly, format: 'YYYY-MM' },
  ],
  [
    'months as 202401',
    `month,v\n${lines(24, i => `${year(i)}${String((i % 12) + 1).padStart(2, '0')},${i}`)}`,
    { ...monthly, format: 'YYYYMM' },
  ],
  [
    'Jan-24',
    `m,v\n${lines(24, i => `${monthOf(english, i)}-${year(i) - 2000},${i}`)}`,
    { ...monthly, format: 'MMM-YY' },
  ],
  ['German months', `Monat;v\n${lines(24, i => `${monthOf(german, i)} ${year(i)};${i}`)}`, monthly],
  ['Portuguese months', `Mês;v\n${lines(24, i => `${monthOf(portuguese, i)}/${year(i) - 2000};${i}`)}`, monthly],
  ['French months', `Mois;v\n${lines(24, i => `${monthOf(french, i)} ${year(i)};${i}`)}`, monthly],
  [
    'Spanish dates in words',
    `Fecha;v\n${lines(24, i => `${day(i).d} de ${spanish[Number(day(i).m) - 1]} de 2026;${i}`)}`,
    daily,
  ],
  [
    'quarters',
    `q,v\n${lines(24, i => `${2020 + Math.floor(i / 4)}Q${(i % 4) + 1},${i}`)}`,
    { points: 24, first: '2020-01-01T00:00:00.000Z', last: '2025-10-01T00:00:00.000Z' },
  ],
  [
    'quarters behind T',
    `trimestre;v\n${lines(24, i => `${(i % 4) + 1}T${20 + Math.floor(i / 4)};${i}`)}`,
    { first: '2020-01-01T00:00:00.000Z', last: '2025-10-01T00:00:00.000Z' },
  ],
  [
    'ISO weeks',
    `w,v\n${lines(24, i => `2025-W${10 + i},${i}`)}`,
    { points: 24, first: '2025-03-03T00:00:00.000Z', last: '2025-08-11T00:00:00.000Z' },
  ],
  [
    'years',
    `Year,v\n${lines(24, i => `${1990 + i},${i * 1.5}`)}`,
    { points: 24, first: '1990-01-01T00:00:00.000Z', last: '2013-01-01T00:00:00.000Z' },
  ],
  [
    'days of a spreadsheet',
    `Date,v\n${lines(24, i => `${(46_035 + i / 24).toFixed(6)},${i}`)}`,
    { first: '2026-01-13T00:00:00.000Z', last: '2026-01-13T23:00:00.000Z', format: 'Excel serial' },
  ],
  [
    'RFC 2822',
    `d,v\n${lines(24, i => `"Tue, ${hour(i).d} Jan 2026 ${hour(i).h}:00:00 +0100",${i}`)}`,
    { first: '2026-01-13T21:00:00.000Z' },
  ],
  ['a server log', `d,v\n${lines(24, i => `[${hour(i).d}/Jan/2026:${hour(i).h}:00:00 +0000],${i}`)}`, hourly],
  [
    'abbreviations of zones',
    `d,v\n${lines(24, i => `${stamp(i)} CET,${i}`)}`,
    { first: '2026-01-13T21:00:00.000Z', last: '2026-01-14T20:00:00.000Z' },
  ],
  [
    'an abbreviation with two meanings',
    `d,v\n${lines(24, i => `${stamp(i)} IST,${i}`)}`,
    { first: '2026-01-13T16:30:00.000Z', guess: /IST is taken for Indian Standard Time/ },
  ],
  [
    'a zone in the header',
    `"Time, GMT-07:00",v\n${lines(24, i => `${stamp(i)},${i}`)}`,
    { first: '2026-01-14T05:00:00.000Z', zone: '-07:00' },
  ],
  [
    'a zone in the header, against what is asked for',
    `Time (UTC),v\n${lines(24, i => `${stamp(i)},${i}`)}`,
    { zone: 'America/Sao_Paulo', guess: /the file says UTC/ },
    { timeZone: 'America/Sao_Paulo' },
  ],
  [
    'an offset of two digits',
    `d,v\n${lines(24, i => `${stamp(i)}:00${i % 2 ? '.5' : ''}+01,${i}`)}`,
    { points: 24, first: '2026-01-13T21:00:00.000Z' },
  ],
  [
    'intervals',
    `d,v\n${lines(24, i => `${hour(i).d}.01.2026 ${hour(i).h}:00 - ${hour(i + 1).d}.01.2026 ${hour(i + 1).h}:00,${i}`)}`,
    hourly,
  ],
  ['intervals of ISO 8601', `d,v\n${lines(24, i => `${hour(i).iso}/${hour(i + 1).iso},${i}`)}`, hourly],
  [
    'intervals of a day beside their date',
    `d;t;v\n${lines(24, i => `${hour(i).d}.01.2026;${hour(i).h}:00 - ${hour(i + 1).h}:00;${i},5`)}`,
    hourly,
  ],
  [
    'a date and dotted clock',
    `Date;Time;v\n${lines(24, i => `${hour(i).d}/01/2026;${hour(i).h}.00.00;${i},5`)}`,
    hourly,
  ],
  [
    'a date and hours from 0',
    `date,hour,v\n${lines(24, i => `${hour(i).iso.slice(0, 10)},${Number(hour(i).h)},${i}`)}`,
    { ...hourly, values: [['v', 0, 23]] },
  ],
  [
    'a date and hours from 1',
    `Date,Hour,v\n${lines(48, i => `${date(Math.floor(i / 24))},${(i % 24) + 1},${i}`)}`,
    {
      points: 48,
      first: '2026-01-13T00:00:00.000Z',
      last: '2026-01-14T23:00:00.000Z',
      guess: /hours are counted from 1 to 24/,
    },
  ],
  [
    'hours without a name',
    `date,x,v\n${lines(48, i => `${date(Math.floor(i / 24))},${i % 24},${i}`)}`,
    { points: 48, last: '2026-01-14T23:00:00.000Z', values: [['v', 0, 47]] },
  ],
  [
    'year, month, day and hour',
    `No,year,month,day,hour,v\n${lines(24, i => `${i + 1},2026,1,${Number(hour(i).d)},${Number(hour(i).h)},${i}`)}`,
    { ...hourly, leftOut: ['No'] },
  ],
  ['year and week', `year,week,v\n${lines(24, i => `2025,${10 + i},${i}`)}`, { first: '2025-03-03T00:00:00.000Z' }],
  [
    'days first, which makes a regular series',
    `d,v\n${lines(24, i => `01/${String((i % 12) + 1).padStart(2, '0')}/${year(i)},${i}`)}`,
    { ...monthly, guess: /MM\/DD\/YYYY would read the times too/ },
  ],
  [
    'months first, which makes a regular series',
    `d,v\n${lines(24, i => `${(i % 12) + 1}/1/${year(i)},${i}`)}`,
    { ...monthly, guess: /DD\/MM\/YYYY would read the times too/ },
  ],
  [
    'years of two digits first',
    `d,v\n${lines(24, i => `26/01/${String(i + 1).padStart(2, '0')} 06:00,${i}`)}`,
    { first: '2026-01-01T06:00:00.000Z', last: '2026-01-24T06:00:00.000Z' },
  ],
  [
    'midnights without a time',
    `d,v\n${lines(48, i => `${hour(i).h === '00' ? hour(i).iso.slice(0, 10) : stamp(i)},${i}`)}`,
    { points: 48, last: '2026-01-15T21:00:00.000Z', note: /a date without a time of day is read as its midnight/ },
  ],
  [
    'a day whose midnight the clocks skip',
    `d;v\n${lines(10, i => `${String(i + 1).padStart(2, '0')}/11/2018;${i}`)}`,
    { points: 10, first: '2018-11-01T03:00:00.000Z', last: '2018-11-10T02:00:00.000Z' },
    { timeZone: 'America/Sao_Paulo' },
  ],
  [
    'an issue time, the same in all rows, in front',
    `run,time,v\n${lines(24, i => `2026-01-01 00:00,${stamp(i)},${i}`)}`,
    { ...hourly, leftOut: ['run'] },
  ],
  [
    'a compact clock with its zone beside a date',
    `Data;Hora UTC;Chuva (mm)\n${lines(24, i => `${hour(i).iso.slice(0, 10)};${hour(i).h}00 UTC;${i},5`)}`,
    { ...hourly, values: [['Chuva (mm)', 0.5, 23.5, 'mm']] },
  ],
  [
    'a compact date and clock',
    `time,v\n${lines(24, i => `${hour(i).iso.slice(0, 10).replaceAll('-', '')}:${hour(i).h}00,${i}`)}`,
    hourly,
  ],
  [
    'an hour shown twice, newest first',
    `t,v\n${['04:00', '03:00', '02:30', '02:00', '02:30', '02:00', '01:30'].map((clock, i) => `2025-10-26 ${clock},${i}`).join('\n')}`,
    { points: 7, first: '2025-10-26T03:00:00.000Z', last: '2025-10-25T23:30:00.000Z' },
    { timeZone: 'Europe/Berlin' },
  ],
  [
    'a day and a month without a year',
    `t,v\n${lines(48, i => `${14 + Math.floor(i / 24)} Mar ${String(i % 24).padStart(2, '0')}:05,${i}`)}`,
    {
      points: 48,
      first: '2026-03-14T00:05:00.000Z',
      last: '2026-03-15T23:05:00.000Z',
      format: 'DD MMM HH:mm from 2026-03',
      guess: /no year: the first is read as one of 2026-03.*from 2025-03/,
    },
    { readAt },
  ],
  [
    'a system log over New Year',
    `t,v\n${lines(60, i => `${logDay(i)} 22:50:37,${i}`)}`,
    { points: 60, first: '2025-11-28T22:50:37.000Z', last: '2026-01-26T22:50:37.000Z', rejected: 0, step: '1 day' },
    { readAt: Date.UTC(2026, 10, 28, 22) },
  ],
  [
    'a system log of today',
    `t,v\n${lines(24, i => `Nov 28 ${String(i).padStart(2, '0')}:50:37,${i}`)}`,
    { first: '2026-11-28T00:50:37.000Z', format: 'MMM DD HH:mm:ss from 2026-11' },
    { readAt: Date.UTC(2026, 10, 28, 23, 51) },
  ],
  [
    'a system log of days that are still to come this year',
    `t,v\n${lines(24, i => `Nov 29 ${String(i).padStart(2, '0')}:50:37,${i}`)}`,
    { first: '2025-11-29T00:50:37.000Z' },
    { readAt: Date.UTC(2026, 10, 28, 23) },
  ],
  [
    'a system log, newest first, over New Year',
    `t,v\n${lines(60, i => `${logDay(59 - i)} 22:50:37,${i}`)}`,
    { points: 60, first: '2026-01-26T22:50:37.000Z', last: '2025-11-28T22:50:37.000Z' },
    { readAt },
  ],
  [
    'a system log whose spaces part its times into three columns',
    lines(60, i => `${logDay(i)} 06:25:${String(i).padStart(2, '0')} web01 ${i}.5`),
    {
      points: 60,
      first: '2025-11-28T06:25:00.000Z',
      last: '2026-01-26T06:25:59.000Z',
      format: 'MMM DD HH:mm:ss from 2025-11',
      values: [['column_5', 0.5, 59.5]],
      rejected: 0,
    },
    { readAt: Date.UTC(2026, 10, 28, 22) },
  ],
  [
    'German days without a year, told by the days above twelve',
    `Zeit;v\n${lines(48, i => `${14 + Math.floor(i / 24)}.03. ${String(i % 24).padStart(2, '0')}:05;${i},5`)}`,
    { points: 48, first: '2026-03-14T00:05:00.000Z', format: 'DD.MM. HH:mm from 2026-03' },
    { readAt },
  ],
  [
    'a 29th of February, which only some years have',
    `t,v\n${lines(5, i => `${['27 Feb', '28 Feb', '29 Feb', '1 Mar', '2 Mar'][i]} 10:00,${i}`)}`,
    { points: 5, first: '2024-02-27T10:00:00.000Z', last: '2024-03-02T10:00:00.000Z', step: '1 day' },
    { readAt },
  ],
  [
    'dates alone without a year',
    `date,v\n${lines(48, i => `${(i % 24) + 1} ${english[Math.floor(i / 24)]},${i}`)}`,
    { points: 48, first: '2026-01-01T00:00:00.000Z', last: '2026-02-24T00:00:00.000Z' },
    { readAt },
  ],
  [
    'a year that is told',
    `t,v\n${lines(24, i => `14 Mar ${String(i).padStart(2, '0')}:05,${i}`)}`,
    { points: 24, first: '2019-03-14T00:05:00.000Z' },
    { readAt, timeFormat: 'DD MMM HH:mm from 2019-03' },
  ],
]
