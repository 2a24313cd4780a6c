import type { Case } from './case.ts'
import { daily, hourly } from './case.ts'
import { brazilianDate, date, germanDate, lines, stamp } from './series.ts'

/** How numbers are written. */
export const numbers: readonly Case[] = [
  [
    'thousands by dots, proved by another column, with a currency sign',
    `Data;Vendas;Faturamento\n${lines(24, i => `${brazilianDate(i)};1.${200 + i};R$ 12.${345 + i},67`)}`,
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
    `d;v\n${lines(24, i => `${brazilianDate(i)};51${'\u202f\u00a0\u2009'[i % 3]}${234 + i},5`)}`,
    { values: [['v', 51_234.5, 51_257.5]] },
  ],
  ['apostrophes', `d;v\n${lines(24, i => `${germanDate(i)};1'${234 + i}.50`)}`, { values: [['v', 1234.5, 1257.5]] }],
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
    `d;v\n${lines(24, i => `${germanDate(i)};1.${800 + i},25${i > 11 ? '-' : ''}`)}`,
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
    `d,v\n${lines(24, i => `${stamp(i)},${'1 NULL #N/A n/a NaN - ? unavailable unknown \\N <NA> #NV k.A. #DIV/0!'.split(' ')[i] ?? i}`)}`,
    { points: 11, values: [['v', 1, 23]] },
  ],
  [
    'a word in one of several channels, which costs no other value',
    `d,a,b\n${lines(24, i => `${stamp(i)},${i},${i === 3 ? 'fault' : 2 * i}`)}`,
    {
      ...hourly,
      values: [
        ['a', 0, 23],
        ['b', 0, 46],
      ],
      note: /b: what is no number is taken for missing, such as 'fault'/,
    },
  ],
  [
    'two letters, and a letter that is no number',
    `d,pump,flag,rain\n${lines(24, i => `${stamp(i)},${i % 2 ? 'Y' : 'N'},N,${i === 3 ? 'T' : i}`)}`,
    {
      ...hourly,
      values: [
        ['pump', 0, 1],
        ['rain', 0, 23],
      ],
      leftOut: ['flag'],
      note: /rain: what is no number is taken for missing, such as 'T'/,
    },
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
