import { compare } from '@seriema/api/sources/file/compare-case'
import type { Forecast, SentSeries, SeriesCase } from '../tried.ts'
import { begin, day, every, holds, hour, instants, minute, near, normal, uniform } from './made.ts'

/** That nothing promised lies outside what can be. */
const within = (made: Forecast, channel: number, least: number, most: number) => {
  const { mean, intervals } = made.channels[channel]!
  const all = [...mean, ...intervals.flatMap(({ lower, upper }) => [...lower, ...upper])]
  const ends = [Math.min(...all), Math.max(...all)].map(value => Number(value.toPrecision(4)))
  return holds(`channel ${channel + 1}`, `from ${least} to ${most}`, ends, ends[0]! >= least && ends[1]! <= most)
}

const months = (count: number, of = 1): SentSeries => {
  const pattern = [100, 90, 120, 140, 160, 190, 230, 220, 170, 140, 110, 150]
  return {
    times: Array.from({ length: count }, (_, i) => Date.UTC(2025, (i - count) * of, 1)),
    values: [Array.from({ length: count }, (_, i) => pattern[((((i - count) * of) % 12) + 12) % 12]!)],
  }
}
const monthly = (count: number): SeriesCase => ({
  name: `${count} months, the first of each`,
  sent: months(count),
  async compare(tried) {
    const year = [100, 90, 120, 140, 160, 190, 230, 220, 170, 140, 110, 150]
    const [naive, chosen] = [await tried.forecast(12, 'SEASONAL_NAIVE'), await tried.forecast(12)]
    const firsts = Array.from({ length: 12 }, (_, i) => `2025-${String(i + 1).padStart(2, '0')}-01T00:00`)
    return [
      instants('instants', firsts, chosen.times),
      compare('season', 12, naive.season),
      near('by the season', year, naive.channels[0]!.mean, 1e-6),
      near('by whoever is best', year, chosen.channels[0]!.mean, 4.6),
    ]
  },
})

const sparse = (): SentSeries => {
  const [draw, noise] = [uniform(21), normal(22)]
  const demand = Array.from({ length: 240 }, () => {
    const x = draw()
    return x < 0.7 ? 0 : Math.ceil(x * x * 12)
  })
  const humidity = demand.map(() => Math.min(100, Math.max(0, 93 + 6 * noise())))
  return {
    channels: '{ name: "demand", minimum: 0 }, { name: "humidity", minimum: 0, maximum: 100 }',
    times: every(day, 240),
    values: [demand, humidity],
  }
}

const outage = (): SentSeries => {
  const draw = normal(23)
  const kept = Array.from({ length: 4 * 1_440 + 810 }, (_, i) => ({
    i,
    value: 50 + 30 * Math.sin((2 * Math.PI * i) / 1_440) + 0.5 * draw(),
  })).filter(({ i }) => i < 4 * 1_440 + 600 || i >= 4 * 1_440 + 780)
  return { times: kept.map(({ i }) => Date.UTC(2024, 5, 3) + i * minute), values: [kept.map(({ value }) => value)] }
}

export const forecastCases: readonly SeriesCase[] = [
  monthly(48),
  monthly(60),
  monthly(120),
  {
    name: 'quarters',
    sent: months(36, 3),
    compare: async tried => [
      instants('instants', ['2025-01-01', '2025-04-01', '2025-07-01', '2025-10-01'], (await tried.forecast(4)).times),
    ],
  },
  {
    name: 'Monday to Friday',
    sent: (() => {
      const draw = normal(24)
      const steps = Array.from({ length: 520 }, (_, i) => i)
      return {
        times: steps.map(i => Date.UTC(2023, 0, 2) + (Math.floor(i / 5) * 7 + (i % 5)) * day),
        values: [steps.map(i => 100 + (i % 5) * 3 + 0.2 * draw())],
      }
    })(),
    async compare(tried) {
      const made = await tried.forecast(5)
      return [
        instants('instants', ['2024-12-30', '2024-12-31', '2025-01-01', '2025-01-02', '2025-01-03'], made.times),
        near('means', [100, 103, 106, 109, 112], made.channels[0]!.mean, 1),
      ]
    },
  },
  {
    name: 'midnights in Berlin across summer time',
    sent: (() => {
      const days = Array.from({ length: 421 }, (_, i) => Date.UTC(2023, 8, 1) + i * day)
      const summer = (at: number) =>
        at <= Date.UTC(2023, 9, 29) || (at > Date.UTC(2024, 2, 31) && at <= Date.UTC(2024, 9, 27))
      return {
        timeZone: 'Europe/Berlin',
        times: days.map(at => at - (summer(at) ? 2 : 1) * hour),
        values: [days.map((_, i) => 20 + [0, 1, 2, 3, 2, 1, 0][i % 7]!)],
      }
    })(),
    async compare(tried) {
      const made = await tried.forecast(7)
      const nights = ['10-25T22', '10-26T22', '10-27T23', '10-28T23', '10-29T23', '10-30T23', '10-31T23']
      const week = Array.from({ length: 7 }, (_, i) => 20 + [0, 1, 2, 3, 2, 1, 0][(421 + i) % 7]!)
      return [
        instants(
          'instants',
          nights.map(night => `2024-${night}`),
          made.times,
        ),
        near('means', week, made.channels[0]!.mean, 0.2),
      ]
    },
  },
  {
    name: 'orders that are mostly none, and humidity',
    sent: sparse(),
    async compare(tried) {
      const made = await tried.forecast(14)
      return [within(made, 0, 0, Number.POSITIVE_INFINITY), within(made, 1, 0, 100)]
    },
  },
  {
    name: '0 on most days, else 1 to 9',
    sent: (() => {
      const draw = uniform(5)
      return {
        times: every(day, 800),
        values: [Array.from({ length: 800 }, () => (draw() < 0.8 ? 0 : 1 + Math.floor(9 * draw())))],
      }
    })(),
    compare: async tried => [within(await tried.forecast(14), 0, 0, Number.POSITIVE_INFINITY)],
  },
  {
    name: 'values of 1 and more with a long tail',
    sent: (() => {
      const draw = uniform(6)
      return { times: every(hour, 800), values: [Array.from({ length: 800 }, () => draw() ** (-1 / 2.5))] }
    })(),
    compare: async tried => [within(await tried.forecast(24), 0, 0, Number.POSITIVE_INFINITY)],
  },
  {
    name: 'one channel that is dead',
    sent: {
      channels: '{ name: "alive" }, { name: "dead" }',
      times: every(hour, 300),
      values: [Array.from({ length: 300 }, (_, i) => 10 + Math.sin((i / 24) * 2 * Math.PI)), Array(300).fill(null)],
    },
    async compare(tried) {
      const truth = Array.from({ length: 24 }, (_, i) => 10 + Math.sin(((300 + i) / 24) * 2 * Math.PI))
      return [near('the other', truth, (await tried.forecast(24)).channels[0]!.mean, 0.1)]
    },
  },
  {
    name: 'three hours of outage in four days of minutes',
    sent: outage(),
    async compare(tried) {
      const { mean, intervals } = (await tried.forecast(120)).channels[0]!
      const [lower, upper] = [intervals.at(-1)!.lower.at(-1)!, intervals.at(-1)!.upper.at(-1)!]
      return [
        near('two hours ahead', [26.3], [mean.at(-1)!], 5),
        holds('its interval', 'holds 26.3', [lower, upper].map(Math.round), lower <= 26.3 && upper >= 26.3),
      ]
    },
  },
  {
    name: '3,000 points with a season of 288',
    sent: {
      times: every(5 * minute, 3_000),
      values: [Array.from({ length: 3_000 }, (_, i) => 20 + 5 * Math.sin((2 * Math.PI * i) / 288))],
    },
    async compare(tried) {
      const made = await tried.forecast(96)
      const truth = Array.from({ length: 96 }, (_, i) => 20 + 5 * Math.sin((2 * Math.PI * (3_000 + i)) / 288))
      return [compare('season', 288, made.season), near('means', truth, made.channels[0]!.mean, 0.5)]
    },
  },
  {
    name: '1, 2, 3, 4, 5',
    sent: { times: every(hour, 5, begin), values: [[1, 2, 3, 4, 5]] },
    compare: async tried => [near('means', [6, 7, 8, 9, 10], (await tried.forecast(5)).channels[0]!.mean, 0.01)],
  },
  {
    name: '10, 8, 6, 4, 2, fewer steps than points',
    sent: { times: every(hour, 5, begin), values: [[10, 8, 6, 4, 2]] },
    compare: async tried => [near('means', [0, -2, -4], (await tried.forecast(3)).channels[0]!.mean, 0.01)],
  },
]
