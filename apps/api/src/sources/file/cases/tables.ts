import type { Case } from './case.ts'
import { hourly } from './case.ts'
import { across, clockOf, germanDate, hour, lines, stamp } from './series.ts'

const flux = (types: string, names: string, row: (i: number) => string) =>
  `#datatype,string,long,dateTime:RFC3339,${types}\n#default,_result${',,'.repeat(3)}\n,result,table,_time,${names}\n${lines(12, row)}\n\n`
const may = (i: number) => clockOf(Date.UTC(2020, 0, 22 + i))

/** How tables are put together. */
export const tables: readonly Case[] = [
  [
    'a header again in another order, with a column more',
    `time,a,b\n${lines(12, i => `${stamp(i)},${i},100`)}\ntime,b,c,a\n${lines(12, i => `${stamp(i + 12)},100,7,${i + 12}`)}`,
    {
      ...hourly,
      values: [
        ['a', 0, 23],
        ['b', 100, 100],
      ],
      note: /columns that the first header lacks are left out: c/,
    },
  ],
  [
    'annotated tables of two kinds',
    flux('double,string', '_value,_field', i => `,,0,${hour(i).iso},${i}.5,temp`) +
      flux('string,long,string', 'host,_value,_field', i => `,,1,${hour(i).iso},web1,${i},count`),
    { points: 24, series: { temp: 12, count: 12 }, values: [['_value', 0.5, 11]] },
  ],
  [
    'a column for each quarter',
    `Year,Q1,Q2,Q3,Q4\n${lines(8, r => `${2015 + r},${across(4, i => `${r * 4 + i}`)}`)}`,
    {
      points: 32,
      first: '2015-01-01T00:00:00.000Z',
      last: '2022-10-01T00:00:00.000Z',
      step: '1 quarter',
      values: [['value', 0, 31]],
    },
  ],
  [
    'a column for each year, as Y2019',
    'Country,Y2019,Y2020,Y2021\nBrazil,1,2,3\nChile,5,6,7',
    { points: 6, series: { Brazil: 3, Chile: 3 } },
  ],
  [
    'a column for each year, as the World Bank names it',
    'Country Name,Country Code,Series Name,2019 [YR2019],2020 [YR2020],2021 [YR2021]\nBrazil,BRA,GDP,1,2,3\nBrazil,BRA,Pop,1,2,3\nChile,CHL,GDP,5,6,..\nChile,CHL,Pop,5,6,7',
    {
      points: 11,
      series: { 'Brazil GDP': 3, 'Brazil Pop': 3, 'Chile GDP': 2, 'Chile Pop': 3 },
      leftOut: ['Country Code'],
    },
  ],
  [
    'a column for each day, rows named by two columns of which one may be empty',
    `Province,Country,Lat,${across(30, i => `${Number(may(i).m)}/${Number(may(i).d)}/20`)}\n${['', 'Hubei', 'Beijing'].map((name, r) => `${name},${r ? 'China' : 'Brazil'},${r}.5,${across(30, i => `${i * r}`)}`).join('\n')}`,
    { points: 90, series: { Brazil: 30, 'Hubei China': 30, 'Beijing China': 30 }, leftOut: ['Lat'] },
  ],
  [
    'rows in quotes as a whole',
    `"time,v"\n${lines(24, i => `"${stamp(i)},${i}.5"`)}`,
    { ...hourly, values: [['v', 0.5, 23.5]] },
  ],
  [
    'rows in quotes as a whole, with quotes in them',
    `"Datum;""Wert"""\n${lines(24, i => `"${germanDate(i)};""${i},5"""`)}`,
    { points: 24, values: [['Wert', 0.5, 23.5]] },
  ],
  [
    'units behind underscores and in other brackets',
    `time,power_kW,temp_min,P <MW>\n${lines(24, i => `${stamp(i)},${i},2,3`)}`,
    {
      ...hourly,
      values: [
        ['power_kW', 0, 23, 'kW'],
        ['temp_min', 2, 2, null],
        ['P <MW>', 3, 3, 'MW'],
      ],
    },
  ],
  [
    'a column for each year beside other numbers',
    'Country,Units,2019,2020,2021,Estimates after\nBrazil,USD,"1,873.3","1,476.1",n/a,2021\nChile,USD,278.6,254.3,316.6,2021',
    {
      points: 5,
      series: { Brazil: 2, Chile: 3 },
      leftOut: ['Units', 'Estimates after'],
      values: [['value', 1873.3, 316.6]],
    },
  ],
  [
    'a column for each five minutes',
    `date,${across(288, i => `v${i + 1}`)}\n${lines(2, r => `2026-01-1${3 + r},${across(288, i => `${r}.${i}`)}`)}`,
    { points: 576, last: '2026-01-14T23:55:00.000Z', step: '5 minutes' },
  ],
]
