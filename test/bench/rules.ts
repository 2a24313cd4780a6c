import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { reviseRules } from '@seriema/api/store/alert/evaluation'
import { transaction } from '@seriema/api/store/database'
import { createFreeSeries } from '@seriema/api/store/series'
import { defineSeries } from '@seriema/domain/series'
import { type BenchApi, startBenchApi } from './api.ts'
import type { Bench } from './contract.ts'
import { median, quantile, round } from './figures.ts'
import { deploy, done } from './serve/fleet.ts'

const ingest = `mutation ($series: [SeriesPointsInput!]!) { ingestPoints(input: { series: $series }) { __typename } }`

interface Load {
  readonly keys: readonly string[]
  /** Points a second; 0: as many as are taken. */
  readonly rate: number
  readonly seconds: number
  /** Series of one request, with a point each. */
  readonly together: number
}

let sent = 0

/** Seconds of processors that this process and those of its database have used; only of this process where /proc is not. */
async function processors({ app }: BenchApi): Promise<number> {
  const { user, system } = process.cpuUsage()
  const [row] = await app.db.sql<{ pid: number }[]>`select pg_backend_pid() as pid`
  const ticks = (pid: string | number) =>
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').map(Number)
  try {
    const postmaster = ticks(row!.pid)[1]!
    const own = readdirSync('/proc').filter(name => /^\d+$/.test(name))
    const used = own.flatMap(pid => {
      try {
        const [, parent, ...rest] = ticks(pid)
        return parent === postmaster ? rest[9]! + rest[10]! : []
      } catch {
        return []
      }
    })
    return (user + system) / 1e6 + used.reduce((sum, each) => sum + each, 0) / 100
  } catch {
    return (user + system) / 1e6
  }
}

/** Sends points to all series in turn, each request after the one before it; returns points a second and what each took. */
async function send(api: BenchApi, { keys, rate, seconds, together }: Load) {
  const used = await processors(api)
  const begun = performance.now()
  const took: number[] = []
  let points = 0
  while (performance.now() - begun < seconds * 1_000) {
    const wait = rate === 0 ? 0 : begun + (points / rate) * 1_000 - performance.now()
    if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
    const at = Date.now()
    const batches = Array.from({ length: together }, (_, i) => ({
      key: keys[(sent + i) % keys.length],
      times: [at],
      values: [[Math.sin((sent + i) / 100)]],
    }))
    sent += together
    const asked = performance.now()
    await api.ask(ingest, { series: batches })
    took.push(performance.now() - asked)
    points += together
  }
  const perSecond = (points / (performance.now() - begun)) * 1_000
  // What is behind by now is done in the next second.
  await new Promise(resolve => setTimeout(resolve, 1_000))
  return { perSecond, took, cpu: (((await processors(api)) - used) * 1e6) / points }
}

/** Milliseconds from sending a value beyond its limit to the message about it, and from the answer that it is stored. */
async function hear(api: BenchApi, keys: readonly string[], heard: Map<string, number>) {
  const [sentAt, storedAt] = [new Map<string, number>(), new Map<string, number>()]
  for (const key of keys) {
    sentAt.set(key, performance.now())
    await api.ask(ingest, { series: [{ key, times: [Date.now()], values: [[1_000]] }] })
    storedAt.set(key, performance.now())
    await new Promise(resolve => setTimeout(resolve, 150))
  }
  const until = performance.now() + 20_000
  while (heard.size < keys.length && performance.now() < until) await new Promise(resolve => setTimeout(resolve, 20))
  const since = (begun: ReadonlyMap<string, number>) =>
    keys.flatMap(key => (heard.has(key) ? heard.get(key)! - begun.get(key)! : []))
  return { latencies: since(sentAt), afterAnswer: since(storedAt) }
}

export const rules: Bench = {
  name: 'rules',
  summary: 'ingestion with a rule a series beside none, and from a point being sent to its message at a webhook',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        series: { type: 'string', default: '10000' },
        rules: { type: 'string', default: '10000' },
        rate: { type: 'string', default: '5000' },
        seconds: { type: 'string', default: '8' },
        rounds: { type: 'string', default: '3' },
        messages: { type: 'string', default: '100' },
      },
    })
    const [series, count, rate, seconds, rounds, messages] = [
      values.series,
      values.rules,
      values.rate,
      values.seconds,
      values.rounds,
      values.messages,
    ].map(Number) as [number, number, number, number, number, number]
    const heard = new Map<string, number>()
    const hook = createServer((request, response) => {
      let body = ''
      request.on('data', chunk => (body += chunk))
      request.on('end', () => {
        const key = /"series":\["(heard_\d+)"/.exec(body)?.[1]
        if (key !== undefined && !heard.has(key)) heard.set(key, performance.now())
        response.end()
      })
    })
    await new Promise<void>(resolve => hook.listen(0, '127.0.0.1', resolve))
    const api = await startBenchApi({ SERIEMA_RECEIVER_NETWORKS: '127.0.0.0/8' })
    const names = (prefix: string, length: number) => Array.from({ length }, (_, i) => `${prefix}_${i}`)
    const [keys, probes] = [names('load', series), names('heard', messages)]
    const attributes = [{ name: 'load', value: 'rules' }]
    const define = (key: string) => defineSeries({ key, attributes, channels: [{ name: 'value' }], interval: 1_000 })
    await createFreeSeries(api.app.db, [...keys, ...probes].map(define), Date.now())
    // States of ensembles of so many series are put away and read again all the time, and would hide what rules cost.
    await done(
      api,
      'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { ... on Fault { message } } }',
      {
        input: { name: 'load', conditions: [{ attribute: 'load' }] },
      },
    )
    await deploy(api, { scope: { group: 'load' }, role: 'WATCH', slot: 'ACTIVE', kind: 'ZSCORE' })
    await api.ask(`mutation { createReceiver(input: { name: "hook", notifier: WEBHOOK,
      settings: { url: "http://127.0.0.1:${(hook.address() as AddressInfo).port}/" },
      secrets: { signingSecret: "known to the receiver and to us" } }) { __typename } }`)
    const { sql } = api.app.db
    await sql`insert into alert_rules (series_id, name, enabled, severity, condition, settings, trigger_count, trigger_of,
        trigger_for, recovery_count, recovery_for, cooldown, group_by, receivers, escalate_to, created_at, updated_at)
      select id, key, false, 'warning', 'value', '{"side":"above","limit":100}', 1, 1, 0, 1, 0, 0, 'series',
        '[1]', '[]', now(), now() from series order by (key like 'heard%') desc, id limit ${count + messages}`
    const enable = (on: boolean) =>
      transaction(api.app.db, async tx => {
        await reviseRules(tx)
        await tx.sql`update alert_rules set enabled = ${on}`
      })
    const load = { keys, rate: 0, seconds, together: 500 }
    await send(api, load)
    const [without, ruled, steadily, steadilyRuled, cpu, cpuRuled]: number[][] = [[], [], [], [], [], []]
    for (let i = 0; i < rounds; i++)
      for (const on of i % 2 === 0 ? [false, true] : [true, false]) {
        await enable(on)
        await new Promise(resolve => setTimeout(resolve, 1_500))
        ;(on ? ruled : without)!.push((await send(api, load)).perSecond)
        const steady = await send(api, { ...load, rate })
        ;(on ? steadilyRuled : steadily)!.push(median(steady.took))
        ;(on ? cpuRuled : cpu)!.push(steady.cpu)
      }
    await enable(true)
    const loading = send(api, { ...load, rate, seconds: (messages * 170) / 1_000 })
    const { latencies, afterAnswer } = await hear(api, probes, heard)
    await loading
    await api.stop()
    hook.close()
    const cost = 1 - median(ruled!) / median(without!)
    const at = (of: readonly number[]) => [0.5, 0.95, 0.99].map(q => quantile(of, q)) as [number, number, number]
    const [[p50, p95, p99], answered] = [at(latencies), at(afterAnswer)]
    return {
      columns: ['what', 'without rules', `with ${count} rules`, 'cost'],
      rows: [
        ['points/s, as many as are taken', round(median(without!)), round(median(ruled!)), `${round(100 * cost)} %`],
        [
          `ms for 500 points, at ${rate} points/s`,
          round(median(steadily!)),
          round(median(steadilyRuled!)),
          `${round(100 * (median(steadilyRuled!) / median(steadily!) - 1))} %`,
        ],
        [
          'µs of processors a point, database included',
          round(median(cpu!)),
          round(median(cpuRuled!)),
          `${round(100 * (median(cpuRuled!) / median(cpu!) - 1))} %`,
        ],
        ['ms from its answer to webhook, p50 / p95 / p99', '', answered.map(one => Math.round(one)).join(' / '), ''],
        [
          'ms from point to webhook, p50 / p95 / p99',
          '',
          [p50, p95, p99].map(one => Math.round(one)).join(' / '),
          `${latencies.length} of ${messages} came`,
        ],
      ],
      notes: [
        `${series} series, watched by the z-score, a point of each in turn; messages under a load of ${rate} points/s`,
      ],
      json: {
        series,
        rules: count,
        perSecond: { without: median(without!), with: median(ruled!), cost },
        processors: { without: median(cpu!), with: median(cpuRuled!) },
        steady: { rate, without: median(steadily!), with: median(steadilyRuled!) },
        webhook: { p50, p95, p99, answer95: answered[1], came: latencies.length, sent: messages },
      },
    }
  },
}
