import { describe, expect, it } from 'vitest'
import { date, day, hour, lines, stamp } from './cases/series.ts'
import type { ImportPlan } from './plan.ts'
import type { CaseReading } from './read-case.ts'
import { readCase } from './read-case.ts'

/** What a file has to be read as; what is left out is not looked at. */
interface Expected {
  readonly points?: number
  readonly first?: string
  readonly last?: string
  /** First and last value of each channel, in order. */
  readonly values?: readonly (readonly [
    name: string,
    first: number | null,
    last: number | null,
    unit?: string | null,
  ])[]
  readonly format?: string
  readonly series?: Readonly<Record<string, number>>
  /** Names left out, in any order. */
  readonly leftOut?: readonly string[]
  readonly zone?: string
  /** What is said to be a guess. */
  readonly guess?: RegExp
  readonly note?: RegExp
}
type Case = readonly [what: string, file: string | Uint8Array, expected: Expected, plan?: ImportPlan]

const months = (names: string) => names.split(' ')
const english = months('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec')
const german = months('Januar Februar März April Mai Juni Juli August September Oktober November Dezember')
const portuguese = months('jan fev mar abr mai jun jul ago set out nov dez')
const french = months('janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.')
const spanish = months('enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre')
const monthly = { points: 24, first: '2024-01-01T00:00:00.000Z', last: '2025-12-01T00:00:00.000Z' }
const hourly = { points: 24, first: '2026-01-13T22:00:00.000Z', last: '2026-01-14T21:00:00.000Z' }
const daily = { points: 24, first: '2026-01-13T00:00:00.000Z', last: '2026-02-05T00:00:00.000Z' }
const monthOf = (names: readonly string[], i: number) => names[i % 12]!
const year = (i: number) => 2024 + Math.floor(i / 12)
const german_ = (i: number) => `${day(i).d}.${day(i).m}.2026`
const brazilian = (i: number) => `${day(i).d}/${day(i).m}/2026`

const numbers: readonly Case[] = [
  [
    'thousands by dots, proved by another column, with a currency sign',
    `Data;Vendas;Faturamento\n${lines(24, i => `${brazilian(i)};1.${200 + i};R$ 12.${345 + i},67`)}`,
    {
      ...daily,
      values: [
        ['Vendas', 1200, 1223, null],
        ['Faturamento', 12_345.67, 12_368.67, 'R$'],
      ],
    },
  ],
  [
    'thousands by commas behind tabs',
    `t\ta\tb\n${lines(24, i => `${stamp(i)}\t12,${345 + i}.5\t9,${876 + i}`)}`,
    {
      ...hourly,
      values: [
        ['a', 12_345.5, 12_368.5],
        ['b', 9876, 9899],
      ],
    },
  ],
  [
    'a space and a comma with three decimals',
    `Data;m3\n${lines(24, i => `${date(i)};1 ${204 + i},118`)}`,
    { values: [['m3', 1204.118, 1227.118]] },
  ],
  [
    'thin, narrow and no-break spaces',
    `d;v\n${lines(24, i => `${brazilian(i)};51${'\u202f\u00a0\u2009'[i % 3]}${234 + i},5`)}`,
    { values: [['v', 51_234.5, 51_257.5]] },
  ],
  ['apostrophes', `d;v\n${lines(24, i => `${german_(i)};1'${234 + i}.50`)}`, { values: [['v', 1234.5, 1257.5]] }],
  [
    'Indian groups',
    `d,v\n${lines(24, i => `${date(i)},"12,34,${500 + i}.5"`)}`,
    { values: [['v', 1_234_500.5, 1_234_523.5]] },
  ],
  [
    'thousands that small numbers beside them prove',
    `d;v\n${lines(24, i => `${date(i)};${i < 12 ? 900 + i : `1.${200 + i}`}`)}`,
    { values: [['v', 900, 1223]], guess: /'1\.212' is read as 1212; it could be 1\.212/ },
  ],
  [
    'three decimals everywhere, said to be a guess',
    `d,v\n${lines(24, i => `${date(i)},1.${200 + i}`)}`,
    { values: [['v', 1.2, 1.223]], guess: /'1\.200' is read as 1\.2; it could be 1200/ },
  ],
  [
    'a comma that zeros say nothing of',
    `d;v\n${lines(600, i => `${stamp(i)};${i < 500 ? '0' : `0,${100 + (i % 800)}`}`)}`,
    { values: [['v', 0, 0.699]] },
  ],
  [
    'parentheses and a dollar sign',
    `d,v\n${lines(24, i => `${date(i)},"${i % 2 ? `(1,234.${10 + i})` : `$1,234.${10 + i}`}"`)}`,
    { values: [['v', 1234.1, -1234.33, '$']] },
  ],
  [
    'a minus behind, as SAP writes it',
    `d;v\n${lines(24, i => `${german_(i)};1.${800 + i},25${i > 11 ? '-' : ''}`)}`,
    { values: [['v', 1800.25, -1823.25]] },
  ],
  [
    'an apostrophe before a minus',
    `d,v\n${lines(24, i => `${stamp(i)},${i % 2 ? `'-${i}` : i}`)}`,
    { values: [['v', 0, -23]] },
  ],
  [
    'K, M, B and percent',
    `d,v,w\n${lines(24, i => `${date(i)},${12 + i}.3M,-0.${45 + i}%`)}`,
    {
      values: [
        ['v', 12_300_000, 35_300_000, null],
        ['w', -0.45, -0.68, '%'],
      ],
    },
  ],
  [
    'units in cells, with other prefixes',
    `d,v\n${lines(24, i => `${stamp(i)},${i % 4 === 1 ? '950 W' : `${i}.5 kW`}`)}`,
    { values: [['v', 0.5, 23.5, 'kW']] },
  ],
  [
    'a currency code',
    `d,v\n${lines(24, i => `${date(i)},EUR ${1234 + i}.5`)}`,
    { values: [['v', 1234.5, 1257.5, 'EUR']] },
  ],
  [
    'switches',
    `d,a,b,c\n${lines(24, i => `${stamp(i)},${i % 2 ? 'ON' : 'OFF'},${i % 2 ? 'true' : 'false'},${i % 2 ? 'sim' : 'não'}`)}`,
    {
      values: [
        ['a', 0, 1],
        ['b', 0, 1],
        ['c', 0, 1],
      ],
    },
  ],
  [
    'marks for missing',
    `d,v\n${lines(24, i => `${stamp(i)},${months('1 NULL #N/A n/a NaN - ? unavailable unknown \\N <NA> #NV k.A. #DIV/0!')[i] ?? i}`)}`,
    { points: 11, values: [['v', 1, 23]] },
  ],
  [
    'a mark that the plan names',
    `d,v\n${lines(24, i => `${stamp(i)},${i % 5 === 0 ? -999 : i}`)}`,
    { points: 19, values: [['v', 1, 23]] },
    { missing: ['-999'] },
  ],
  [
    'a unit with exponents and a slash, and one behind a comma',
    `d,"Wind, m/s (S/N: 9)",Flow (m³/h),Energy kWh\n${lines(24, i => `${stamp(i)},${i},2,3`)}`,
    {
      values: [
        ['Wind, m/s (S/N: 9)', 0, 23, 'm/s'],
        ['Flow (m³/h)', 2, 2, 'm³/h'],
        ['Energy kWh', 3, 3, 'kWh'],
      ],
    },
  ],
]

const times: readonly Case[] = [
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
]

const layouts: readonly Case[] = [
  [
    'a preamble as wide as the rows, with the unit',
    `Station;12345\nUnit;kW\n\nTime;Power\n${lines(24, i => `${stamp(i)};${i}`)}`,
    { ...hourly, values: [['Power', 0, 23, 'kW']], note: /lines that are no rows, such as 'Station 12345'/ },
  ],
  [
    'comments before the header',
    `# Station: 1\n#\nName: plant\nUnit: kW\n\ntime,power\n${lines(24, i => `${hour(i).iso},${i}`)}`,
    { ...hourly, values: [['power', 0, 23, 'kW']] },
  ],
  [
    'a header behind #',
    `# pier 4\n# time, level, temp\n${lines(24, i => `${stamp(i)}, ${i}, 1.5`)}`,
    {
      ...hourly,
      values: [
        ['level', 0, 23],
        ['temp', 1.5, 1.5],
      ],
    },
  ],
  [
    'a row of units',
    `time,temp,press\n,°C,bar\n${lines(24, i => `${hour(i).iso},${i},2`)}`,
    {
      ...hourly,
      values: [
        ['temp', 0, 23, '°C'],
        ['press', 2, 2, 'bar'],
      ],
    },
  ],
  [
    'units in brackets in a row',
    `Zeit;Leistung;Wärme\n[s];[kW];[°C]\n${lines(24, i => `${stamp(i)};${i},5;2`)}`,
    {
      ...hourly,
      values: [
        ['Leistung', 0.5, 23.5, 'kW'],
        ['Wärme', 2, 2, '°C'],
      ],
    },
  ],
  [
    'a data logger',
    `"TOA5","N","CR1000X","12345","OS"\n"TIMESTAMP","RECORD","T","RH"\n"TS","RN","Deg C","%"\n"","","Avg","Smp"\n${lines(24, i => `"${stamp(i)}:00",${510 + i},7.5,${i}`)}`,
    {
      ...hourly,
      values: [
        ['T', 7.5, 7.5, 'Deg C'],
        ['RH', 0, 23, '%'],
      ],
      leftOut: ['RECORD'],
    },
  ],
  ['sep=', `\ufeffsep=;\r\nZeit;v\r\n${lines(24, i => `${stamp(i)};3,5`)}`, { ...hourly, values: [['v', 3.5, 3.5]] }],
  [
    'a header one cell short, rows ending in nothing',
    `time,a,b\n${lines(24, i => `${stamp(i)},${i},2,`)}`,
    {
      ...hourly,
      values: [
        ['a', 0, 23],
        ['b', 2, 2],
      ],
    },
  ],
  [
    'a header one cell short, rows with names',
    `"time","a","b"\n${lines(24, i => `"${i + 1}",${stamp(i)},${i}.5,2`)}`,
    {
      ...hourly,
      values: [
        ['a', 0.5, 23.5],
        ['b', 2, 2],
      ],
    },
  ],
  [
    'a footer',
    `date,v\n${lines(24, i => `${date(i)},${i}`)}\n\nTotal,276\nSource: ministry\n`,
    { ...daily, note: /the last lines are no rows: 'Total 276'/ },
  ],
  [
    'lines of delimiters alone',
    `time;v;;\n${lines(24, i => `${stamp(i)};${i},5;;`)}\n;;;\n;;;`,
    { ...hourly, note: /rows without anything in them/ },
  ],
  [
    'spaces',
    `time temp  rh\n${lines(24, i => `${hour(i).iso}   ${i}.5   2`)}`,
    {
      ...hourly,
      values: [
        ['temp', 0.5, 23.5],
        ['rh', 2, 2],
      ],
    },
  ],
  ['spaces with a date and a time', `date time temp\n${lines(24, i => `${stamp(i)}  ${i}.5`)}`, hourly],
  [
    'a column for each hour, from 0',
    `date,${lines(24, i => `${i}`).replaceAll('\n', ',')}\n${lines(5, r => `${date(r)},${lines(24, i => `${r * 24 + i}`).replaceAll('\n', ',')}`)}`,
    { points: 120, first: '2026-01-13T00:00:00.000Z', last: '2026-01-17T23:00:00.000Z', values: [['value', 0, 119]] },
  ],
  [
    'a column for each hour, from 1',
    `date;${lines(24, i => `H${i + 1}`).replaceAll('\n', ';')}\n${lines(5, r => `${german_(r)};${lines(24, i => `${r * 24 + i},5`).replaceAll('\n', ';')}`)}`,
    {
      points: 120,
      first: '2026-01-13T00:00:00.000Z',
      last: '2026-01-17T23:00:00.000Z',
      values: [['value', 0.5, 119.5]],
      guess: /counted from 1/,
    },
  ],
  [
    'a column for each month',
    `Year,${english.join(',')}\n${lines(5, r => `${2020 + r},${lines(12, i => `${r * 12 + i}`).replaceAll('\n', ',')}`)}`,
    { points: 60, first: '2020-01-01T00:00:00.000Z', last: '2024-12-01T00:00:00.000Z' },
  ],
  [
    'a column for each year',
    `Country,Code,2019,2020,2021,2022\nBrazil,BR,1,2,3,4\nChile,CL,5,6,7,8\nPeru,PE,9,10,11,12`,
    { points: 12, series: { Brazil: 4, Chile: 4, Peru: 4 }, leftOut: ['Code'] },
  ],
  [
    'a channel that starts late',
    `time,load,solar\n${lines(900, i => `${stamp(i)},${i},${i < 520 ? '' : i}`)}`,
    {
      points: 900,
      values: [
        ['load', 0, 899],
        ['solar', null, 899],
      ],
    },
  ],
  [
    'an empty column, which is named',
    `time,load,spare\n${lines(24, i => `${stamp(i)},${i},`)}`,
    { ...hourly, leftOut: ['spare'] },
  ],
  [
    'text, which is named',
    `time,load,operator\n${lines(24, i => `${stamp(i)},${i},Ms ${i}`)}`,
    { ...hourly, leftOut: ['operator'] },
  ],
  [
    'ids that come in turn though no instant comes twice',
    `entity_id,state,last_changed\n${lines(24, i => `sensor.${i % 2 ? 'hall' : 'kitchen'},${i}.5,${hour(i).iso}`)}`,
    { series: { 'sensor.kitchen': 12, 'sensor.hall': 12 } },
  ],
  [
    'an id that only numbers the rows',
    `id,date,store_nbr,sales\n${lines(56, i => `${125_497 + i},${date(Math.floor(i / 4))},${[1, 3, 7, 11][i % 4]},${i}`)}`,
    { series: { 1: 14, 3: 14, 7: 14, 11: 14 }, leftOut: ['id'], values: [['sales', 0, 55]] },
  ],
  [
    'two columns that part the rows together',
    `time,host,field,value\n${lines(40, i => `${stamp(Math.floor(i / 4))},web${i % 2},${i % 4 < 2 ? 'cpu' : 'mem'},${i}`)}`,
    { points: 40, series: { 'web0 cpu': 10, 'web1 cpu': 10, 'web0 mem': 10, 'web1 mem': 10 } },
  ],
  [
    'annotated tables',
    ['web1', 'web2']
      .map(
        (host, table) =>
          `#datatype,string,long,dateTime,dateTime,double,string\n#default,_result,,,,,\n,result,table,_start,_time,_value,host\n${lines(5, i => `,,${table},2026-01-01T00:00:00Z,${hour(i).iso},${i},${host}`)}`,
      )
      .join('\n\n'),
    {
      points: 10,
      series: { web1: 5, web2: 5 },
      note: /the header comes again/,
      leftOut: ['result', 'table', '_start'],
    },
  ],
  [
    'year, month and day beside the date',
    `date,year,month,day,v\n${lines(24, i => `${date(i)},2026,${Number(day(i).m)},${Number(day(i).d)},${i}`)}`,
    { ...daily, leftOut: ['year', 'month', 'day'] },
  ],
  [
    'Latin-1',
    Buffer.from(`Zeit;Außen (°C)\n${lines(24, i => `${stamp(i)};${i},5`)}`, 'latin1'),
    { ...hourly, values: [['Außen (°C)', 0.5, 23.5, '°C']] },
  ],
  [
    'Latin-1 that shows late',
    Buffer.concat([
      Buffer.from(`Zeit,v,Ort\n${lines(9_000, i => `${stamp(i)},${i},Koeln`)}\n`),
      Buffer.from(`${stamp(9_000)},1,Köln\n`, 'latin1'),
    ]),
    { points: 9_001, note: /Windows-1252/ },
  ],
  [
    'UTF-16',
    Buffer.from(`\ufeffZeit\tAußen\n${lines(24, i => `${stamp(i)}\t${i},5`)}`, 'utf16le'),
    { ...hourly, values: [['Außen', 0.5, 23.5]] },
  ],
]

describe.each([
  ['numbers', numbers],
  ['times', times],
  ['layouts', layouts],
] as const)('%s are read as people write them', (_, cases) => {
  it.each(cases)('%s', async (_what, file, expected, plan) => {
    const read = await readCase(typeof file === 'string' ? Buffer.from(file) : file, plan)
    expect(read.rejections).toEqual([])
    expect(shown(read, expected)).toEqual(expected)
  })
})

/** Of a reading, what is expected of it. */
function shown(read: CaseReading, expected: Expected): Expected {
  const all: Required<Expected> = {
    points: read.points,
    first: read.first!,
    last: read.last!,
    values: read.channels.map(({ name, first, last, unit }, i) =>
      expected.values?.[i]?.length === 4 ? [name, first, last, unit] : [name, first, last],
    ),
    format: read.layout.timeFormat,
    series: read.series,
    leftOut: read.leftOut.map(({ name }) => name),
    zone: read.layout.timeZone,
    guess: found(
      read.guesses.map(({ message }) => message),
      expected.guess,
    ),
    note: found(
      read.notes.map(({ message }) => message),
      expected.note,
    ),
  }
  return Object.fromEntries(Object.keys(expected).map(key => [key, all[key as keyof Expected]]))
}

/** The expectation itself where a message meets it, so that what was said instead is shown. */
const found = (messages: readonly string[], wanted: RegExp | undefined): RegExp =>
  wanted !== undefined && messages.some(message => wanted.test(message))
    ? wanted
    : new RegExp(messages.map(text => text.replace(/[^\w ]/g, '.')).join('|'))
