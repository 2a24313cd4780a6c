import type { BenchApi } from '../api.ts'

const query = `mutation ($series: [SeriesPointsInput!]!) {
  ingestPoints(input: { series: $series }) {
    ... on IngestPointsPayload { series { key fallback fault { message } } }
    ... on Fault { message }
  }
}`
const seriesPerRequest = 50

interface Reply {
  readonly ingestPoints: {
    readonly message?: string
    readonly series?: readonly {
      readonly key: string
      readonly fallback: string | null
      readonly fault: { readonly message: string } | null
    }[]
  }
}

/**
 * Sends a point to every series, and another to those that their detector did not speak for, until it does for all.
 *
 * @param from epoch milliseconds of the first point sent
 */
export async function watchAgain(api: BenchApi, keys: readonly string[], from: number) {
  const began = performance.now()
  let left = keys
  let atOnce = 0
  for (let round = 0; left.length > 0; round++) {
    const still: string[] = []
    for (let i = 0; i < left.length; i += seriesPerRequest) {
      const series = left.slice(i, i + seriesPerRequest).map(key => ({
        key,
        times: [from + round * 1_000],
        values: [[100]],
      }))
      const { ingestPoints } = await api.ask<Reply>(query, { series })
      if (ingestPoints.series === undefined) throw new Error(ingestPoints.message)
      for (const { key, fallback, fault } of ingestPoints.series) {
        if (fault !== null) throw new Error(`${key}: ${fault.message}`)
        if (fallback !== null) still.push(key)
      }
    }
    if (round === 0) atOnce = left.length - still.length
    left = still
  }
  return { seconds: (performance.now() - began) / 1_000, atOnce }
}
