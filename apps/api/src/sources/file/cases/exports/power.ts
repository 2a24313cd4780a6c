import type { Case } from '../case.ts'
import { across, clockOf, date, day, germanDate, hour, lines, stamp } from '../series.ts'

const start = '2026-01-13T00:00:00.000Z'
const half = (i: number) => clockOf(Date.UTC(2026, 0, 13) + i * 1_800_000)
const quarter = (i: number) => clockOf(Date.UTC(2026, 0, 13) + i * 900_000)
const dotted = (i: number) => `${hour(i).d}.01.2026 ${hour(i).h}:00`

/** Hours by their end, of the day of 25 of them in Texas and the one before: 02:00 comes twice. */
const ercotHours = (days: readonly (readonly [day: string, ends: readonly string[]])[]) =>
  days.flatMap(([date, ends]) => ends.map((end, i) => ({ date, end, again: end === ends[i - 1] ? 'Y' : 'N' })))
const ends = Array.from({ length: 24 }, (_, i) => `${String(i + 1).padStart(2, '0')}:00`)
const autumn = ercotHours([
  ['11/01/2025', ends],
  ['11/02/2025', [...ends.slice(0, 2), ...ends.slice(1)]],
])
const spring = ercotHours([
  ['03/08/2026', ends.filter(end => end !== '03:00')],
  ['03/09/2026', ends],
])

/** What grids, markets, meters and inverters write. */
export const power: readonly Case[] = [
  [
    'ENTSO-E prices',
    `MTU (UTC),Area,Sequence,Day-ahead Price (EUR/MWh),Intraday Period (UTC)\n${lines(24, i => `"${hour(i).d}/01/2026 ${hour(i).h}:00:00 - ${hour(i + 1).d}/01/2026 ${hour(i + 1).h}:00:00","BZN|DE-LU","Without Sequence","${50 + i}.12",""`)}`,
    {
      points: 24,
      first: hour(0).iso,
      last: hour(23).iso,
      zone: 'UTC',
      step: '1 hour',
      values: [['Day-ahead Price (EUR/MWh)', 50.12, 73.12, 'EUR/MWh']],
      leftOut: ['Area', 'Sequence', 'Intraday Period (UTC)'],
    },
  ],
  [
    'ENTSO-E load, with its mark for what is not expected',
    `"Time (CET/CEST)","Forecast [MW] - BZN|PT","Actual Load [MW] - BZN|PT"\n${lines(24, i => `"${dotted(i)} - ${dotted(i + 1)}","${5000 + i}","${i < 20 ? 5100 + i : i < 22 ? 'n/e' : 'N/A'}"`)}`,
    {
      points: 24,
      first: '2026-01-13T21:00:00.000Z',
      zone: 'CET',
      values: [
        ['Forecast [MW] - BZN|PT', 5000, 5023, 'MW'],
        ['Actual Load [MW] - BZN|PT', 5100, null, 'MW'],
      ],
    },
  ],
  [
    'Elexon settlement periods',
    `SettlementDate,SettlementPeriod,SystemSellPrice,SystemBuyPrice\n${lines(96, i => `${date(Math.floor(i / 48))},${(i % 48) + 1},${70 + i}.5,${70 + i}.5`)}`,
    {
      points: 96,
      first: start,
      last: '2026-01-14T23:30:00.000Z',
      step: '30 minutes',
      values: [
        ['SystemSellPrice', 70.5, 165.5],
        ['SystemBuyPrice', 70.5, 165.5],
      ],
      guess: /periods of 30 minutes/,
    },
  ],
  [
    'settlement periods over a day of 25 hours',
    `Settlement Date;Settlement Period;Quantity (MW)\n${lines(146, i => {
      const [d, p] = i < 48 ? [25, i] : i < 98 ? [26, i - 48] : [27, i - 98]
      return `${d}/10/2025;${p + 1};${i}`
    })}`,
    {
      points: 146,
      first: '2025-10-24T23:00:00.000Z',
      last: '2025-10-27T23:30:00.000Z',
      step: '30 minutes',
      values: [['Quantity (MW)', 0, 145, 'MW']],
    },
    { timeZone: 'Europe/London' },
  ],
  [
    'ERCOT prices by the end of the hour, over the hour that comes twice',
    `DeliveryDate,HourEnding,RepeatedHourFlag,SettlementPoint,SettlementPointPrice\n${lines(49, i => `${autumn[i]!.date},${autumn[i]!.end},${autumn[i]!.again},HB_NORTH,${20 + i}.5`)}`,
    {
      points: 49,
      first: '2025-11-01T05:00:00.000Z',
      last: '2025-11-03T05:00:00.000Z',
      step: '1 hour',
      values: [['SettlementPointPrice', 20.5, 68.5]],
      leftOut: ['RepeatedHourFlag', 'SettlementPoint'],
      rejected: 0,
    },
    { timeZone: 'America/Chicago' },
  ],
  [
    'ERCOT load of zones by the end of the hour, over the hour that is skipped',
    `OperDay,HourEnding,COAST,EAST,DSTFlag\n${lines(47, i => `${spring[i]!.date},${spring[i]!.end},${9_000 + i}.5,${1_000 + i}.25,N`)}`,
    {
      points: 47,
      first: '2026-03-08T06:00:00.000Z',
      last: '2026-03-10T04:00:00.000Z',
      step: '1 hour',
      values: [
        ['COAST', 9000.5, 9046.5],
        ['EAST', 1000.25, 1046.25],
      ],
      leftOut: ['DSTFlag'],
      rejected: 0,
    },
    { timeZone: 'America/Chicago' },
  ],
  [
    'half hours of a meter, newest first',
    `Consumption (kwh), Start, End\n${lines(24, i => `0.${100 + i}, ${half(23 - i).iso}, ${half(24 - i).iso}`)}`,
    {
      points: 24,
      first: half(23).iso,
      last: start,
      step: '30 minutes',
      values: [['Consumption (kwh)', 0.1, 0.123, 'kwh']],
      leftOut: ['End'],
    },
  ],
  [
    'a column for each half hour, two meters by their numbers',
    `MPAN,Date,${across(48, i => `HH${i + 1}`)}\n${lines(6, r => `${1_200_010_000_000 + (r % 2)},${date(Math.floor(r / 2))},${across(48, i => `${r}.${i}`)}`)}`,
    {
      points: 288,
      series: { '1200010000000': 144, '1200010000001': 144 },
      first: start,
      last: '2026-01-15T23:30:00.000Z',
      step: '30 minutes',
    },
  ],
  [
    'a column for each half hour, as clocks show it',
    `Date,${across(48, i => `${half(i).h}:${half(i).min}`)},Total\n${lines(3, r => `${date(r)},${across(48, i => `${r * 48 + i}`)},1000`)}`,
    { points: 144, first: start, last: '2026-01-15T23:30:00.000Z', step: '30 minutes', leftOut: ['Total'] },
  ],
  [
    'a column for each quarter of an hour, counted',
    `Datum;${across(96, i => `${i + 1}`, ';')}\n${lines(4, r => `${germanDate(r)};${across(96, i => `${r * 96 + i},5`, ';')}`)}`,
    {
      points: 384,
      first: start,
      last: '2026-01-16T23:45:00.000Z',
      step: '15 minutes',
      values: [['value', 0.5, 383.5]],
      guess: /periods of 15 minutes/,
    },
  ],
  [
    'quarters of an hour of a day of 25 hours, in columns',
    `Datum;${across(100, i => `QH${i + 1}`, ';')}\n${lines(3, r => `${25 + r}.10.2025;${across(100, i => (r === 1 || i < 96 ? `${i}` : ''), ';')}`)}`,
    { points: 292, first: '2025-10-24T22:00:00.000Z', last: '2025-10-27T22:45:00.000Z', step: '15 minutes' },
    { timeZone: 'Europe/Berlin' },
  ],
  [
    'a number for each quarter of an hour',
    `Datum;Viertelstunde;Verbrauch [kWh]\n${lines(192, i => `${germanDate(Math.floor(i / 96))};${(i % 96) + 1};${i},25`)}`,
    {
      points: 192,
      first: start,
      last: '2026-01-14T23:45:00.000Z',
      step: '15 minutes',
      values: [['Verbrauch [kWh]', 0.25, 191.25, 'kWh']],
    },
  ],
  [
    'periods of a market without names',
    `MARGINALPDBC;\n${lines(48, i => `2026;01;${day(Math.floor(i / 24)).d};${(i % 24) + 1};${50 + i}.5;${51 + i}.25;`)}\n*`,
    {
      points: 48,
      first: start,
      last: '2026-01-14T23:00:00.000Z',
      step: '1 hour',
      values: [
        ['column_5', 50.5, 97.5],
        ['column_6', 51.25, 98.25],
      ],
    },
  ],
  [
    'hours of a day of 23, counted on',
    `fecha;hora;precio\n${lines(71, i => {
      const [d, h] = i < 24 ? [28, i] : i < 47 ? [29, i - 24] : [30, i - 47]
      return `${d}/03/2026;${h + 1};${i},5`
    })}`,
    {
      points: 71,
      first: '2026-03-27T23:00:00.000Z',
      last: '2026-03-30T21:00:00.000Z',
      step: '1 hour',
      values: [['precio', 0.5, 70.5]],
    },
    { timeZone: 'Europe/Madrid' },
  ],
  [
    'ESIOS',
    `id;name;geoid;geoname;value;datetime\n${lines(24, i => `600;"Precio mercado SPOT";3;España;${50 + i}.5;${stamp(i).replace(' ', 'T')}:00+01:00`)}`,
    {
      points: 24,
      first: hour(-1).iso,
      step: '1 hour',
      values: [['value', 50.5, 73.5]],
      leftOut: ['id', 'geoid', 'geoname'],
    },
  ],
  [
    'SMARD',
    `Datum von;Datum bis;Biomasse [MWh] Originalauflösungen;Photovoltaik [MWh] Originalauflösungen\n${lines(24, i => `${dotted(i)};${dotted(i + 1)};4.${200 + i},5;${i < 8 ? '0' : i < 20 ? `1.${100 + i}` : '-'}`)}`,
    {
      points: 24,
      step: '1 hour',
      values: [
        ['Biomasse [MWh] Originalauflösungen', 4200.5, 4223.5, 'MWh'],
        ['Photovoltaik [MWh] Originalauflösungen', 0, null, 'MWh'],
      ],
      leftOut: ['Datum bis'],
    },
  ],
  [
    'SMA',
    `sep=;\nVersion CSV1|Tool SE|Linebreaks CR/LF|Delimiter semicolon|Decimalpoint comma|Precision 3\n\n;SN: 2130;SN: 2130\n;SB 3000TL;SB 3000TL\n;2130;2130\n;Total yield;Power\n;Counter;Analog\ndd/MM/yyyy HH:mm:ss;kWh;kW\n${lines(24, i => `13/01/2026 0${Math.floor(i / 12)}:${String((i % 12) * 5).padStart(2, '0')}:00;1234,${567 + i};0,${i < 10 ? '000' : 100 + i}`)}`,
    {
      points: 24,
      first: start,
      last: '2026-01-13T01:55:00.000Z',
      step: '5 minutes',
      values: [
        ['Total yield', 1234.567, 1234.59, 'kWh'],
        ['Power', 0, 0.123, 'kW'],
      ],
    },
  ],
  [
    'Fronius',
    `Datum und Uhrzeit;PV-Produktion;Verbrauch\n[dd.MM.yyyy HH:mm];[Wh];[Wh]\n${lines(24, i => `${dotted(i)};${i * 10},5;${100 + i}`)}`,
    {
      points: 24,
      step: '1 hour',
      values: [
        ['PV-Produktion', 0.5, 230.5, 'Wh'],
        ['Verbrauch', 100, 123, 'Wh'],
      ],
    },
  ],
  [
    'SolarEdge',
    `Time,System Production (W)\n${lines(24, i => `${quarter(i).m}/${quarter(i).d}/2026 ${quarter(i).h}:${quarter(i).min},${i < 8 ? '' : `"1,${234 + i}.5"`}`)}`,
    { points: 16, last: '2026-01-13T05:45:00.000Z', values: [['System Production (W)', 1242.5, 1257.5, 'W']] },
  ],
  [
    'Enedis',
    `Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Unite;Pas en minutes\n09112345678901;Courbe de charge;13/01/2026;15/01/2026;Energie active;W;\nHorodate;Valeur\n${lines(24, i => `${half(i + 1).iso.slice(0, 19)}+01:00;${352 + i}`)}`,
    { points: 24, first: '2026-01-12T23:30:00.000Z', step: '30 minutes', values: [['Valeur', 352, 375]] },
  ],
  [
    'Green Button',
    `Name,J DOE\nAddress,"1 MAIN ST, TOWN CA"\nAccount Number,1234567890\nService,Service 1\n\nTYPE,DATE,START TIME,END TIME,USAGE (kWh),COST,NOTES\n${lines(24, i => `Electric usage,${quarter(i).iso.slice(0, 10)},${quarter(i).h}:${quarter(i).min},${quarter(i + 1).h}:${quarter(i + 1).min},0.${12 + i},$0.0${i % 9},`)}`,
    {
      points: 24,
      first: start,
      step: '15 minutes',
      values: [
        ['USAGE (kWh)', 0.12, 0.35, 'kWh'],
        ['COST', 0, 0.05, '$'],
      ],
      leftOut: ['TYPE', 'END TIME', 'NOTES'],
    },
  ],
  [
    'a German meter while the clocks go back',
    `Ab-Datum;Ab-Zeit;Bis-Datum;Bis-Zeit;Wert [kWh];Status\n${['01:30', '01:45', '02:00', '02:15', '02:30', '02:45', '02:00', '02:15', '02:30', '02:45', '03:00', '03:15'].map((at, i) => `26.10.2025;${at}:00;26.10.2025;00:00:00;0,${25 + i};W`).join('\n')}`,
    {
      points: 12,
      first: '2025-10-25T23:30:00.000Z',
      last: '2025-10-26T02:15:00.000Z',
      step: '15 minutes',
      values: [['Wert [kWh]', 0.25, 0.36, 'kWh']],
      leftOut: ['Bis-Datum', 'Bis-Zeit', 'Status'],
    },
    { timeZone: 'Europe/Berlin' },
  ],
  [
    'ONS of Brazil',
    `id_subsistema;nom_subsistema;din_instante;val_cargaenergiahomwmed\n${lines(48, i => `${i < 24 ? 'N;Norte' : 'S;Sul'};${stamp(i % 24)}:00;1234.${567 + i}`)}`,
    { points: 48, step: '1 hour', values: [['val_cargaenergiahomwmed', 1234.567, 1234.614]] },
  ],
  [
    'CCEE: a month, a day and an hour apart',
    `MES_REFERENCIA;SUBMERCADO;PERIODO_COMERCIALIZACAO;DIA;HORA;PLD_HORA\n${lines(48, i => `202601;SUDESTE;${i + 1};${1 + Math.floor(i / 24)};${i % 24};61.${10 + i}`)}`,
    {
      points: 48,
      first: '2026-01-01T00:00:00.000Z',
      last: '2026-01-02T23:00:00.000Z',
      step: '1 hour',
      values: [['PLD_HORA', 61.1, 61.57]],
    },
  ],
  [
    'a midnight in each date, beside the hour',
    `Fecha;Hora;v\n${lines(48, i => `${day(Math.floor(i / 24)).d}/01/2026 0:00:00;${(i % 24) + 1};${i},5`)}`,
    { points: 48, first: start, last: '2026-01-14T23:00:00.000Z', step: '1 hour' },
  ],
  [
    'hours as 00-01 in columns',
    `Date,${across(24, i => `${String(i).padStart(2, '0')}-${String(i + 1).padStart(2, '0')}`)}\n${lines(3, r => `${date(r)},${across(24, i => `${r * 24 + i}`)}`)}`,
    { points: 72, first: start, last: '2026-01-15T23:00:00.000Z', step: '1 hour' },
  ],
  [
    'Nord Pool: an hour that comes twice in columns of its own',
    `Dato;${across(25, i => `Hour ${i < 2 ? i + 1 : i === 2 ? '3A' : i === 3 ? '3B' : i}`, ';')}\n${lines(3, r => `${25 + r}.10.2025;${across(25, i => (i === 3 && r !== 1 ? '' : `${r * 25 + i},5`), ';')}`)}`,
    { points: 73, first: '2025-10-24T22:00:00.000Z', last: '2025-10-27T22:00:00.000Z', step: '1 hour' },
    { timeZone: 'Europe/Oslo' },
  ],
  [
    '48 sensors are no half hours',
    `date,${across(48, i => `s${i + 1}`)}\n${lines(20, r => `${date(r)},${across(48, i => `${i}`)}`)}`,
    { points: 20, first: start, step: '1 day' },
  ],
  [
    'hours down and days across',
    `Hour,${across(7, i => date(i))}\n${lines(24, h => `${h},${across(7, i => `${i * 24 + h}`)}`)}`,
    { points: 168, step: '1 hour', values: [['value', 0, 167]] },
  ],
  [
    'Open Power System Data',
    `utc_timestamp,cet_cest_timestamp,DE_load_actual_entsoe_transparency,DE_solar\n${lines(24, i => `${hour(i).iso.slice(0, 19)}Z,${hour(i + 1).iso.slice(0, 19)}+0100,${41_151 + i},`)}`,
    { points: 24, first: hour(0).iso, step: '1 hour', leftOut: ['cet_cest_timestamp', 'DE_solar'] },
  ],
]
