import type { Case } from './case.ts'
import { daily, monthly } from './case.ts'
import { day, hour, lines } from './series.ts'

const year = (i: number) => 2024 + Math.floor(i / 12)
const months = (names: string) => `m;v\n${lines(24, i => `${names.split(' ')[i % 12]} ${year(i)};${i}`)}`
const suffix = (date: number) => ({ 1: 'st', 21: 'st', 2: 'nd', 22: 'nd', 3: 'rd', 23: 'rd' })[date] ?? 'th'
const quarters = { points: 24, first: '2018-01-01T00:00:00.000Z', last: '2023-10-01T00:00:00.000Z', step: '1 quarter' }
const weeks = { points: 24, first: '2025-03-03T00:00:00.000Z', last: '2025-08-11T00:00:00.000Z', step: '1 week' }
const january = { points: 24, first: '2024-01-01T00:00:00.000Z', last: '2024-01-24T00:00:00.000Z', step: '1 day' }
const days = { ...daily, step: '1 day' }

/** How days and months are written around the world. */
export const dates: readonly Case[] = [
  [
    'Polish months',
    months('styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień'),
    monthly,
  ],
  [
    'Swedish months',
    months('januari februari mars april maj juni juli augusti september oktober november december'),
    monthly,
  ],
  ['Danish months', months('jan feb mar apr maj jun jul aug sep okt nov dec'), monthly],
  ['Dutch months', months('jan feb mrt apr mei jun jul aug sep okt nov dec'), monthly],
  ['Turkish months', months('OCAK ŞUBAT MART NİSAN MAYIS HAZİRAN TEMMUZ AĞUSTOS EYLÜL EKİM KASIM ARALIK'), monthly],
  [
    'Russian months',
    months('январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'),
    monthly,
  ],
  ['Polish days in words', `Data;v\n${lines(24, i => `${i + 1} stycznia 2024;${i},5`)}`, january],
  ['ordinals behind months', `Date,v\n${lines(24, i => `"January ${i + 1}${suffix(i + 1)}, 2024",${i}`)}`, january],
  ['ordinals before months', `Date,v\n${lines(24, i => `${i + 1}${suffix(i + 1)} January 2024,${i}`)}`, january],
  ['Chinese days', `日期,v\n${lines(24, i => `2026年${Number(day(i).m)}月${Number(day(i).d)}日,${i}`)}`, days],
  [
    'Chinese instants',
    `时间,v\n${lines(24, i => `2026年1月${Number(hour(i).d)}日 ${hour(i).h}:00,${i}`)}`,
    { first: hour(0).iso },
  ],
  ['Korean days', `날짜,v\n${lines(24, i => `2026년 ${Number(day(i).m)}월 ${Number(day(i).d)}일,${i}`)}`, days],
  ['Chinese months', `月份,v\n${lines(24, i => `${year(i)}年${(i % 12) + 1}月,${i}`)}`, monthly],
  ['Hungarian days', `dátum;v\n${lines(24, i => `2026. ${day(i).m}. ${day(i).d}.;${i}`)}`, days],
  ['days without a sign between', `t;v\n${lines(24, i => `${day(i).d}${day(i).m}2026;${i}`)}`, days],
  ['weeks behind a comma', `Week,v\n${lines(24, i => `"Week ${10 + i}, 2025",${i}`)}`, weeks],
  [
    'quarters by their months',
    `p,v\n${lines(24, i => `${['Jan-Mar', 'Apr-Jun', 'Jul-Sep', 'Oct-Dec'][i % 4]} ${2018 + Math.floor(i / 4)},${i}`)}`,
    quarters,
  ],
  [
    'epochs as numpy writes them',
    `# t v\n${lines(24, i => `${(Date.parse(hour(i).iso) / 1000).toExponential(18).replace('e+9', 'e+09')} ${i}.0`)}`,
    { points: 24, first: hour(0).iso, last: hour(23).iso, format: 'epoch s' },
  ],
  ['months as 2024m1', `t,v\n${lines(24, i => `${year(i)}m${(i % 12) + 1},${i}`)}`, monthly],
  ['months as 2024:01', `t,v\n${lines(24, i => `${year(i)}:${String((i % 12) + 1).padStart(2, '0')},${i}`)}`, monthly],
  [
    'half-years as 2015/1',
    `p;v\n${lines(12, i => `${2015 + Math.floor(i / 2)}/${(i % 2) + 1};${i}`)}`,
    {
      first: '2015-01-01T00:00:00.000Z',
      last: '2020-07-01T00:00:00.000Z',
      step: '6 months',
      guess: /YYYY.MM would read/,
    },
  ],
  ['quarters as 2018/1', `p;v\n${lines(24, i => `${2018 + Math.floor(i / 4)}/${(i % 4) + 1};${i}`)}`, quarters],
  ['the first months of a year are no quarters', 'p;v\n2024/1;5\n2024/2;6\n2024/3;7\n2024/4;8', { step: '1 month' }],
]
