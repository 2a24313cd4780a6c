import type { BenchApi } from '../api.ts'
import { runChild } from '../child.ts'
import { valuesOf } from '../ingest/batches.ts'
import { startBare } from '../read/bare.ts'
import type { LoadAnswer, LoadJob } from '../read/load.ts'

const script = new URL('../read/load.ts', import.meta.url)

const one = `query Score($key: String!, $times: Instants!, $values: [Values!]!) { seriesByKey(key: $key) {
  score(times: $times, values: $values) { __typename ... on ScoredBatch { fallback channels { scores } anomalies { at score } } ... on Fault { message } } } }`

/** One point of a series after its last, to be scored. */
export const scoreOf = (key: string, place: number, now: number) => ({
  query: one,
  operationName: 'Score',
  variables: { key, times: [now + 1_000], values: [valuesOf(place, 0, 1)] },
})

const many = `query Scores($batches: [SeriesPointsInput!]!) { scorePoints(batches: $batches) {
  __typename ... on ScoredBatch { fallback channels { scores } anomalies { at score } } ... on Fault { message } } }`
const [series, points, connections, seconds] = [20, 50, 4, 4]

export const batchShape = `${series} series × ${points} points a request over ${connections} connections`

/** Scores a second over HTTP, ours and those that a bare server only passes on, in turns. */
export async function measureBatches(api: BenchApi, keys: readonly string[], now: number, rounds: number) {
  const times = Array.from({ length: points }, (_, i) => now + (i + 1) * 1_000)
  const batches = keys.slice(0, series).map((key, i) => ({ key, times, values: [valuesOf(i, 0, points)] }))
  const answer = await api.ask<{ scorePoints: readonly { readonly message?: string }[] }>(many, { batches })
  const refused = answer.scorePoints.find(({ message }) => message !== undefined)
  if (refused !== undefined) throw new Error(refused.message)
  const bare = await startBare(new Map([['Scores', answer]]))
  const body = JSON.stringify({ query: many, operationName: 'Scores', variables: { batches } })
  const perSecond = async (url: string): Promise<number> => {
    const told = await runChild<LoadAnswer>(script, { url, body, connections, seconds } satisfies LoadJob)
    if (told.failed > 0) throw new Error(`${told.failed} requests failed`)
    return told.perSecond * series * points
  }
  const ours: number[] = []
  const theirs: number[] = []
  await perSecond(`${api.url}/graphql`)
  for (let round = 0; round < rounds; round++) {
    ours.push(await perSecond(`${api.url}/graphql`))
    theirs.push(await perSecond(bare.url))
  }
  bare.stop()
  return { ours, bare: theirs }
}
