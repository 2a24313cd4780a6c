import { registerVersion, watcherFile } from '@seriema/api/flows/versions-for-tests'
import { encodeId } from '@seriema/api/schema/identity'
import { requireSeries } from '@seriema/api/store/series'
import { detectors } from '@seriema/ml/scorers/registry'
import type { BenchApi } from '../api.ts'
import { valuesOf } from '../ingest/batches.ts'

const create = `mutation ($key: String!, $detector: DetectorKind, $attributes: [AttributeInput!], $channels: [ChannelInput!], $interval: Float!) {
  createSeries(input: { key: $key, detector: $detector, attributes: $attributes, channels: $channels, interval: $interval }) {
    __typename ... on Fault { message } } }`
const ingest = `mutation ($series: [SeriesPointsInput!]!) { ingestPoints(input: { series: $series }) {
  ... on IngestPointsPayload { stored } ... on Fault { message } } }`

/** What a mutation answers, which has one field. Throws where it is a fault. */
export async function done<T>(api: BenchApi, query: string, variables: Record<string, unknown>): Promise<T> {
  const [answer] = Object.values(await api.ask<Record<string, T & { readonly message?: string }>>(query, variables))
  if (answer?.message !== undefined) throw new Error(answer.message)
  return answer!
}

/** Throws what the API refuses. */
export const deploy = (api: BenchApi, input: Readonly<Record<string, unknown>>): Promise<unknown> =>
  done(api, 'mutation ($input: DeployVersionInput!) { deployVersion(input: $input) { ... on Fault { message } } }', {
    input,
  })

/** So many at once. */
export async function inTurns<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<unknown>): Promise<void> {
  const left = [...all]
  const go = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: atOnce }, go))
}

export interface NewSeries {
  readonly key: string
  readonly interval: number
  readonly detector?: string | null
  readonly attributes?: readonly { readonly name: string; readonly value: string }[]
  readonly channels?: readonly { readonly name: string }[]
  readonly times: readonly number[]
  readonly values: readonly (readonly number[])[]
}

/** Series with a past. */
export async function fill(api: BenchApi, all: readonly NewSeries[], perRequest: number): Promise<void> {
  await inTurns(all, 8, ({ times: _times, values: _values, ...series }) => done(api, create, series))
  await fillMore(api, all, perRequest)
}

/** What they have to be told further. */
export async function fillMore(
  api: BenchApi,
  all: readonly Pick<NewSeries, 'key' | 'times' | 'values'>[],
  perRequest: number,
): Promise<void> {
  const requests = Array.from({ length: Math.ceil(all.length / perRequest) }, (_, i) =>
    all.slice(i * perRequest, (i + 1) * perRequest).map(({ key, times, values }) => ({ key, times, values })),
  )
  await inTurns(requests, 2, series => done(api, ingest, { series }))
}

/** Series of all kinds of detectors in turn, one of them a version of their own, a second apart up to `now`. */
export async function fillFleet(api: BenchApi, count: number, points: number, now: number): Promise<readonly string[]> {
  const kinds = [...detectors.filter(one => !one.needsForecasts).map(({ kind }) => kind), null]
  const times = Array.from({ length: points }, (_, i) => now - (points - i) * 1_000)
  const fleet = Array.from({ length: count }, (_, i) => ({
    key: `watched_${i}`,
    interval: 1_000,
    detector: kinds[i % kinds.length]?.toUpperCase().replaceAll('-', '_') ?? null,
    times,
    values: [valuesOf(i, 0, points)],
  }))
  await fill(api, fleet, 20)
  const { app } = api
  const own = fleet.filter((_, i) => kinds[i % kinds.length] === null)
  await inTurns(own, 4, async ({ key }) => {
    const { id } = await requireSeries(app.db, key)
    const file = watcherFile(100, 7)
    const version = await registerVersion(app, { seriesId: id }, { kind: 'zscore', artifact: file, channels: 1 })
    await deploy(api, { scope: { series: key }, role: 'WATCH', version: encodeId('Version', version) })
  })
  return fleet.map(({ key }) => key)
}
