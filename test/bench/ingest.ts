import { parseArgs } from 'node:util'
import { findSeries } from '@seriema/api/store/series'
import { compareAccess } from './access.ts'
import { startBenchApi } from './api.ts'
import { runChild } from './child.ts'
import type { Bench } from './contract.ts'
import { median, round } from './figures.ts'
import type { IngestAnswer, IngestJob } from './ingest/load.ts'
import { insertRaw } from './ingest/raw.ts'
import { deploy } from './serve/fleet.ts'

const script = new URL('./ingest/load.ts', import.meta.url)
const create = `mutation ($key: String!, $detector: DetectorKind) {
  createSeries(input: { key: $key, interval: 1000, detector: $detector }) { __typename }
}`

interface Round {
  readonly ours: number
  /** With a shadow a series; null where none was asked for. */
  readonly shadowed: { readonly perSecond: number; readonly cpu: number } | null
  readonly alike: number
  readonly single: number
  /** Points a second where each request carries one. */
  readonly one: number
  readonly rawOne: number
  readonly cpu: number
  readonly found: number
}

export const ingest: Bench = {
  name: 'ingest',
  summary: 'points checked, stored, scored and announced over HTTP, beside a bare insert of the same rows by unnest',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        series: { type: 'string', default: '20' },
        'series-per-request': { type: 'string', default: '4' },
        'points-per-series': { type: 'string', default: '500' },
        points: { type: 'string', default: '300000' },
        connections: { type: 'string', default: '4' },
        clients: { type: 'string', default: '50' },
        'points-per-client': { type: 'string', default: '100' },
        rounds: { type: 'string', default: '3' },
        detector: { type: 'string' },
        shadow: { type: 'string' },
        access: { type: 'boolean', default: false },
      },
    })
    const numberOf = (name: Exclude<keyof typeof values, 'detector' | 'shadow' | 'access'>) => Number(values[name])
    const shape = { seriesPerBatch: numberOf('series-per-request'), pointsPerSeries: numberOf('points-per-series') }
    const connections = numberOf('connections')
    const each = Math.ceil(numberOf('points') / numberOf('series') / shape.pointsPerSeries) * shape.pointsPerSeries
    if (values.access) return compareAccess(['send'], { rounds: numberOf('rounds'), seconds: 0, points: each })
    const api = await startBenchApi()
    const names = (prefix: string) => Array.from({ length: numberOf('series') }, (_, i) => `${prefix}_${i}`)
    const clients = Array.from({ length: numberOf('clients') }, (_, i) => `client_${i}`)
    const spoken = (kind: string | undefined) => kind?.toUpperCase().replaceAll('-', '_') ?? null
    const [detector, shadow] = [spoken(values.detector), spoken(values.shadow)]
    const shadowed = shadow === null ? [] : names('shadowed')
    for (const key of [...names('in'), ...names('raw'), ...clients, ...shadowed])
      await api.ask(create, { key, detector })
    for (const key of shadowed)
      await deploy(api, { scope: { series: key }, role: 'WATCH', slot: 'SHADOW', kind: shadow })
    const keys = names('in')
    const ids = (await findSeries(api.app.db, names('raw'))).map(series => series.id)
    const from = Date.now() - 30 * 86_400_000
    const { sql } = api.app.db
    const raw = (first: number, count: number, writers: number) =>
      insertRaw(sql, { ...shape, seriesIds: ids, from, first, pointsPerSeriesInAll: count, connections: writers })
    const send = async (keys: readonly string[], first: number, count: number) => {
      const job: IngestJob = {
        ...shape,
        url: `${api.url}/graphql`,
        keys,
        from,
        first,
        pointsPerKey: count,
        connections,
      }
      const before = process.cpuUsage()
      const answer = await runChild<IngestAnswer>(script, job)
      const { user, system } = process.cpuUsage(before)
      if (answer.stored !== count * keys.length)
        throw new Error(`${answer.stored} of ${count * keys.length} were stored`)
      return {
        perSecond: answer.stored / answer.seconds,
        cpu: (user + system) / answer.stored,
        found: answer.anomalies,
      }
    }

    const ours = (first: number, count: number) => send(keys, first, count)
    /** The same into series that have a shadow each; null where none is asked for. */
    const beside = (first: number, count: number) => (shadow === null ? null : send(shadowed, first, count))

    /** Each client sends one series, a point a request, the next once the last is answered. */
    const singly = async (first: number, count: number) => {
      const job: IngestJob = {
        seriesPerBatch: 1,
        pointsPerSeries: 1,
        url: `${api.url}/graphql`,
        keys: clients,
        from,
        first,
        pointsPerKey: count,
        connections: clients.length,
      }
      const { stored, seconds } = await runChild<IngestAnswer>(script, job)
      if (stored !== count * clients.length) throw new Error(`${stored} of ${count * clients.length} were stored`)
      return stored / seconds
    }
    const rawSingly = (first: number, count: number) =>
      insertRaw(sql, {
        seriesPerBatch: 1,
        pointsPerSeries: 1,
        seriesIds: ids,
        from,
        first,
        pointsPerSeriesInAll: count,
        connections: 1,
      })

    const warmUp = 4 * shape.pointsPerSeries
    await ours(0, warmUp)
    await beside(0, warmUp)
    await raw(0, warmUp, connections)
    await singly(0, 10)
    const pointsEach = numberOf('points-per-client')
    const rawEach = Math.ceil((pointsEach * clients.length) / ids.length / 5)
    const rawAfter = warmUp + 2 * numberOf('rounds') * each
    const rounds: Round[] = []
    for (let i = 0; i < numberOf('rounds'); i++) {
      const first = warmUp + i * each
      const { perSecond, cpu, found } = await ours(first, each)
      const besides = await beside(first, each)
      const alike = await raw(warmUp + 2 * i * each, each, connections)
      const single = await raw(warmUp + (2 * i + 1) * each, each, 1)
      const one = await singly(10 + i * pointsEach, pointsEach)
      const rawOne = await rawSingly(rawAfter + i * rawEach, rawEach)
      rounds.push({ ours: perSecond, shadowed: besides, cpu, found, alike, single, one, rawOne })
    }
    await api.stop()
    const over = (pick: (round: Round) => number) => median(rounds.map(pick))
    const [our, alike, single] = [over(r => r.ours), over(r => r.alike), over(r => r.single)]
    const [one, rawOne] = [over(r => r.one), over(r => r.rawOne)]
    const withShadows = shadow === null ? null : over(r => r.shadowed!.perSecond)
    const row = (title: string, perSecond: number, compared = our) => [
      title,
      Math.round(perSecond),
      round(compared / perSecond),
    ]
    return {
      columns: ['what', 'points/s', 'Seriema is × of it'],
      rows: [
        row('Seriema: checked, stored, scored, announced, over HTTP', our),
        ...(withShadows === null
          ? []
          : [row(`the same, each series with a ${values.shadow} as its shadow`, withShadows)]),
        row('insert by unnest, one connection', single),
        row(`insert by unnest, ${connections} connections`, alike),
        row(`one point a request: Seriema, ${clients.length} clients`, one, one),
        row('one point a request: insert, one connection', rawOne, one),
      ],
      notes: [
        `Requests of ${shape.seriesPerBatch} series × ${shape.pointsPerSeries} points from another process over ${connections} connections; medians of ${rounds.length} rounds in turn, ${each * keys.length} points each.`,
        `The bare inserts send the same rows in transactions of the same size into the same table of the same durable PostgreSQL.`,
        `DetectorKind: ${values.detector ?? 'that of every new series'}. ${round(over(r => r.cpu))} µs of the API's process a point; ${over(r => r.found)} anomalies found a round.`,
        ...(withShadows === null
          ? []
          : [`${round(over(r => r.shadowed!.cpu))} µs of the API's process a point with shadows.`]),
        'Goal: 30,000 points/s and 0.35 of a bare insert on two cores.',
      ],
      json: {
        detector,
        microsecondsPerPoint: over(r => r.cpu),
        pointsPerSecond: our,
        shadowed: withShadows,
        rawSingle: single,
        rawAlike: alike,
        ratio: our / single,
        ratioAlike: our / alike,
        singlePointsPerSecond: one,
        rawSinglePoints: rawOne,
      },
    }
  },
}
