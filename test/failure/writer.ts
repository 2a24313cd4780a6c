import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { expect } from 'vitest'

const origin = Date.UTC(2020, 0, 1)

/** Point i of every series written here: known from its number alone, so that what is stored can be told right or wrong. */
const instantAt = (index: number) => origin + index * 1_000
const valueAt = (index: number) => Math.sin(index) * 100
/** The number of the point at an instant. */
export const indexAt = (instant: number) => (instant - origin) / 1_000

export interface Answer {
  readonly data?: { readonly [field: string]: { readonly __typename: string; readonly [field: string]: unknown } }
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

/** Throws what `fetch` throws where nobody answers. */
export async function ask(url: string, query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as Answer
}

export const ingestion = `mutation ($key: String!, $times: Instants!, $values: Values!) {
  ingestPoints(input: { series: [{ key: $key, times: $times, values: [$values] }] }) {
    __typename
    ... on IngestPointsPayload { series { stored duplicates fault { code } } }
  }
}`

/** Variables of `ingestion` for points `from` to `from + count`. */
export const batch = (key: string, from: number, count: number) => {
  const indices = Array.from({ length: count }, (_, offset) => from + offset)
  return { key, times: indices.map(instantAt), values: indices.map(valueAt) }
}

/** `more`: further fields of the input, as GraphQL. */
export async function createSeries(url: string, key: string, more = ''): Promise<void> {
  const answer = await ask(
    url,
    `mutation ($key: String!) { createSeries(input: { key: $key ${more} }) { __typename } }`,
    {
      key,
    },
  )
  expect(answer.data?.createSeries?.__typename, JSON.stringify(answer)).toBe('SeriesPayload')
}

export interface Writer {
  readonly key: string
  /** How many points the API has said are stored: always the first so many. */
  acknowledged(): number
  /** Stops after the batch in hand, acknowledged or not. */
  stop(): Promise<void>
}

/** Sends one batch after the other, each again and again until it is acknowledged. `url` may change when the API does. */
export function startWriter(url: () => string, key: string, size: number): Writer {
  let acknowledged = 0
  let stopped = false
  const attempt = async (): Promise<boolean> => {
    const answer = await ask(url(), ingestion, batch(key, acknowledged, size)).catch(() => null)
    const outcome = answer?.data?.ingestPoints
    if (outcome?.__typename !== 'IngestPointsPayload') return false
    const [series] = outcome.series as [{ stored: number; duplicates: number; fault: unknown }]
    if (series.stored + series.duplicates === size) return true
    throw new Error(`an answer that says neither stored nor failed: ${JSON.stringify(answer)}`)
  }
  const running = (async () => {
    while (!stopped) {
      if (await attempt()) acknowledged += size
      else await pause(10)
    }
  })()
  return {
    key,
    acknowledged: () => acknowledged,
    async stop() {
      stopped = true
      await running
    },
  }
}

/** Every acknowledged point is stored with its value, no point twice, each announced exactly once, and nothing else is there. */
export async function expectExactly(databaseUrl: string, writer: Writer): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  try {
    const [series] =
      await sql`select id, point_count::int as count, last_seq::int as last from series where key = ${writer.key}`
    const rows = await sql<{ at: number; seq: number; value: number }[]>`
      select (extract(epoch from at) * 1000)::float8 as at, seq::int as seq, values[1] as value
      from points where series_id = ${series!.id} order by at`
    expect(rows.length).toBeGreaterThanOrEqual(writer.acknowledged())
    expect(rows.length).toBe(series!.count)
    expect(rows.map(row => row.at)).toEqual(rows.map((_, index) => instantAt(index)))
    expect(rows.map(row => row.value)).toEqual(rows.map((_, index) => valueAt(index)))
    const announced = await sql<{ from: number; to: number }[]>`
      select (payload->>'fromSeq')::int as from, (payload->>'toSeq')::int as to
      from events where kind = 'points' and series_id = ${series!.id} order by id`
    const numbers = announced.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i))
    expect(numbers).toEqual(rows.map(row => row.seq).sort((a, b) => a - b))
    expect(numbers.at(-1)).toBe(series!.last)
  } finally {
    await sql.end()
  }
}
