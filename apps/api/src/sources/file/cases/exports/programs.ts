import type { Case } from '../case.ts'
import { daily, hourly } from '../case.ts'
import { brazilianDate, clockOf, date, hour, lines, stamp } from '../series.ts'

const twelve = (i: number) => String(((Number(hour(i).h) + 11) % 12) + 1).padStart(2, '0')
const half = (i: number) => (Number(hour(i).h) < 12 ? 'AM' : 'PM')
const epoch = (i: number) => Date.parse(hour(i).iso)
const hours = { ...hourly, step: '1 hour' }

/** What programs, databases and monitoring write. */
export const programs: readonly Case[] = [
  [
    'pandas, with a nameless index',
    `,load\n${lines(24, i => `${stamp(i)}:00,${i}.5`)}`,
    { ...hours, values: [['load', 0.5, 23.5]] },
  ],
  [
    'pandas, with row numbers',
    `,time,load\n${lines(24, i => `${i},${stamp(i)}:00,${i}.5`)}`,
    { ...hours, values: [['load', 0.5, 23.5]] },
  ],
  [
    'R, with row numbers',
    `"","t","v"\n${lines(24, i => `"${i + 1}","${stamp(i)}:00",${i === 3 ? 'NA' : i}`)}`,
    { ...hours, points: 23 },
  ],
  ['Oracle', `"TS","V"\n${lines(24, i => `"${hour(i).d}-JAN-26 ${twelve(i)}.00.00.000000 ${half(i)}","${i}"`)}`, hours],
  ['SQL Server', `t,v\n${lines(24, i => `Jan ${hour(i).d} 2026 ${Number(twelve(i))}:00${half(i)},${i}`)}`, hours],
  ['SQL Server, seven digits', `t,v\n${lines(24, i => `${stamp(i)}:00.0000000,${i}`)}`, hours],
  ['MATLAB', `Time,v\n${lines(24, i => `${hour(i).d}-Jan-2026 ${hour(i).h}:00:00,${i}`)}`, hours],
  ['MATLAB day numbers', `datenum,v\n${lines(24, i => `${(epoch(i) / 86_400_000 + 719_529).toFixed(6)},${i}`)}`, hours],
  [
    'Excel serials, said to be a guess',
    `Zeit;v\n${lines(24, i => `${(epoch(i) / 86_400_000 + 25_569).toFixed(6).replace('.', ',')};${i},5`)}`,
    { ...hours, values: [['v', 0.5, 23.5]], guess: /1904/ },
  ],
  [
    'Excel serials since 1904',
    `Date,v\n${lines(24, i => `${(epoch(i) / 86_400_000 + 24_107).toFixed(6)},${i}`)}`,
    hours,
    { timeFormat: 'Excel serial 1904' },
  ],
  [
    'LibreOffice in Portuguese',
    `Data;Valor\n${lines(24, i => `${hour(i).d}/01/26 ${hour(i).h}:00;1.${234 + i},56`)}`,
    { ...hours, values: [['Valor', 1234.56, 1257.56]] },
  ],
  ['ISO 8601 without signs', `t,v\n${lines(24, i => `202601${hour(i).d}T${hour(i).h}0000Z,${i}`)}`, hours],
  ['days of a year', `t,v\n${lines(24, i => `2026-0${13 + i},${i}`)}`, { ...daily, step: '1 day' }],
  [
    'weeks with their day',
    `t,v\n${lines(24, i => `2025-W${10 + i}-1,${i}`)}`,
    { points: 24, first: '2025-03-03T00:00:00.000Z', step: '1 week' },
  ],
  ['numpy', `t,v\n${lines(24, i => `${hour(i).iso.slice(0, 19)}.000000000,${i}`)}`, hours],
  [
    'Java',
    `t,v\n${lines(24, i => `Tue Jan ${hour(i).d} ${hour(i).h}:00:00 CET 2026,${i}`)}`,
    { points: 24, first: hour(-1).iso, step: '1 hour' },
  ],
  [
    'Grafana, series by series',
    `"Series";"Time";"Value"\n${lines(48, i => `"cpu {host=""${i < 24 ? 'a' : 'b'}""}";${hour(i % 24).iso.slice(0, 19)}+00:00;${i}.5`)}`,
    { points: 48, step: '1 hour', series: { 'cpu {host="a"}': 24, 'cpu {host="b"}': 24 } },
  ],
  [
    'Prometheus',
    `__name__,instance,job,timestamp,value\n${lines(48, i => `up,h${i % 2}:9100,node,${epoch(Math.floor(i / 2)) / 1000}.123,${i}`)}`,
    { points: 48, step: '1 hour', series: { 'h0:9100': 24, 'h1:9100': 24 } },
  ],
  [
    'influx of old',
    `name,tags,time,usage\n${lines(48, i => `cpu,host=${i < 24 ? 'a' : 'b'},${epoch(i % 24)}000000,${i}.5`)}`,
    { points: 48, step: '1 hour', series: { 'host=a': 24, 'host=b': 24 }, values: [['usage', 0.5, 47.5]] },
  ],
  [
    'Zabbix',
    `Host,Item,Clock,Value\n${lines(48, i => `web,${i % 2 ? 'cpu' : 'mem'},${epoch(Math.floor(i / 2)) / 1000},${i}.5`)}`,
    { points: 48, step: '1 hour', series: { cpu: 24, mem: 24 }, values: [['Value', 0.5, 47.5]] },
  ],
  [
    'PRTG of America',
    `"Date Time","Date Time(RAW)","Traffic (speed)","Traffic (speed)(RAW)","Downtime"\n${lines(24, i => `"1/${hour(i).d}/2026 ${Number(twelve(i))}:00:00 ${half(i)} - ${Number(twelve(i + 1))}:00:00 ${half(i + 1)}","${(epoch(i) / 86_400_000 + 25_569).toFixed(10)}","1.${i} Mbit/s","${125_000 + i}.0000","0 %"`)}\n"Sums (of 24 values)","","","",""`,
    { ...hours, leftOut: ['Date Time(RAW)'] },
  ],
  [
    'sadf',
    `# hostname;interval;timestamp;CPU;%user;%idle\n${lines(24, i => `web1;600;${stamp(i)}:01 UTC;-1;1.${i};9${i % 10}.5`)}`,
    { points: 24, first: '2026-01-13T22:00:01.000Z', step: '1 hour' },
  ],
  [
    'collectl',
    `#Date Time [CPU]User% [CPU]Sys%\n${lines(24, i => `${hour(i).iso.slice(0, 10).replaceAll('-', '')} ${hour(i).h}:00:00 ${i} 2`)}`,
    {
      ...hours,
      values: [
        ['[CPU]User%', 0, 23],
        ['[CPU]Sys%', 2, 2],
      ],
    },
  ],
  [
    'Windows counters, with the zone in the header',
    `"(PDH-CSV 4.0) (W. Europe Standard Time)(-60)","\\\\PC\\Processor(_Total)\\% Processor Time"\n${lines(24, i => `"01/${hour(i).d}/2026 ${hour(i).h}:00:00.123","${i === 0 ? ' ' : `${i}.5`}"`)}`,
    { points: 23, last: '2026-01-14T20:00:00.123Z', zone: '+01:00', step: '1 hour' },
  ],
  [
    'Python logging',
    `time;v\n${lines(24, i => `${stamp(i)}:00,123;${i}`)}`,
    { points: 24, first: '2026-01-13T22:00:00.123Z', step: '1 hour' },
  ],
  [
    'Spanish a. m. and p. m.',
    `Fecha;v\n${lines(24, i => `${hour(i).d}/01/2026 ${twelve(i)}:00:00 ${half(i)[0]!.toLowerCase()}.\u00a0m.;${i},5`)}`,
    { ...hours, values: [['v', 0.5, 23.5]] },
  ],
  [
    'quarters as 2024:1',
    `obs,v\n${lines(24, i => `${2020 + Math.floor(i / 4)}:${(i % 4) + 1},${i}.5`)}`,
    { points: 24, first: '2020-01-01T00:00:00.000Z', last: '2025-10-01T00:00:00.000Z', step: '1 quarter' },
  ],
  [
    'minutes as MySQL dumps them',
    `${lines(
      24,
      i =>
        `${clockOf(Date.UTC(2026, 0, 13) + i * 60_000)
          .iso.slice(0, 19)
          .replace('T', ' ')}\t${i === 3 ? '\\N' : `${i}.5`}\t7`,
    )}`,
    { points: 24, first: daily.first, step: '1 minute' },
  ],
  [
    'comments behind a percent sign',
    `% station 4\n% units: m\ntime,level\n${lines(24, i => `${stamp(i)},${i}.5`)}`,
    { ...hours, values: [['level', 0.5, 23.5]] },
  ],
  [
    'a clock without colons beside a date',
    `date,hhmm,v\n${lines(24, i => `${date(0)},${String(i * 100).padStart(4, '0')},${i}`)}`,
    { points: 24, first: daily.first, step: '1 hour', values: [['v', 0, 23]] },
  ],
  [
    'brackets that only some numbers stand in, and a sign before the currency',
    `d;v\n${lines(24, i => `${brazilianDate(i)};${i % 3 ? `-R$ 1.${200 + i},50` : `(1.${200 + i},50 R$)`}`)}`,
    { ...daily, values: [['v', -1200.5, -1223.5, 'R$']] },
  ],
]
