import type { Comparison } from '@seriema/api/sources/file/compare-case'

export type Ask = <T>(query: string, variables?: Record<string, unknown>) => Promise<T>

/** A series as it is sent: instants in epoch milliseconds, one list of values per channel, null for a missing one. */
export interface SentSeries {
  /** As in GraphQL: [a gauge without unit and range]. */
  readonly channels?: string
  /** IANA name [UTC]. */
  readonly timeZone?: string
  readonly times: readonly number[]
  readonly values: readonly (readonly (number | null)[])[]
}

/** An anomaly by its place among the points sent. */
export interface Found {
  readonly index: number
  readonly alarm: boolean
  readonly severity: string
}

export interface Forecast {
  readonly forecaster: string
  readonly season: number
  readonly times: readonly number[]
  readonly channels: readonly {
    readonly mean: readonly number[]
    readonly intervals: readonly { readonly lower: readonly number[]; readonly upper: readonly number[] }[]
  }[]
}

/** What a running product says of a series that was sent to it. */
export interface Tried {
  /** By the detector that watches it, ascending. */
  anomalies(detector?: string): Promise<readonly Found[]>
  forecast(horizon: number, forecaster?: string): Promise<Forecast>
}

/** A kind of series that people have, and what is right of it. */
export interface SeriesCase {
  readonly name: string
  readonly sent: SentSeries
  readonly compare: (tried: Tried) => Promise<readonly Comparison[]>
}

/** Points of one request, so that a series grows as it does in life. */
const together = 500

async function send(ask: Ask, key: string, { channels, timeZone, times, values }: SentSeries, detector?: string) {
  const options = [
    `channels: [${channels ?? '{ name: "value" }'}]`,
    ...(timeZone === undefined ? [] : [`timeZone: "${timeZone}"`]),
    ...(detector === undefined ? [] : [`detector: ${detector}`]),
  ]
  await ask(`mutation { createSeries(input: { key: "${key}", ${options.join(', ')} }) { __typename } }`)
  for (let from = 0; from < times.length; from += together) {
    const part = (list: readonly (number | null)[]) => list.slice(from, from + together)
    await ask(
      'mutation ($s: [SeriesPointsInput!]!) { ingestPoints(input: { series: $s }) { ... on Fault { message } } }',
      { s: [{ key, times: part(times), values: values.map(part) }] },
    )
  }
}

const fields = 'forecaster season times channels { mean intervals { lower upper } }'

/** Sends a series to a running product under a key of its own; once more for each other detector that is asked for. */
export async function tried(ask: Ask, key: string, sent: SentSeries): Promise<Tried> {
  await send(ask, key, sent)
  const places = new Map(sent.times.map((at, index) => [at, index]))
  return {
    async anomalies(detector) {
      const own = detector === undefined ? key : `${key}_${detector.toLowerCase()}`
      if (detector !== undefined) await send(ask, own, sent, detector)
      const { seriesByKey } = await ask<{
        seriesByKey: { anomalies: { edges: { node: { at: string; alarm: boolean; severity: string } }[] } }
      }>(`{ seriesByKey(key: "${own}") { anomalies(first: 500) { edges { node { at alarm severity } } } } }`)
      const found = seriesByKey.anomalies.edges.map(({ node: { at, ...rest } }) => ({
        index: places.get(Date.parse(at))!,
        ...rest,
      }))
      return found.toSorted((a, b) => a.index - b.index)
    },
    async forecast(horizon, forecaster) {
      const chosen = forecaster === undefined ? '' : `, forecaster: ${forecaster}`
      const { seriesByKey } = await ask<{ seriesByKey: { forecast: Forecast & { message?: string } } }>(
        `{ seriesByKey(key: "${key}") { forecast(horizon: ${horizon}${chosen}) { ... on Forecast { ${fields} } ... on Fault { message } } } }`,
      )
      if (seriesByKey.forecast.message !== undefined) throw new Error(seriesByKey.forecast.message)
      return seriesByKey.forecast
    },
  }
}
