import type { Case } from './case.ts'
import { date, germanDate, lines, stamp } from './series.ts'

const every = (cell: (i: number) => string) => `d,v\n${lines(24, i => `${date(i)},${cell(i)}`)}`
const german = (cell: (i: number) => string) => `d;v\n${lines(24, i => `${germanDate(i)};${cell(i)}`)}`

/** How amounts and flagged numbers are written. */
export const amounts: readonly Case[] = [
  ['whole amounts in Switzerland are not negative', german(i => `${234 + i}.-`), { values: [['v', 234, 257]] }],
  ['whole amounts in Germany', german(i => `${234 + i},--`), { values: [['v', 234, 257]] }],
  ['roubles', german(i => `1 ${234 + i},50 ₽`), { values: [['v', 1234.5, 1257.5, '₽']] }],
  [
    'the zero of an account',
    every(i => (i % 4 === 1 ? '" $ -   "' : `" $ 1,${234 + i}.50 "`)),
    { points: 24, values: [['v', 1234.5, 1257.5, '$']], guess: /'\$ -' is read as 0/ },
  ],
  [
    'sides of an account',
    every(i => `${234 + i}.50 ${i % 2 ? 'DR' : 'CR'}`),
    { values: [['v', 234.5, -257.5]], guess: /CR' is read as 234\.5/ },
  ],
  [
    'marks that point at footnotes',
    every(i => `${i}.5${['', '*', ' (1)', '(e)'][i % 4]}`),
    { points: 24, values: [['v', 0.5, 23.5]], guess: /'1\.5\*' is read as 1\.5/ },
  ],
  [
    'cells too narrow for their numbers',
    every(i => (i === 5 ? '#######' : `${i}`)),
    { points: 23, values: [['v', 0, 23]] },
  ],
  [
    'lakhs and crores',
    every(i => `${i}.5 ${i % 2 ? 'crore' : 'lakh'}`),
    { values: [['v', 50_000, 235_000_000, null]] },
  ],
  ['ten thousands', every(i => `${12 + i}.5万`), { values: [['v', 125_000, 355_000, null]] }],
  [
    'powers of 1,024',
    every(i => (i % 2 ? `${i}.5 GiB` : `${900 + i} MiB`)),
    { values: [['v', 900, 24_064, 'MiB']], guess: /'1\.5 GiB' is read in MiB/ },
  ],
  ['wide digits', every(i => `１２${'０１２３４５６７８９'[i % 10]}`), { values: [['v', 120, 123]] }],
  ['Arabic digits', every(i => `١٢${'٠١٢٣٤٥٦٧٨٩'[i % 10]}`), { values: [['v', 120, 123]] }],
  ['exponents of Fortran', `d v\n${lines(24, i => `${date(i)} 0.${234 + i}D+03`)}`, { values: [['v', 234, 257]] }],
  ['times a power of ten', every(i => `1.${10 + i}×10^3`), { values: [['v', 1100, 1330]] }],
  [
    'what a spreadsheet is to leave alone',
    `d,v,w\n${lines(24, i => `"=""${stamp(i)}""","=""${i}.5""","=""7"""`)}`,
    {
      points: 24,
      values: [
        ['v', 0.5, 23.5],
        ['w', 7, 7],
      ],
    },
  ],
  [
    'apostrophes before times',
    `d,v\n${lines(24, i => `'${stamp(i)},'${i}.5`)}`,
    { points: 24, values: [['v', 0.5, 23.5]] },
  ],
  [
    'a decimal comma without quotes',
    `Datum,Wert\n${lines(24, i => `${germanDate(i)},12,${50 + i}`)}`,
    { guess: /the rows have more cells than the header has names/ },
  ],
  [
    'a number of something else among prices',
    every(i => (i === 7 ? '0.24 Dividend' : `1${i}.5`)),
    { points: 23, rejected: 1 },
  ],
]
