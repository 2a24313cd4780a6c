import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { startBenchApi } from './api.ts'
import { runChild } from './child.ts'
import type { Bench } from './contract.ts'
import { median, quantile, round } from './figures.ts'
import { shops, upTo } from './group/shops.ts'
import { startBare } from './read/bare.ts'
import { batchShape, measureBatches, scoreOf } from './serve/batches.ts'
import { loadCold } from './serve/cold.ts'
import { fillFleet } from './serve/fleet.ts'
import { forecastGroup } from './serve/group.ts'
import type { PacedAnswer, PacedJob } from './serve/paced.ts'
import { watchStalls } from './serve/stalls.ts'
import { startShops } from './serve/training.ts'

const script = new URL('./serve/paced.ts', import.meta.url)
const weeks = 190

export const serve: Bench = {
  name: 'serve',
  summary: 'scores at a steady pace while a training runs, batches, forecasts of a group and versions loaded cold',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        series: { type: 'string', default: '1000' },
        points: { type: 'string', default: '600' },
        'per-second': { type: 'string', default: '333' },
        seconds: { type: 'string', default: '60' },
        products: { type: 'string', default: '150' },
        rounds: { type: 'string', default: '5' },
        versions: { type: 'string', default: '200' },
      },
    })
    const count = (name: keyof typeof values) => Number(values[name])
    const api = await startBenchApi()
    const now = Date.now()
    const keys = await fillFleet(api, count('series'), count('points'), now)
    const members = shops({ products: count('products'), weeks: weeks + 4, seed: 1 })
    const group = await startShops(
      api,
      members.map(one => upTo(one, weeks)),
      api.app.config.databaseUrl,
    )
    const deployed = await group.deploy(1)

    const bodies = keys.map((key, i) => JSON.stringify(scoreOf(key, i, now)))
    const { query, variables } = scoreOf(keys[0]!, 0, now)
    const answer = await api.ask<object>(query, variables)
    const pace = async (url: string): Promise<PacedAnswer> => {
      const job: PacedJob = {
        url,
        bodies,
        perSecond: count('per-second'),
        seconds: count('seconds'),
        expects: '"scores":',
      }
      const told = await runChild<PacedAnswer>(script, job)
      if (told.failed > 0) throw new Error(`${told.failed} were not scored: ${told.failure}`)
      return told
    }
    const bare = await startBare(new Map([['Score', answer]]))
    const training = await group.goOn()
    const stalls = watchStalls()
    const ours = await pace(`${api.url}/graphql`)
    const stalled = stalls()
    const load = loadavg()[0]!
    const theirs = await pace(bare.url)
    await training.stop()
    await group.stop()
    bare.stop()

    const batches = await measureBatches(api, keys, now, count('rounds'))
    const forecasts = await forecastGroup(api, members, 7 * weeks, deployed, count('rounds'))
    const cold = await loadCold(api, upTo(members[0]!, weeks), deployed, count('versions'))
    await api.stop()

    const at = ({ latencies }: PacedAnswer, q: number) => quantile(latencies, q)
    const steady = (q: number, goal: string) => [
      `one score, while a training runs: p${100 * q}, ms`,
      round(at(ours, q)),
      round(at(theirs, q)),
      round(at(ours, q) / at(theirs, q)),
      goal,
    ]
    const row = (title: string, our: number, their: number, goal: string) => [
      title,
      round(our),
      round(their),
      round(our / their),
      goal,
    ]
    return {
      columns: ['what', 'Seriema', 'peer', 'ratio', 'goal'],
      rows: [
        steady(0.5, '10'),
        steady(0.95, '30'),
        steady(0.99, '50'),
        row('scores/s, in batches', median(batches.ours), median(batches.bare), '30,000'),
        row('series/s, a group forecast in one call', forecasts.perSecond, forecasts.alone, '2,000'),
        row('a version loaded cold and asked: p99, ms', quantile(cold.ours, 0.99), quantile(cold.alone, 0.99), '2,000'),
      ],
      notes: [
        `${keys.length} series of ${count('points')} points, watched by every kind in turn and by versions of their own; ${values['per-second']} requests/s for ${values.seconds} s from another process, each timed from when it was due, while a worker trains a TinyTimeMixer of ${members.length} series. The peer answers the same requests by the same bytes from memory, by a bare Yoga, beside the same training.`,
        `Meanwhile the loop of the API stood still for ${stalled.loopP99} ms at p99 and ${stalled.loopMax} ms at most, collected for ${round(100 * stalled.collecting)} % of the time and ${stalled.longestCollection} ms at most at once; its thread was busy for ${round(100 * stalled.busy)} %. Load of the machine: ${round(load)}.`,
        `Batches: ${batchShape}, beside a bare Yoga that reads the same requests and writes the same answers. Forecasts: ${members.length} series of two channels, days summed to weeks, read, forecast, stored and announced, beside the numbers alone; the first call, which loads, took ${round(forecasts.first)} ms. Cold: ${count('versions')} versions, beside opening the file alone.`,
      ],
      json: {
        pace: { p50: at(ours, 0.5), p95: at(ours, 0.95), p99: at(ours, 0.99), most: at(ours, 1) },
        bare: { p50: at(theirs, 0.5), p95: at(theirs, 0.95), p99: at(theirs, 0.99) },
        stalled,
        load,
        batches,
        forecasts,
        cold: { p50: quantile(cold.ours, 0.5), p99: quantile(cold.ours, 0.99), alone: quantile(cold.alone, 0.99) },
      },
    }
  },
}
