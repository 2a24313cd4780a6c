import type { Case } from '../case.ts'
import { daily, hourly } from '../case.ts'
import { across, brazilianDate, clockOf, date, day, germanDate, hour, lines, stamp } from '../series.ts'

const quarter = (i: number) => clockOf(Date.UTC(2026, 0, 13) + i * 900_000)
const twelve = (i: number) => `${((Number(hour(i).h) + 11) % 12) + 1}`
const half = (i: number) => (Number(hour(i).h) < 12 ? 'AM' : 'PM')
const hours = { ...hourly, step: '1 hour' }
const days = { ...daily, step: '1 day' }

/** What sensors, stations, houses and watches write. */
export const devices: readonly Case[] = [
  [
    'INMET',
    Buffer.from(
      `REGIAO:;CO\nUF:;DF\nESTACAO:;BRASILIA\nLATITUDE:;-15,78944444\nALTITUDE:;1160,96\nData;Hora UTC;PRECIPITAÇÃO TOTAL, HORÁRIO (mm);PRESSAO (mB);TEMPERATURA (°C);\n${lines(24, i => `${hour(i).iso.slice(0, 10).replaceAll('-', '/')};${hour(i).h}00 UTC;${i % 5 ? ',2' : '0'};888,${i % 10};${i % 7 ? `2${i % 5},5` : '-9999'};`)}`,
      'latin1',
    ),
    { ...hours, suspicious: ['TEMPERATURA (°C) -9999'] },
  ],
  [
    'HOBO',
    `"Plot Title: pier"\n"#","Date Time, GMT-03:00","Temp, °C (LGR S/N: 1, SEN S/N: 2)","Coupler Detached (LGR S/N: 1)"\n${lines(24, i => `${i + 1},01/${hour(i).d}/26 ${twelve(i).padStart(2, '0')}:00:00 ${half(i)},${20 + i}.456,`)}\n25,01/15/26 12:00:00 AM,,Logged`,
    {
      points: 24,
      first: '2026-01-14T01:00:00.000Z',
      zone: '-03:00',
      step: '1 hour',
      values: [['Temp, °C (LGR S/N: 1, SEN S/N: 2)', 20.456, 43.456, '°C']],
    },
  ],
  [
    'Davis, with a and p behind the clock',
    `\t\tTemp\tHi\tOut\nDate\tTime\tOut\tTemp\tHum\n${lines(24, i => `1/${hour(i).d}/26\t${twelve(i)}:00${half(i)[0]!.toLowerCase()}\t${i}.5\t${i === 3 ? '---' : `${i}.7`}\t80`)}`,
    { ...hours, points: 24 },
  ],
  [
    'WeatherLink',
    `"Station"\n"Range: 1/13/26"\n\n\n\n"Date & Time","Temp - °F","Hum - %"\n${lines(24, i => `"1/${hour(i).d}/26 ${twelve(i)}:00 ${half(i)}","${50 + i}.1","${i === 2 ? '--' : 80}"`)}`,
    {
      ...hours,
      values: [
        ['Temp - °F', 50.1, 73.1, '°F'],
        ['Hum - %', 80, 80, '%'],
      ],
    },
  ],
  [
    'Netatmo',
    `Name;Long;Lat;ModuleName;ModuleType\n"Home";13.4;52.5;"Out";"Outdoor"\nTimestamp;"Timezone : Europe/Berlin";Temperature;Humidity\n${lines(
      24,
      i =>
        `${Date.parse(hour(i).iso) / 1000};"${hour(i + 1)
          .iso.slice(0, 19)
          .replaceAll('-', '/')
          .replace('T', ' ')}";${i}.2;80`,
    )}`,
    {
      ...hours,
      values: [
        ['Temperature', 0.2, 23.2],
        ['Humidity', 80, 80],
      ],
    },
  ],
  [
    'DWD',
    `STATIONS_ID;MESS_DATUM;  QN_9;TT_TU;RF_TU;eor\n${lines(48, i => `        433;${hour(i).iso.slice(0, 13).replace(/[-T]/g, '')};    3;${i === 9 || i === 20 ? '-999' : `   ${i}.2`};  80.0;eor`)}`,
    { points: 48, first: hourly.first, step: '1 hour', suspicious: ['TT_TU -999'] },
  ],
  [
    'NASA POWER',
    `-BEGIN HEADER-\nNASA/POWER Hourly Data\nDates (month/day/year): 01/13/2026 through 01/14/2026\nLocation: Latitude  -15.78   Longitude -47.93\n-END HEADER-\nYEAR,MO,DY,HR,T2M\n${lines(24, i => `2026,1,${hour(i).d},${Number(hour(i).h)},${i}.5`)}`,
    { ...hours, values: [['T2M', 0.5, 23.5]] },
  ],
  [
    'NWIS, with a zone in a column of its own',
    `# U.S. Geological Survey\nagency_cd\tsite_no\tdatetime\ttz_cd\t1_00060\t1_00060_cd\n5s\t15s\t20d\t6s\t14n\t10s\n${lines(24, i => `USGS\t01646500\t${stamp(i)}\tEST\t${100 + i}\tP`)}`,
    { points: 24, first: '2026-01-14T03:00:00.000Z', step: '1 hour', values: [['1_00060', 100, 123]] },
  ],
  [
    'Fitbit',
    `Activities\nDate,Calories Burned,Steps,Distance\n${lines(24, i => `${day(i).d}-${day(i).m}-2026,"2,${345 + i}","10,${123 + i}",7.${10 + i}`)}`,
    {
      ...days,
      values: [
        ['Calories Burned', 2345, 2368],
        ['Steps', 10_123, 10_146],
        ['Distance', 7.1, 7.33],
      ],
    },
  ],
  [
    'a duration beside a date is no time of day',
    `Date,Asleep,Steps\n${lines(24, i => `${date(i)},07:${10 + i},${1000 + i}`)}`,
    { ...days, values: [['Steps', 1000, 1023]], leftOut: ['Asleep'] },
  ],
  [
    'Apple Health',
    `type,sourceName,unit,startDate,endDate,value\n${lines(24, i => `HeartRate,Watch,count/min,${stamp(i)}:00 +0100,${stamp(i)}:00 +0100,${60 + i}`)}`,
    { points: 24, first: hour(-1).iso, step: '1 hour', values: [['value', 60, 83]] },
  ],
  [
    'Libre',
    `Glucose Data,Created on,13-01-2026 22:00 UTC,Created by,A B\nDevice,Serial Number,Device Timestamp,Record Type,Historic Glucose mmol/L,Scan Glucose mmol/L\n${lines(24, i => `FreeStyle,ABC-1,${quarter(i).d}-${quarter(i).m}-2026 ${quarter(i).h}:${quarter(i).min},${i % 6 === 5 ? 1 : 0},${i % 6 === 5 ? `,5.${i}` : `5.${i},`}`)}`,
    { points: 24, first: daily.first, step: '15 minutes' },
  ],
  [
    'Home Assistant, an instant in each column',
    `entity_id,type,unit,${across(12, i => `${germanDate(0)} ${hour(i + 2).h}:00`)}\nsensor.grid,grid_consumption,kWh,${across(12, i => `${i}.5`)}\nsensor.solar,solar,kWh,${across(12, i => `${i}.25`)}`,
    { points: 24, series: { 'sensor.grid': 12, 'sensor.solar': 12 }, first: daily.first, step: '1 hour' },
  ],
  [
    'Home Assistant statistics by their ids',
    `statistic_id,start,mean,min,max\n${lines(48, i => `sensor.${i < 24 ? 'a' : 'b'},${stamp(i % 24)}:00,${i}.5,${i},${i + 1}`)}`,
    { points: 48, series: { 'sensor.a': 24, 'sensor.b': 24 }, step: '1 hour' },
  ],
  [
    'on and off as PostgreSQL writes them',
    `ts,pump,flow\n${lines(24, i => `${stamp(i)}:00+00,${i % 2 ? 't' : 'f'},${i}.5`)}`,
    {
      ...hours,
      values: [
        ['pump', 0, 1],
        ['flow', 0.5, 23.5],
      ],
    },
  ],
  [
    'laboratory limits',
    `Date;Nitrate (mg/L)\n${lines(24, i => `${brazilianDate(i)};${i % 4 ? `0,${50 + i}` : '<0,05'}`)}`,
    { ...days, values: [['Nitrate (mg/L)', 0.05, 0.73, 'mg/L']], guess: /'<0,05' is read as 0\.05/ },
  ],
]
