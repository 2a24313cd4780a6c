import { parseArgs } from 'node:util'
import { createAccess } from '@seriema/api/access/access'
import { openCounters } from '@seriema/api/access/counters'
import type { App } from '@seriema/api/app'
import { createServer } from '@seriema/api/server/server'
import { unrestricted } from '@seriema/domain/access'
import { startBenchApi } from './api.ts'
import { runChild } from './child.ts'
import type { Bench, BenchResult } from './contract.ts'
import { median, round } from './figures.ts'
import type { IngestAnswer, IngestJob } from './ingest/load.ts'
import type { LoadAnswer, LoadJob } from './read/load.ts'

const reading = new URL('./read/load.ts', import.meta.url)
const sending = new URL('./ingest/load.ts', import.meta.url)
const create = 'mutation ($key: String!) { createSeries(input: { key: $key, interval: 1000 }) { __typename } }'
const latest = 'query { seriesByKey(key: "open_0") { key title pointCount lastAt latest { at values } } }'
const shape = { seriesPerBatch: 4, pointsPerSeries: 100 }

interface Way {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly keys: readonly string[]
}

interface Round {
  readonly perSecond: number
  /** Microseconds of the server's thread a point or request. */
  readonly cpu: number
}

type Rounds = Record<'on' | 'off', Round[]>

async function measured<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const before = process.threadCpuUsage()
  const result = await work()
  const { user, system } = process.threadCpuUsage(before)
  return [result, user + system]
}

const options = {
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '4' },
  points: { type: 'string', default: '4000' },
} as const

export const access: Bench = {
  name: 'access',
  summary: 'reading and sending points with access on, beside the same process with access off',
  run(args) {
    const { values } = parseArgs({ args: [...args], options })
    const [rounds, seconds, points] = [Number(values.rounds), Number(values.seconds), Number(values.points)]
    return compareAccess(['send', 'read'], { rounds, seconds, points })
  },
}

interface Extent {
  readonly rounds: number
  /** Of reading, each round. */
  readonly seconds: number
  /** Sent to each series, each round. */
  readonly points: number
}

/** What is measured with access on and off, in turn. */
export async function compareAccess(
  what: readonly ('send' | 'read')[],
  { rounds, seconds, points }: Extent,
): Promise<BenchResult> {
  const api = await startBenchApi()
  const config = { ...api.app.config, access: 'on' as const }
  const counters = await openCounters(config, api.app.log)
  // The same app behind a second server, which asks who calls.
  const own: Partial<App> = { config, access: createAccess({ ...api.app, config }, counters) }
  const guarded: App = Object.assign(Object.create(api.app), own)
  const server = createServer(guarded)
  const { url } = await server.listen()
  const { secret } = await guarded.access.keys.issue({ name: 'bench', grants: unrestricted, expiresAt: null }, 'bench')
  const names = (prefix: string) => Array.from({ length: 20 }, (_, i) => `${prefix}_${i}`)
  const off: Way = { url: `${api.url}/graphql`, headers: {}, keys: names('open') }
  const on: Way = { url: `${url}/graphql`, headers: { 'x-api-key': secret }, keys: names('asked') }
  for (const key of [...off.keys, ...on.keys]) await api.ask(create, { key })

  const from = Date.now() - 30 * 86_400_000
  const send = async ({ url, headers, keys }: Way, first: number, pointsPerKey: number) => {
    const job: IngestJob = { ...shape, url, sender: headers, keys, from, first, pointsPerKey, connections: 4 }
    const [answer, cpu] = await measured(() => runChild<IngestAnswer>(sending, job))
    return { perSecond: answer.stored / answer.seconds, cpu: cpu / answer.stored }
  }
  const read = async ({ url, headers }: Way) => {
    const job: LoadJob = { url, headers, body: JSON.stringify({ query: latest }), connections: 20, seconds }
    const [{ perSecond, failed }, cpu] = await measured(() => runChild<LoadAnswer>(reading, job))
    if (failed > 0) throw new Error(`${failed} requests failed`)
    return { perSecond, cpu: cpu / (perSecond * seconds) }
  }

  const sent: Rounds = { on: [], off: [] }
  const asked: Rounds = { on: [], off: [] }
  const [sends, reads] = [what.includes('send'), what.includes('read')]
  for (const way of [off, on]) {
    if (sends) await send(way, 0, 500)
    if (reads) await read(way)
  }
  for (let i = 0; i < rounds; i++) {
    const first = 500 + i * points
    // In turn, now the one and now the other first: a machine gets slower and faster.
    for (const name of i % 2 === 0 ? (['off', 'on'] as const) : (['on', 'off'] as const)) {
      const way = name === 'on' ? on : off
      if (sends) sent[name].push(await send(way, first, points))
      if (reads) asked[name].push(await read(way))
    }
  }
  await server.close()
  await counters.close()
  await api.stop()
  const row = (title: string, unit: string, { on, off }: Rounds) => {
    const over = (rounds: readonly Round[], pick: keyof Round) => median(rounds.map(round => round[pick]))
    const ratio = (pick: keyof Round) => round(median(on.map((each, i) => each[pick] / off[i]![pick])))
    const speed = [over(off, 'perSecond'), over(on, 'perSecond')].map(Math.round)
    const cpu = [over(off, 'cpu'), over(on, 'cpu')].map(round)
    return [title, unit, ...speed, ratio('perSecond'), ...cpu, ratio('cpu')]
  }
  return {
    columns: ['what', 'unit', 'off', 'on', 'ratio', 'off µs', 'on µs', 'µs ratio'],
    rows: [
      ...(sends ? [row('sending points', 'points/s', sent)] : []),
      ...(reads ? [row('one series, its last point', 'requests/s', asked)] : []),
    ],
    notes: [
      `Medians of ${rounds} rounds in turn; the ratio is the median of the rounds'. Goal: within 5 %. µs are of the server's thread, which others on the machine disturb less.`,
    ],
    json: { sent, asked },
  }
}
