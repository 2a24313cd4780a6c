import type { Case } from '../case.ts'
import { daily, monthly } from '../case.ts'
import { across, brazilianDate, date, day, lines } from '../series.ts'

const two = (value: number) => String(value).padStart(2, '0')
const year = (i: number) => 2024 + Math.floor(i / 12)
const month = (i: number) => `${year(i)}-${two((i % 12) + 1)}`
const english = 'January February March April May June July August September October November December'.split(' ')
const german = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' ')
const monthStep = { ...monthly, step: '1 month' }
const halves = (cell: (year: number, half: number) => string): string =>
  `period,v\n${lines(12, i => `${cell(2018 + Math.floor(i / 2), (i % 2) + 1)},${i}.5`)}`
const halfYears = {
  points: 12,
  first: '2018-01-01T00:00:00.000Z',
  last: '2023-07-01T00:00:00.000Z',
  step: '6 months',
  values: [['v', 0.5, 11.5]],
} as const

/** What offices of statistics and banks publish. */
export const statistics: readonly Case[] = [
  ['half-years as 2024-S1', halves((y, h) => `${y}-S${h}`), halfYears],
  ['half-years as H1 2024', halves((y, h) => `H${h} ${y}`), halfYears],
  ['half-years as 2024H2', halves((y, h) => `${y}H${h}`), halfYears],
  ['half-years as 1H24', halves((y, h) => `${h}H${y - 2000}`), halfYears],
  ['half-years in words', halves((y, h) => `${h}º semestre de ${y}`), halfYears],
  ['half-years as 1. Halbjahr 2024', halves((y, h) => `${h}. Halbjahr ${y}`), halfYears],
  ['half-years as 2024/1. Hj', halves((y, h) => `HJ${h}/${y}`), halfYears],
  [
    'years and half-years in two columns',
    `year,half,v\n${lines(12, i => `${2018 + Math.floor(i / 2)},${i % 2 ? 'H2' : 'H1'},${i}.5`)}`,
    halfYears,
  ],
  [
    'Eurostat',
    `DATAFLOW,LAST UPDATE,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n${lines(48, i => `ESTAT:PRC(1.0),12/01/26 23:00:00,M,I15,${i < 24 ? 'DE' : 'FR'},${month(i % 24)},${100 + i}.1,p`)}`,
    { points: 48, series: { DE: 24, FR: 24 }, step: '1 month', values: [['OBS_VALUE', 100.1, 147.1]] },
  ],
  [
    'Eurostat in tabs, with flags and colons',
    `freq,unit,geo\\TIME_PERIOD\t${across(12, i => `${month(i)} `, '\t')}\n${['DE', 'FR', 'PT'].map((geo, r) => `M,I15,${geo}\t${across(12, i => (i === 3 ? ': ' : `${100 + r}.${i}${i > 9 ? ' p' : ' '}`), '\t')}`).join('\n')}`,
    { points: 33, series: { 'M,I15,DE': 11, 'M,I15,FR': 11, 'M,I15,PT': 11 }, step: '1 month' },
  ],
  [
    'FRED',
    `observation_date,UNRATE\n${lines(24, i => `${month(i)}-01,${i === 5 ? '.' : `4.${i}`}`)}`,
    { ...monthStep, points: 23, values: [['UNRATE', 4, 4.23]] },
  ],
  [
    'World Bank',
    `\ufeff"Data Source","World Development Indicators",\n\n"Last Updated Date","2026-01-01",\n\n"Country Name","Country Code","Indicator Name","Indicator Code",${across(8, i => `"${2015 + i}"`)},\n${['Brazil,BRA', 'Chile,CHL', 'Peru,PER'].map((land, r) => `${land},"GDP (current US$)","NY.GDP",${across(8, i => (i === 7 && r === 1 ? '""' : `"${r * 10 + i}.5"`))},`).join('\n')}`,
    {
      points: 23,
      series: { Brazil: 8, Chile: 7, Peru: 8 },
      first: '2015-01-01T00:00:00.000Z',
      last: '2022-01-01T00:00:00.000Z',
      step: '1 year',
      leftOut: ['Country Code', 'Indicator Name', 'Indicator Code'],
    },
  ],
  [
    'OECD',
    `LOCATION,INDICATOR,FREQUENCY,TIME,Value,Flag Codes\n${lines(48, i => `${i < 24 ? 'DEU' : 'FRA'},CPI,Q,${2018 + Math.floor((i % 24) / 4)}-Q${(i % 4) + 1},${100 + i}.5,`)}`,
    { points: 48, series: { DEU: 24, FRA: 24 }, step: '1 quarter', values: [['Value', 100.5, 147.5]] },
  ],
  [
    'GENESIS',
    `Verbraucherpreisindex: Deutschland, Monate\n;;2020=100\n;;Verbraucherpreisindex\n${lines(24, i => `${year(i)};${german[i % 12]};${117 + i},6`)}\n__________\n© Statistisches Bundesamt (Destatis), 2026`,
    { ...monthStep, values: [['Verbraucherpreisindex', 117.6, 140.6]] },
  ],
  [
    'Bundesbank',
    `"";BBEX3.D.USD.EUR.BB.AC.000;BBEX3.D.USD.EUR.BB.AC.000_FLAGS\n"";Euro-Referenzkurs;Euro-Referenzkurs_FLAGS\nEinheit;USD;\nDimension;Eins;\nStand vom;13.01.2026;\n${lines(24, i => `${date(i)};${i % 7 === 4 ? '.;Kein Wert vorhanden' : `1,0${312 + i};`}`)}`,
    {
      points: 21,
      first: daily.first,
      last: daily.last,
      values: [['Euro-Referenzkurs', 1.0312, 1.0335, 'USD']],
    },
  ],
  [
    'ONS of the United Kingdom: months with quarters and years before them',
    `"Title","CPIH INDEX"\n"CDID","L522"\n"PreUnit",""\n"Unit","Index"\n"Release date","17-12-2025"\n${lines(2, i => `"${2024 + i}","108.${i}"`)}\n${lines(8, i => `"${2024 + Math.floor(i / 4)} Q${(i % 4) + 1}","107.${i}"`)}\n${lines(24, i => `"${year(i)} ${english[i % 12]!.slice(0, 3).toUpperCase()}","106.${i}"`)}`,
    { ...monthStep, rejected: 10 },
  ],
  [
    'INE: 2024M01, newest first',
    `Periodo;Total\n${lines(24, i => `${month(23 - i).replace('-', 'M')};3,${i}`)}`,
    { points: 24, first: monthly.last, last: monthly.first, step: '1 month', values: [['Total', 3, 3.23]] },
  ],
  [
    'BCB',
    `"data";"valor"\n${lines(24, i => `"01/${two((i % 12) + 1)}/${year(i)}";"0,${50 + i}"`)}`,
    { ...monthStep, values: [['valor', 0.5, 0.73]] },
  ],
  [
    'Ipeadata: 2024.01',
    `Data;IPCA - geral - índice;\n${lines(24, i => `${year(i)}.${two((i % 12) + 1)};6.${773 + i},27;`)}`,
    { ...monthStep, values: [['IPCA - geral - índice', 6773.27, 6796.27]] },
  ],
  [
    'SAP BW: 01.2024, with a minus behind',
    `Kal.Jahr/Monat;Umsatz\n${lines(24, i => `${two((i % 12) + 1)}.${year(i)};1.${200 + i},50${i % 3 ? '' : '-'}`)}`,
    { ...monthStep, values: [['Umsatz', -1200.5, 1223.5]] },
  ],
  [
    'SAP posting periods: 001.2024',
    `Periode;Betrag\n${lines(24, i => `0${two((i % 12) + 1)}.${year(i)};1.${200 + i},50`)}`,
    { ...monthStep, values: [['Betrag', 1200.5, 1223.5]] },
  ],
  [
    'financial years',
    `Year,Output\n${lines(14, i => `${2008 + i}-${two((9 + i) % 100)},${i}.5`)}`,
    {
      points: 14,
      first: '2008-01-01T00:00:00.000Z',
      last: '2021-01-01T00:00:00.000Z',
      step: '1 year',
      guess: /2008-09.* its first year/,
    },
  ],
  [
    'FY2010',
    `Fiscal Year,Revenue\n${lines(14, i => `FY${2008 + i},${i}.5`)}`,
    { points: 14, first: '2008-01-01T00:00:00.000Z', last: '2021-01-01T00:00:00.000Z', step: '1 year' },
  ],
  [
    'weeks as 202510',
    `Week,v\n${lines(24, i => `2025${10 + i},${i}.5`)}`,
    { points: 24, first: '2025-03-03T00:00:00.000Z', last: '2025-08-11T00:00:00.000Z', step: '1 week' },
  ],
  [
    'weeks as 10/2025 under their name',
    `KW;v\n${lines(24, i => `${10 + i}/2025;${i},5`)}`,
    { points: 24, first: '2025-03-03T00:00:00.000Z', last: '2025-08-11T00:00:00.000Z', step: '1 week' },
  ],
  [
    'Nielsen weeks that end on a day',
    `Markets,Products,Periods,Sales Value\n${lines(24, i => `TOTAL US,BRAND A,1 W/E ${day(i * 7 + 4).m}/${day(i * 7 + 4).d}/${day(i * 7 + 4).y - 2000},"1,${200 + i}.5"`)}`,
    { points: 24, first: '2026-01-17T00:00:00.000Z', step: '1 week', values: [['Sales Value', 1200.5, 1223.5]] },
  ],
  [
    'Google Trends',
    `Category: All categories\n\nWeek,bitcoin: (Worldwide)\n${lines(24, i => `${date(i * 7 + 5)},${i === 3 ? '<1' : 40 + i}`)}`,
    {
      points: 24,
      first: '2026-01-18T00:00:00.000Z',
      step: '1 week',
      values: [['bitcoin: (Worldwide)', 40, 63]],
      guess: /'<1' is read as 1/,
    },
  ],
  [
    'StatCan',
    `"REF_DATE","GEO","DGUID","UOM","UOM_ID","SCALAR_FACTOR","VECTOR","COORDINATE","VALUE","STATUS"\n${lines(48, i => `"${month(i % 24)}","${i < 24 ? 'Canada' : 'Quebec'}","2016A${i < 24 ? 1 : 2}","Persons","249","units","v${i < 24 ? 1 : 2}","${i < 24 ? 1 : 2}.1","${100 + i}.5",""`)}`,
    { points: 48, series: { Canada: 24, Quebec: 24 }, step: '1 month', values: [['VALUE', 100.5, 147.5]] },
  ],
  [
    'GISS',
    `Land-Ocean: Global Means\nYear,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec,J-D,D-N,DJF\n${lines(5, r => `${2020 + r},${across(12, i => (r === 4 && i > 9 ? '***' : `${r}.${i}`))},1.0,1.0,***`)}`,
    { points: 58, first: '2020-01-01T00:00:00.000Z', last: '2024-10-01T00:00:00.000Z', step: '1 month' },
  ],
  [
    'Mauna Loa',
    `# CO2 expressed as a mole fraction\n#            decimal    average\n${lines(24, i => `  ${year(i)}  ${String((i % 12) + 1).padStart(2)}   ${(year(i) + ((i % 12) + 0.5) / 12).toFixed(4)}   42${i % 10}.71   ${i % 10}.5`)}`,
    monthStep,
  ],
  [
    'a day for each column beside its month',
    `EstacaoCodigo;Data;Total;${across(31, i => `Chuva${two(i + 1)}`, ';')}\n${lines(3, r => `2043004;01/${two(r + 1)}/2026;100,5;${across(31, i => (i < [31, 28, 31][r]! ? `${r},${i}` : ''), ';')}`)}`,
    { points: 90, first: '2026-01-01T00:00:00.000Z', last: '2026-03-31T00:00:00.000Z', step: '1 day' },
  ],
  [
    'days in columns beside a year and a month',
    `Year,Month,${across(31, i => `${i + 1}`)}\n${lines(3, r => `2026,${r + 1},${across(31, i => (i < [31, 28, 31][r]! ? `${i}` : ''))}`)}`,
    { points: 90, first: '2026-01-01T00:00:00.000Z', last: '2026-03-31T00:00:00.000Z', step: '1 day' },
  ],
  [
    'R time series: years with fractions',
    `"","time","AirPassengers"\n${lines(24, i => `"${i + 1}",${(1980 + i / 12).toFixed(11)},${112 + i}`)}`,
    {
      points: 24,
      first: '1980-01-01T00:00:00.000Z',
      last: '1981-12-01T00:00:00.000Z',
      step: '1 month',
      values: [['AirPassengers', 112, 135]],
      guess: /years with fractions/,
    },
  ],
  [
    'Roman quarters',
    `Trimestre;v\n${lines(24, i => `${['I', 'II', 'III', 'IV'][i % 4]}/${2020 + Math.floor(i / 4)};${i},5`)}`,
    { points: 24, first: '2020-01-01T00:00:00.000Z', last: '2025-10-01T00:00:00.000Z', step: '1 quarter' },
  ],
  [
    'ISO years and weeks apart',
    `iso_year,iso_week,v\n${lines(24, i => `2025,${10 + i},${i}`)}`,
    { points: 24, first: '2025-03-03T00:00:00.000Z', step: '1 week' },
  ],
  [
    'weeks as 2025-20',
    `Yr-Wk,v\n${lines(24, i => `2025-${20 + i},${i}`)}`,
    { points: 24, first: '2025-05-12T00:00:00.000Z', step: '1 week' },
  ],
  [
    'dates of Brazil with an unnamed total below',
    `Data;Vendas\n${lines(24, i => `${brazilianDate(i)};${i},5`)}\n;276,5`,
    { ...daily, step: '1 day', rejected: 1 },
  ],
]
