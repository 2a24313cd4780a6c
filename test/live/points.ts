import { ask, type Subscriber } from './subscriber.ts'

export interface Added {
  readonly series: { readonly key: string }
  readonly times: readonly number[]
  readonly values: readonly (readonly number[])[]
  readonly late: boolean
  readonly replaced: boolean
}

export interface PointsAdded {
  readonly pointsAdded: { readonly cursor: string; readonly added: readonly Added[] }
}

export const pointsAdded = `subscription ($series: [String!], $after: Cursor) {
  pointsAdded(series: $series, after: $after) { cursor added { series { key } times values late replaced } }
}`

export async function create(url: string, key: string, channels = 1): Promise<void> {
  const input = { key, channels: Array.from({ length: channels }, (_, c) => ({ name: `c${c}` })) }
  const query = `mutation ($input: CreateSeriesInput!) {
    createSeries(input: $input) { ... on SeriesPayload { series { key } } ... on Fault { message } }
  }`
  const { createSeries } = await ask<{ createSeries: { message?: string } }>(url, query, { input })
  if (createSeries.message !== undefined) throw new Error(createSeries.message)
}

/** Stores points; throws unless all of them are stored afterwards. */
export async function ingest(
  url: string,
  key: string,
  times: readonly number[],
  values: readonly (readonly number[])[],
  replace = false,
): Promise<void> {
  const query = `mutation ($input: IngestPointsInput!) {
    ingestPoints(input: $input) { ... on IngestPointsPayload { series { stored duplicates } } ... on Fault { message } }
  }`
  const { ingestPoints } = await ask<{
    ingestPoints: { series?: readonly { stored: number; duplicates: number }[]; message?: string }
  }>(url, query, {
    input: { series: [{ key, times, values }], replace },
  })
  const there = ingestPoints.series?.reduce((sum, { stored, duplicates }) => sum + stored + duplicates, 0) ?? 0
  if (there !== times.length) throw new Error(`${there} of ${times.length} stored: ${ingestPoints.message}`)
}

/** The next message that carries points, skipping those that only carry a cursor. */
export async function nextAdded(subscriber: Subscriber<PointsAdded>): Promise<readonly Added[]> {
  for (;;) {
    const message = await subscriber.next()
    if (message?.data == null) throw new Error(`no points but ${JSON.stringify(message)}`)
    if (message.data.pointsAdded.added.length > 0) return message.data.pointsAdded.added
  }
}
