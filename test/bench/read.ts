import { parseArgs } from 'node:util'
import { compareAccess } from './access.ts'
import { startBenchApi } from './api.ts'
import { runChild } from './child.ts'
import type { Bench } from './contract.ts'
import { median, round } from './figures.ts'
import { startBare } from './read/bare.ts'
import type { LoadAnswer, LoadJob } from './read/load.ts'

const script = new URL('./read/load.ts', import.meta.url)

interface Operation {
  readonly name: string
  readonly title: string
  readonly query: string
  readonly goal: string
}

const operations: readonly Operation[] = [
  {
    name: 'Chart',
    title: 'chart of 1,000 points',
    query: 'query Chart { seriesByKey(key: "read_0") { points(last: 1000) { times values total downsampled } } }',
    goal: '1,000/s',
  },
  {
    name: 'Latest',
    title: 'one series, its last point',
    query:
      'query Latest { seriesByKey(key: "read_0") { key title pointCount lastAt freshness { state } latest { at values } } }',
    goal: '2,000/s at p99 < 25 ms',
  },
  {
    name: 'Fleet',
    title: 'ten series with sparklines',
    query:
      'query Fleet { series(first: 10) { edges { node { key title latest { at values } points(last: 50) { values } anomalySummary { medium high critical } } } } }',
    goal: '-',
  },
  {
    name: 'Self',
    title: 'no database at all',
    query: 'query Self { __typename }',
    goal: '2,000/s at p99 < 25 ms',
  },
]

/** Ten series of 5,000 points: a season, some noise, no anomalies to speak of. */
async function fill(ask: <T>(query: string, variables?: Record<string, unknown>) => Promise<T>): Promise<void> {
  const create = 'mutation ($key: String!) { createSeries(input: { key: $key, title: "Read me" }) { __typename } }'
  const ingest = 'mutation ($series: [SeriesPointsInput!]!) { ingestPoints(input: { series: $series }) { __typename } }'
  const start = Date.now() - 5_000 * 60_000
  const times = Array.from({ length: 5_000 }, (_, i) => start + i * 60_000)
  for (let s = 0; s < 10; s++) {
    const key = `read_${s}`
    await ask(create, { key })
    const values = [times.map((_, i) => 100 + 10 * Math.sin((i / 60) * 2 * Math.PI) + ((i * 7_919) % 1_000) / 500)]
    await ask(ingest, { series: [{ key, times, values }] })
  }
}

interface Measurement extends LoadAnswer {
  /** Microseconds of the server's thread a request. */
  readonly cpu: number
}

async function measure(job: LoadJob): Promise<Measurement> {
  const before = process.threadCpuUsage()
  const answer = await runChild<LoadAnswer>(script, job)
  const { user, system } = process.threadCpuUsage(before)
  if (answer.failed > 0) throw new Error(`${answer.failed} requests failed`)
  return { ...answer, cpu: (user + system) / (answer.perSecond * job.seconds) }
}

/** Of each figure the median over the rounds: others may be using the machine. */
const typical = (rounds: readonly Measurement[]) => {
  const over = (pick: (one: Measurement) => number) => median(rounds.map(pick))
  return { perSecond: over(r => r.perSecond), p50: over(r => r.p50), p99: over(r => r.p99), cpu: over(r => r.cpu) }
}

export const read: Bench = {
  name: 'read',
  summary: 'queries over HTTP, beside a bare Yoga server that answers the same bytes from memory',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        connections: { type: 'string', default: '20' },
        seconds: { type: 'string', default: '5' },
        rounds: { type: 'string', default: '3' },
        access: { type: 'boolean', default: false },
      },
    })
    const [connections, seconds, rounds] = [Number(values.connections), Number(values.seconds), Number(values.rounds)]
    if (values.access) return compareAccess(['read'], { rounds, seconds, points: 0 })
    const api = await startBenchApi()
    await fill(api.ask)
    const answers = new Map<string, object>()
    for (const { name, query } of operations) answers.set(name, await api.ask<object>(query))
    const bare = await startBare(answers)
    const rows: (string | number)[][] = []
    const figures: Record<string, unknown> = {}
    for (const { name, title, query, goal } of operations) {
      const body = JSON.stringify({ query, operationName: name })
      const job = { body, connections, seconds }
      const ours: Measurement[] = []
      const theirs: Measurement[] = []
      await measure({ ...job, url: `${api.url}/graphql`, seconds: 2 })
      await measure({ ...job, url: bare.url, seconds: 2 })
      for (let i = 0; i < rounds; i++) {
        ours.push(await measure({ ...job, url: `${api.url}/graphql` }))
        theirs.push(await measure({ ...job, url: bare.url }))
      }
      const [our, their] = [typical(ours), typical(theirs)]
      const ratio = our.perSecond / their.perSecond
      figures[name] = { ours: our, bare: their, ratio }
      rows.push([
        title,
        JSON.stringify({ data: answers.get(name) }).length,
        Math.round(our.perSecond),
        round(our.p50),
        round(our.p99),
        round(our.cpu),
        Math.round(their.perSecond),
        round(ratio),
        goal,
      ])
    }
    bare.stop()
    await api.stop()
    return {
      columns: ['operation', 'bytes', 'req/s', 'p50 ms', 'p99 ms', 'server µs/req', 'bare Yoga req/s', 'ratio', 'goal'],
      rows,
      notes: [
        `${connections} connections from another process; medians of ${rounds} rounds of ${seconds} s in turn, after a warm-up.`,
      ],
      json: figures,
    }
  },
}
