import { compare } from '@seriema/api/sources/file/compare-case'
import type { Found, SeriesCase, Tried } from '../tried.ts'
import { atMost, begin, every, flat, hour, minute, normal } from './made.ts'

const alarms = (found: readonly Found[]) => found.filter(({ alarm }) => alarm).map(({ index }) => index)
const critical = (found: readonly Found[]) =>
  found.filter(({ severity }) => severity === 'CRITICAL').map(({ index }) => index)

/** A series whose alarms are known to the point, the first of them critical where there is one. */
const exact = (name: string, values: readonly number[], expected: readonly number[]): SeriesCase => ({
  name,
  sent: { times: every(5 * minute, values.length), values: [values] },
  async compare(tried) {
    const found = await tried.anomalies()
    return [
      compare('alarms', expected, alarms(found)),
      compare('critical', expected.slice(0, 1), critical(found).slice(0, 1)),
    ]
  },
})

const shifted = (
  day: (hour: number) => number,
  hours: number,
  lost: readonly [number, number] | null,
  seed: number,
) => {
  const draw = normal(seed)
  const all = Array.from({ length: hours }, (_, i) => ({ at: begin + i * hour, value: day(i % 24) + 1.5 * draw() }))
  const kept = lost === null ? all : all.filter((_, i) => i < lost[0] || i >= lost[1])
  return { times: kept.map(({ at }) => at), values: [kept.map(({ value }) => value)] }
}
const office = (at: number) => (at >= 7 && at < 18 ? 100 : 20)

const afterGap = (lost: readonly [number, number] | null, from: number) => async (tried: Tried) => [
  compare(
    'by the ensemble',
    [],
    alarms(await tried.anomalies()).filter(index => index >= from),
  ),
  compare(
    'by the season',
    [],
    alarms(await tried.anomalies('SEASONAL')).filter(index => index >= from),
  ),
  compare('hours lost', lost === null ? 0 : 7, lost === null ? 0 : lost[1] - lost[0]),
]

const season = () => {
  const draw = normal(7)
  const value = (i: number) => 10 + 5 * Math.sin((2 * Math.PI * i) / 96) + 0.3 * draw()
  const steps = [...Array(400).keys(), ...Array.from({ length: 400 }, (_, i) => 700 + i)]
  return { times: steps.map(i => begin + i * 5 * minute), values: [steps.map(value)] }
}

const walk = (seed: number): SeriesCase => {
  const draw = normal(seed)
  let level = 0
  const values = Array.from({ length: 800 }, () => {
    level += draw()
    return level
  })
  return {
    name: `a random walk, seed ${seed}`,
    sent: { times: every(5 * minute, 800), values: [values] },
    compare: async tried => [
      atMost('alarms, first 150', 1, alarms(await tried.anomalies()).filter(index => index < 150).length),
    ],
  }
}

/** A quarter of an hour's office load whose clock is put forward after 42 days. */
const clock = () => {
  const draw = normal(13)
  const values = Array.from({ length: 56 * 96 }, (_, i) => {
    const quarter = (i + (i >= 42 * 96 ? 4 : 0)) % 96
    return (quarter >= 28 && quarter < 72 ? 100 : 20) + 1.5 * draw()
  })
  return { times: every(15 * minute, values.length, Date.UTC(2024, 1, 18)), values: [values] }
}

export const detectionCases: readonly SeriesCase[] = [
  exact('42 all along, once 100', [...flat(700, 42), 100, ...flat(99, 42)], [700]),
  exact('42 all along, then 43', [...flat(700, 42), ...flat(100, 43)], [700]),
  exact('a status that drops for three points', [...flat(700, 1), ...flat(3, 0), ...flat(97, 1)], [700]),
  exact('zeros, once 10', [...flat(1_000, 0), 10, ...flat(60, 0)], [1_000]),
  exact('a mains voltage that fails', [...flat(1_000, 230), ...flat(60, 0)], [1_000]),
  {
    name: 'a ramp with a block in it',
    sent: {
      times: every(minute, 2_000),
      values: [Array.from({ length: 2_000 }, (_, i) => (i >= 1_899 && i < 1_910 ? 300 : i + 1))],
    },
    async compare(tried) {
      const found = alarms(await tried.anomalies())
      return [compare('alarms, 1899 to 1910', 1, found.filter(index => index >= 1_899 && index <= 1_910).length)]
    },
  },
  ...['ENSEMBLE', 'ZSCORE', 'ROBUST', 'SEASONAL'].map(
    (detector): SeriesCase => ({
      name: `a thermostat that moves by its resolution, ${detector}`,
      sent: { times: every(5 * minute, 600), values: [[...flat(500, 21.5), ...flat(100, 21.6)]] },
      compare: async tried => [compare('anomalies', [], await tried.anomalies(detector))],
    }),
  ),
  {
    name: 'a season with 25 hours of silence',
    sent: season(),
    compare: async tried => [
      compare(
        'the first after it',
        false,
        (await tried.anomalies()).some(({ index }) => index === 400),
      ),
    ],
  },
  ...[1, 2, 3, 4, 5].map(walk),
  {
    name: 'a square wave, 48 points each',
    sent: { times: every(5 * minute, 800), values: [Array.from({ length: 800 }, (_, i) => Math.floor(i / 48) % 2)] },
    compare: async tried => [atMost('alarms', 3, alarms(await tried.anomalies()).length)],
  },
  {
    name: 'an office, seven hours lost',
    sent: shifted(office, 48 * 24, [969, 976], 11),
    compare: afterGap([969, 976], 969),
  },
  { name: 'an office, nothing lost', sent: shifted(office, 48 * 24, null, 11), compare: afterGap(null, 969) },
  {
    name: 'an office whose clocks are put forward',
    sent: clock(),
    async compare(tried) {
      const after = async (detector: string) =>
        alarms(await tried.anomalies(detector)).filter(index => index >= 42 * 96)
      const [ensemble, seasonal] = [await after('ENSEMBLE'), await after('SEASONAL')]
      const late = [...ensemble, ...seasonal].filter(index => index >= 45 * 96)
      return [
        atMost('alarms of the ensemble', 2, ensemble.length),
        atMost('alarms by the season', 2, seasonal.length),
        atMost('after the third day', 0, late.length),
      ]
    },
  },
]
