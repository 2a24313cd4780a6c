import { parseArgs } from 'node:util'
import { plainRecipe, type Recipe } from '@seriema/domain/recipe'
import { defineSettings, type Settings } from '@seriema/domain/setting'
import type { Member, TrainingRequest } from '@seriema/ml/contract/trainable'
import { seasonalChange } from '@seriema/ml/evaluation/metrics'
import { modelKind } from '@seriema/ml/versions/kinds'
import { openVersion } from '@seriema/ml/versions/open'
import { trainVersion } from '@seriema/ml/versions/train'
import type { Bench } from './contract.ts'
import { median, round } from './figures.ts'
import { cut, firstDay, shops, upTo, weekly } from './group/shops.ts'

const [context, horizon, year] = [104, 26, 52]
/** Weeks that are learnt from and judged on: four years, and what follows on them. */
const known = 4 * year
const calls = 5

const recipe: Recipe = {
  ...plainRecipe,
  resample: { unit: 'week', count: 1, by: 'sum', weekStart: 1, timeZone: 'UTC' },
  fill: 'forward',
  categories: ['region'],
}
const ttmSettings = {
  start: 'none',
  context,
  horizon,
  learns: 'mlp',
  mixChannels: true,
}

const request = (kind: string, members: readonly Member[], settings: Partial<Settings>): TrainingRequest => ({
  kind,
  settings: defineSettings(modelKind(kind).settings, settings),
  recipe,
  channels: [
    { name: 'sales', unit: null },
    { name: 'revenue', unit: 'BRL' },
  ],
  members,
  seed: 1,
})
const about = { version: 'bench', createdAt: firstDay, scope: 'bench' }

/** Forecasts `[member][channel][step]` of what follows on the known weeks. */
type Forecasts = readonly (readonly Float64Array[])[]

/** The mean over series and channels of the mean absolute error, by the change of the known weeks from year to year. */
function maseOf(members: readonly Member[], made: Forecasts): number {
  let [sum, count] = [0, 0]
  for (const [m, { channels }] of members.entries())
    for (const [c, values] of channels.entries()) {
      const all = weekly(values)
      const scale = seasonalChange(all.subarray(0, known), year)
      const error = made[m]![c]!.reduce((total, value, h) => total + Math.abs(value - all[known + h]!), 0) / horizon
      if (!Number.isFinite(scale)) continue
      sum += error / scale
      count++
    }
  return sum / count
}

const naive = (members: readonly Member[]): Forecasts =>
  members.map(({ channels }) => channels.map(values => weekly(values).slice(known - year, known - year + horizon)))

async function learnt(kind: string, members: readonly Member[], settings: Partial<Settings>) {
  const begun = performance.now()
  const history = members.map(member => upTo(member, known))
  const trained = await trainVersion(request(kind, history, settings), about)
  const seconds = (performance.now() - begun) / 1_000
  const open = await openVersion(trained.artifact)
  const points = open.pointsNeeded(history[0]!.step)
  const recent = history.map(member => cut(member, Math.max(0, member.times.length - points), member.times.length))
  const times: number[] = []
  let made = await open.forecast(recent, horizon)
  for (let call = 0; call < (members.length > 1 ? calls : 0); call++) {
    const asked = performance.now()
    made = await open.forecast(recent, horizon)
    times.push(performance.now() - asked)
  }
  await open.close()
  return { trained, seconds, times, made: made.map(({ mean }) => mean) }
}

async function alone(members: readonly Member[], settings: Partial<Settings>): Promise<Forecasts> {
  const made: (readonly Float64Array[])[] = []
  for (const member of members) made.push((await learnt('ridge', [member], settings)).made[0]!)
  return made
}

/** The group against what each series can learn by itself. */
export const groupBench: Bench = {
  name: 'group',
  summary: 'products in regions, weeks of sales and revenue: one TinyTimeMixer of all against a ridge for each series',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { seeds: { type: 'string', default: '3' }, products: { type: 'string', default: '150' } },
    })
    const rows: (string | number)[][] = []
    const json: Record<string, unknown>[] = []
    for (let seed = 1; seed <= Number(values.seeds); seed++) {
      const members = shops({ products: Number(values.products), weeks: known + horizon, seed })
      const ttm = await learnt('ttm', members, ttmSettings)
      const together = await learnt('ridge', members, { lookback: context, horizon })
      const figures = {
        seed,
        naive: maseOf(members, naive(members)),
        ridge: maseOf(members, await alone(members, { horizon })),
        ridge104: maseOf(members, await alone(members, { lookback: context, horizon })),
        groupRidge: maseOf(members, together.made),
        groupTtm: maseOf(members, ttm.made),
        coverage: ttm.trained.metrics.own.coverage,
        trainedSeconds: ttm.seconds,
        epochs: ttm.trained.losses.length,
        perSecond: members.length / (median(ttm.times) / 1_000),
      }
      json.push(figures)
      rows.push([
        seed,
        round(figures.naive),
        round(figures.ridge),
        round(figures.ridge104),
        round(figures.groupRidge),
        round(figures.groupTtm),
        round(figures.trainedSeconds),
        Math.round(figures.perSecond),
      ])
    }
    return {
      columns: [
        'seed',
        'seasonal naive',
        'ridge each',
        'ridge each, 104',
        'ridge of all',
        'TTM of all',
        'trained s',
        'series/s',
      ],
      rows,
      notes: [
        `${Number(values.products) * 6} series of two channels, daily points summed to weeks, ${known} weeks known; MASE of the ${horizon} after them, which no training saw`,
        'the TinyTimeMixer begins from nothing: 104 weeks in, 26 out, channels and the region mixed, fc1 and fc2 trained, the rest as it was drawn; all other settings are the usual ones',
        'series/s: all series forecast in one call from their daily points, resampling included',
      ],
      json: { seeds: json },
    }
  },
}
