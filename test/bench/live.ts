import { parseArgs } from 'node:util'
import { startBenchApi } from './api.ts'
import { runChild } from './child.ts'
import type { Bench } from './contract.ts'
import { median, quantile, round } from './figures.ts'
import { startBare } from './live/bare.ts'
import type { LiveAnswer, LiveJob } from './live/subscribers.ts'

const script = new URL('./live/subscribers.ts', import.meta.url)
const query = `subscription ($series: [String!]) {
  pointsAdded(series: $series) { cursor added { series { key } times values late replaced } }
}`

interface Measurement {
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** p95 and p99 from the answer that the point is stored, where there is one. */
  readonly answer95: number | null
  readonly answer99: number | null
  /** Microseconds of the server's thread a message. */
  readonly cpu: number
}

async function measure(job: LiveJob): Promise<Measurement> {
  let usage = process.threadCpuUsage()
  const { latencies, afterAnswer, messages, seconds } = await runChild<LiveAnswer>(script, job, message => {
    if (message === 'counting') usage = process.threadCpuUsage()
    if (message === 'counted') usage = process.threadCpuUsage(usage)
  })
  const at = (q: number) => quantile(latencies, q)
  const answered = (q: number) => (afterAnswer.length === 0 ? null : quantile(afterAnswer, q))
  return {
    perSecond: messages / seconds,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    answer95: answered(0.95),
    answer99: answered(0.99),
    cpu: (usage.user + usage.system) / Math.max(1, messages),
  }
}

/** Of each figure the median over the rounds: others may be using the machine. */
const typical = (rounds: readonly Measurement[]): Measurement => {
  const over = (pick: (one: Measurement) => number) => median(rounds.map(pick))
  return {
    perSecond: over(r => r.perSecond),
    p50: over(r => r.p50),
    p95: over(r => r.p95),
    p99: over(r => r.p99),
    answer95: rounds[0]!.answer95 === null ? null : over(r => r.answer95 ?? 0),
    answer99: rounds[0]!.answer99 === null ? null : over(r => r.answer99 ?? 0),
    cpu: over(r => r.cpu),
  }
}

export const live: Bench = {
  name: 'live',
  summary:
    'from a point being sent to its message on a WebSocket, and many subscribers beside a bare graphql-ws server',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        subscribers: { type: 'string', default: '1000' },
        rate: { type: 'string', default: '15' },
        seconds: { type: 'string', default: '8' },
        rounds: { type: 'string', default: '3' },
      },
    })
    const [subscribers, rate, seconds, rounds] = [values.subscribers, values.rate, values.seconds, values.rounds].map(
      Number,
    ) as [number, number, number, number]
    const api = await startBenchApi()
    const keys = Array.from({ length: 10 }, (_, i) => `live_${i}`)
    for (const key of keys)
      await api.ask(
        `mutation ($key: String!) { createSeries(input: { key: $key }) { ... on SeriesPayload { series { key } } ... on Fault { code message } } }`,
        { key },
      )
    const ours = { url: api.url, query, keys, seconds, ingests: true, points: 1 }

    const one = await measure({ ...ours, keys: keys.slice(0, 1), subscribers: 1, rate: 10 })
    const busy = await measure({ ...ours, subscribers: 10, rate: 20, points: 25 })
    const crowds: Measurement[] = []
    const bares: Measurement[] = []
    for (let round = 0; round < rounds; round++) {
      crowds.push(await measure({ ...ours, subscribers, rate }))
      const bare = await startBare(keys, rate)
      bares.push(await measure({ ...ours, url: bare.url, subscribers, rate, ingests: false }))
      bare.stop()
    }
    await api.stop()
    const crowd = typical(crowds)
    const bare = typical(bares)
    const row = (name: string, { perSecond, p50, p95, p99, answer95, answer99, cpu }: Measurement) => [
      name,
      Math.round(perSecond),
      round(p50),
      round(p95),
      round(p99),
      answer95 === null ? '-' : String(round(answer95)),
      answer99 === null ? '-' : String(round(answer99)),
      round(cpu),
    ]
    const crowdName = `${subscribers} subscribers, ${rate} messages/s each`
    return {
      columns: [
        '',
        'messages/s',
        'p50 ms',
        'p95 ms',
        'p99 ms',
        'p95 from answer',
        'p99 from answer',
        'server µs/message',
      ],
      rows: [
        row('1 subscriber, 10 points/s', one),
        row('10 subscribers, 5,000 points/s', busy),
        row(crowdName, crowd),
        row(`bare graphql-ws, ${crowdName}`, bare),
      ],
      notes: [
        'Latency is from before the HTTP request that ingests a point to its message, which is more than from the commit; its answer leaves just after the commit. The bare server publishes from memory.',
        `Processor time a message: ${round(crowd.cpu / bare.cpu)} of the bare server's; medians of ${rounds} rounds in turn.`,
        `Goals: p95 < 100 ms; ${subscribers * rate} messages/s at p99 < 150 ms.`,
      ],
      json: { one, busy, crowd, bare, cpuRatio: crowd.cpu / bare.cpu, p99Ratio: crowd.p99 / bare.p99 },
    }
  },
}
