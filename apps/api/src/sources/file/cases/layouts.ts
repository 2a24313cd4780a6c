import type { Case } from './case.ts'
import { daily, hourly } from './case.ts'
import { across, date, day, germanDate, hour, lines, stamp } from './series.ts'

const twelve = 'Jan;Feb;Mar;Apr;May;Jun;Jul;Aug;Sep;Oct;Nov;Dec'

/** How rows and columns are laid out. */
export const layouts: readonly Case[] = [
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
    `date;${lines(24, i => `H${i + 1}`).replaceAll('\n', ';')}\n${lines(5, r => `${germanDate(r)};${lines(24, i => `${r * 24 + i},5`).replaceAll('\n', ';')}`)}`,
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
    `Year,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec\n${lines(5, r => `${2020 + r},${lines(12, i => `${r * 12 + i}`).replaceAll('\n', ',')}`)}`,
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
  [
    'a zone named before the header',
    `latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation\n52.5,13.4,38.0,3600,Europe/Berlin,GMT+1\n\ntime,temp (°C),rain (mm)\n${lines(24, i => `${stamp(i)},${i}.5,0`)}`,
    { points: 24, zone: 'Europe/Berlin', first: '2026-01-13T21:00:00.000Z' },
  ],
  [
    'a row of column kinds and a site that is the same in all rows',
    `# USGS\nagency\tsite_no\tdatetime\tflow\n5s\t15s\t20d\t14n\n${lines(24, i => `USGS\t01646500\t${stamp(i)}\t${i}`)}`,
    { ...hourly, values: [['flow', 0, 23]] },
  ],
  [
    'a unit in a column of its own',
    `Zeit;Wert;Einheit\n${lines(24, i => `${stamp(i)};${i},5;kWh`)}`,
    { ...hourly, values: [['Wert', 0.5, 23.5, 'kWh']] },
  ],
  [
    'explanations behind the rows',
    `time,P\n${lines(24, i => `${hour(i).iso},${i}`)}\n\nP: PV system power (W)\n\n(c) Union, 2001-2026\n`,
    { ...hourly, note: /the last lines are no rows: 'P: PV system power \(W\)'/ },
  ],
  [
    'years over months, a row of headers each',
    `Region;2023;${';'.repeat(11)}2024;${';'.repeat(10)}\n;${twelve};${twelve}\n${lines(3, r => `R${r};${across(24, i => `${r * 100 + i},5`, ';')}`)}`,
    {
      points: 72,
      first: '2023-01-01T00:00:00.000Z',
      last: '2024-12-01T00:00:00.000Z',
      series: { R0: 24, R1: 24, R2: 24 },
      values: [['value', 0.5, 223.5]],
      step: '1 month',
    },
  ],
  [
    'years over months with sums, below a title, for a single row',
    `Sales of the year\n\n,2023${','.repeat(13)}2024${','.repeat(12)}\nRegion,${twelve.replaceAll(';', ',')},Total,${twelve.replaceAll(';', ',')},Total\nNorth,${across(26, i => `${i}`)}`,
    { points: 24, last: '2024-12-01T00:00:00.000Z', leftOut: ['Total', 'Total_2'], values: [['value', 0, 24]] },
  ],
  [
    'years over quarters, each year said again',
    `,${across(8, i => `${2023 + Math.floor(i / 4)}`)}\nRegion,${across(8, i => `Q${(i % 4) + 1}`)}\n${lines(3, r => `R${r},${across(8, i => `${r * 100 + i}`)}`)}`,
    { points: 24, first: '2023-01-01T00:00:00.000Z', last: '2024-10-01T00:00:00.000Z', step: '1 quarter' },
  ],
  [
    'thousands of series, of which the first part of the file shows one instant',
    `time,what,value\n${lines(12_000, i => `${date(Math.floor(i / 4_000))},w${i % 4_000},${i}`)}`,
    { points: 12_000, values: [['value', 0, 11_999]], guess: /parted into series by what/ },
  ],
  [
    'thousands of ids in numbers with three rows each',
    `customer,date,amount\n${lines(12_000, i => `${100_000 + 7 * Math.floor(i / 3)},${date(i % 3)},${(i * 7_919) % 1_000}`)}`,
    { points: 12_000, values: [['amount', 0, 81]] },
  ],
  [
    'groups above the header',
    `,Plant A,,Plant B,\ntime,P,Q,P,Q\n${lines(24, i => `${stamp(i)},${i},2,3,4`)}`,
    {
      ...hourly,
      values: [
        ['P', 0, 23],
        ['Q', 2, 2],
        ['P_2', 3, 3],
        ['Q_2', 4, 4],
      ],
      note: /Plant A Plant B/,
    },
  ],
]
