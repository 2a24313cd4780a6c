import type { Case } from '../case.ts'
import { daily } from '../case.ts'
import { brazilianDate, clockOf, date, day, hour, lines, stamp } from '../series.ts'

/** Business days from 2026-01-13 on. */
const business = (i: number) => {
  const weeks = Math.floor((i + 1) / 5)
  return day(((i + 1) % 5) - 1 + weeks * 7)
}
const american = (i: number) => `${business(i).m}/${business(i).d}/2026`
const words = (i: number) => `Jan ${day(i % 18).d}, 2026`
const workdays = { points: 24, step: '1 business day' }

/** What markets, shops and books write. */
export const finance: readonly Case[] = [
  [
    'Yahoo',
    `Date,Open,Close,Adj Close,Volume\n${lines(24, i => `${business(i).iso.slice(0, 10)},${i === 7 ? 'null,null,null,null' : `1${i}.5,2${i}.5,2${i}.5,${1_000_000 + i}`}`)}`,
    { ...workdays, points: 23, first: daily.first },
  ],
  [
    'yfinance, with names over names',
    `Price,Close,High,Volume\nTicker,AAPL,AAPL,AAPL\nDate,,,\n${lines(24, i => `${business(i).iso.slice(0, 10)},25${i}.5,26${i}.5,${1_000_000 + i}`)}`,
    {
      ...workdays,
      first: daily.first,
      values: [
        ['Close', 250.5, 2523.5],
        ['High', 260.5, 2623.5],
        ['Volume', 1_000_000, 1_000_023],
      ],
    },
  ],
  [
    'Investing.com in Portuguese, newest first',
    `"Data","Último","Abertura","Vol.","Var%"\n${lines(24, i => `"${business(23 - i).d}.${business(23 - i).m}.2026","5,3${12 + i}","5,36","${i % 2 ? `12,3${i}M` : `950,${i}K`}","-0,2${i}%"`)}`,
    {
      ...workdays,
      last: daily.first,
      values: [
        ['Último', 5.312, 5.335],
        ['Abertura', 5.36, 5.36],
        ['Vol.', 950_000, 12_323_000],
        ['Var%', -0.2, -0.223, '%'],
      ],
    },
  ],
  [
    'B3',
    `"DATA","ABERTURA","FECHAMENTO","VARIAÇÃO","VOLUME"\n${lines(24, i => `"${business(23 - i).d}/${business(23 - i).m}/2026","121.${341 + i},15","121.${45 + i},23","-0,${25 + i}","23,${89 - i}B"`)}`,
    { ...workdays, last: daily.first },
  ],
  [
    'Binance, without names, in milliseconds',
    lines(24, i =>
      [Date.parse(hour(i).iso), `9${i}.10`, `9${i}.50`, `12.${i}`, Date.parse(hour(i + 1).iso) - 1, 480 + i, 0].join(
        ',',
      ),
    ),
    {
      points: 24,
      first: hour(0).iso,
      last: hour(23).iso,
      step: '1 hour',
      format: 'epoch ms',
      leftOut: ['column_5'],
    },
  ],
  [
    'Binance in microseconds',
    lines(24, i => `${Date.parse(hour(i).iso)}000,9${i}.10,12.${i},${Date.parse(hour(i + 1).iso) - 1}999,${480 + i}`),
    { points: 24, first: hour(0).iso, step: '1 hour', format: 'epoch us', leftOut: ['column_4'] },
  ],
  [
    'CoinGecko',
    `snapped_at,price,market_cap\n${lines(24, i => `${date(i)} 00:00:00 UTC,9${i}.5,1.8e12`)}`,
    { ...daily, step: '1 day' },
  ],
  [
    'MetaTrader',
    lines(
      24,
      i => `${date(0).replaceAll('-', '.')},${clockOf(i * 900_000).h}:${clockOf(i * 900_000).min},1.1${i},1.2,100`,
    ),
    { points: 24, first: daily.first, step: '15 minutes' },
  ],
  [
    'MetaTrader 5',
    `<DATE>\t<TIME>\t<OPEN>\t<TICKVOL>\n${lines(24, i => `${date(0).replaceAll('-', '.')}\t${clockOf(i * 900_000).h}:${clockOf(i * 900_000).min}:00\t1.1${i}\t100`)}`,
    { points: 24, first: daily.first, step: '15 minutes' },
  ],
  [
    'ECB',
    `Date,USD,JPY,CYP,\n${lines(24, i => `${business(23 - i).iso.slice(0, 10)},1.0${312 + i},16${i % 10}.4,N/A,`)}`,
    {
      ...workdays,
      values: [
        ['USD', 1.0312, 1.0335],
        ['JPY', 160.4, 163.4],
      ],
      leftOut: ['CYP'],
    },
  ],
  [
    'NASDAQ',
    `Date,Close/Last,Volume\n${lines(24, i => `${american(23 - i)},$1${20 + i}.45,1${i}34567`)}`,
    { ...workdays, last: daily.first },
  ],
  [
    'Bloomberg',
    `Date,PX_LAST\n${lines(24, i => `${american(i)},${i === 4 ? '#N/A N/A' : i === 5 ? '#N/A Field Not Applicable' : `1${i}.5`}`)}`,
    { points: 22, step: '1 business day' },
  ],
  [
    'PayPal: a zone in a column of its own',
    `"Date","Time","TimeZone","Name","Status","Currency","Gross","Fee"\n${lines(24, i => `"${hour(i).d}/01/2026","${hour(i).h}:15:${10 + i}","PST","A ${i}","Completed","EUR","1.${234 + i},56","-0,${30 + i}"`)}`,
    {
      points: 24,
      first: '2026-01-14T06:15:10.000Z',
      values: [
        ['Gross', 1234.56, 1257.56],
        ['Fee', -0.3, -0.53],
      ],
    },
  ],
  [
    'Stripe',
    `id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC)\n${lines(24, i => `txn_${i},charge,ch_${i},1${i}.34,0.66,1${i}.00,usd,${stamp(i).slice(0, 13)}:${10 + i},2026-01-20 00:00`)}`,
    {
      points: 24,
      first: '2026-01-13T22:10:00.000Z',
      zone: 'UTC',
      leftOut: ['id', 'Type', 'Source', 'Currency', 'Available On (UTC)'],
    },
  ],
  [
    'Shopify',
    `Day,Orders,Gross sales,Discounts\n${lines(24, i => `${date(i)},${i},1234.${10 + i},-12.00`)}\nSummary,276,29000.00,-288.00`,
    { ...daily, step: '1 day', note: /the last lines are no rows: 'Summary/ },
  ],
  [
    'Google Analytics',
    `# ----------------------------------------\n# All Web Site Data\n# Audience Overview\n# 20260113-20260205\n# ----------------------------------------\n\nDay Index,Users\n${lines(24, i => `${Number(day(i).m)}/${day(i).d}/26,"1,${200 + i}"`)}\n,"29,000"`,
    { ...daily, step: '1 day', rejected: 1, values: [['Users', 1200, 1223]] },
  ],
  [
    'Google Analytics, compact dates',
    `Date,Sessions,Bounce Rate\n${lines(24, i => `${date(i).replaceAll('-', '')},"1,${200 + i}",45.${10 + i}%`)}`,
    { ...daily, step: '1 day' },
  ],
  [
    'store and item demand',
    `date,store,item,sales\n${lines(96, i => `${date(i % 24)},${1 + (Math.floor(i / 24) % 2)},${1 + Math.floor(i / 48)},${i}`)}`,
    {
      points: 96,
      series: { '1 1': 24, '2 1': 24, '1 2': 24, '2 2': 24 },
      step: '1 day',
      values: [['sales', 0, 95]],
    },
  ],
  [
    'millions and miles are told apart by a currency sign',
    `date,distance,revenue\n${lines(24, i => `${date(i)},${i}.5 mi,R$ ${i}.5 mi`)}`,
    {
      ...daily,
      values: [
        ['distance', 0.5, 23.5, 'mi'],
        ['revenue', 500_000, 23_500_000, 'R$'],
      ],
    },
  ],
  [
    'a decimal sign that differs by column',
    `Data;Peso;Preço\n${lines(24, i => `${brazilianDate(i)};${i},5;${i}.25`)}`,
    {
      ...daily,
      values: [
        ['Peso', 0.5, 23.5],
        ['Preço', 0.25, 23.25],
      ],
      guess: /Preço.*decimal point/,
    },
  ],
  [
    'a decimal sign that differs by column, with thousands in one',
    `Data;Peso;Preço\n${lines(24, i => `${brazilianDate(i)};${i},5;1,${200 + i}.75`)}`,
    {
      ...daily,
      values: [
        ['Peso', 0.5, 23.5],
        ['Preço', 1200.75, 1223.75],
      ],
    },
  ],
  [
    'units that differ from row to row in a column of their own are doubted',
    `time,value,unit\n${lines(24, i => `${stamp(i)},${i % 3 ? 950 + i : `1.${i}`},${i % 3 ? 'W' : 'kW'}`)}`,
    { points: 24, guess: /unit.* W and kW|unit.* kW and W/ },
  ],
  [
    'dates in words with a clock',
    `Activity Date,Distance,Moving Time\n${lines(18, i => `"${words(i)}, ${(i % 12) + 1}:15:00 PM",${i}.5,${1000 + i}`)}`,
    { points: 18, first: '2026-01-13T13:15:00.000Z' },
  ],
]
