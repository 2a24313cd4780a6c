import { setImmediate } from 'node:timers/promises'
import { Fault } from '@seriema/domain/fault'
import type { PointColumns } from '@seriema/domain/point'
import type { Worth } from '@seriema/ml/calibration/worth'
import type { PointScore, ScorerKind, ScorerState } from '@seriema/ml/contract/scorer'
import { detecting } from '@seriema/ml/scorers/detectors'
import type { ExpectedPoint } from '@seriema/ml/scorers/residual'
import { calibratedResidual, residualWorth, scoreResidual } from '@seriema/ml/scorers/residual'
import { zscore } from '@seriema/ml/scorers/zscore'
import type { StoredForecast } from '../store/forecast.ts'

/** A value that scored above the threshold, and its place in its column. */
export interface Flagged {
  readonly index: number
  readonly found: PointScore
}

/** What a detector says of a batch: per channel what scored high, and the places of values it had nothing to say of. */
export interface Judgement {
  readonly flagged: readonly (readonly Flagged[])[]
  readonly silent: readonly Uint8Array[]
  /** Values it had something to say of, and those it had not. */
  readonly spoke: number
  readonly fell: number
}

/** Milliseconds after which other work gets its turn. */
const turn = 2
const valuesBetweenLooks = 64
const { threshold } = zscore.defaults

/** Lets a scorer that needs nothing but the values judge and learn them. Throws TIMED_OUT after `budget` milliseconds. */
export const judgeByScorer = (
  kind: ScorerKind,
  states: readonly ScorerState[],
  points: PointColumns,
  budget: number,
): Promise<Judgement> =>
  inPieces(points, budget, (channel, from, to, silent) => {
    const column = points.channels[channel]!.subarray(from, to)
    const { scores, flagged } = detecting[kind].scoreColumn(states[channel]!, column)
    for (let i = 0; i < column.length; i++)
      if (Number.isNaN(scores[i]!) && !Number.isNaN(column[i]!)) silent[from + i] = 1
    return flagged.map(({ index, ...found }) => ({ index: from + index, found }))
  })

/**
 * The same by the forecasts made before each instant; silent where there was none. Throws TIMED_OUT, or what a broken
 * forecast makes it throw.
 */
export const judgeByResidual = (
  worths: readonly Worth[],
  points: PointColumns,
  forecastBefore: (at: number) => StoredForecast | null,
  budget: number,
): Promise<Judgement> =>
  inPieces(points, budget, (channel, from, to, silent) => {
    const flagged: Flagged[] = []
    for (let index = from; index < to; index++) {
      const value = points.channels[channel]![index]!
      if (Number.isNaN(value)) continue
      const at = points.times[index]!
      const raw = scoreResidual(value, expectedAt(forecastBefore(at), channel, at), threshold)
      if (raw === null) {
        silent[index] = 1
        continue
      }
      if (!Number.isFinite(raw.score)) throw new Error('no finite score for a residual')
      const worth = worths[channel]!
      const score = residualWorth(worth, value, raw)
      if (score > threshold) flagged.push({ index, found: calibratedResidual(worth, raw, score, threshold) })
    }
    return flagged
  })

/** What was forecast for an instant, at the widest level; null where no step is within half an interval of it. */
export function expectedAt(forecast: StoredForecast | null, channel: number, at: number): ExpectedPoint | null {
  if (forecast === null) return null
  const step = Math.round((at - forecast.origin) / forecast.interval) - 1
  const { mean, intervals } = forecast.channels[channel]!
  const widest = intervals.at(-1)
  if (widest === undefined || step < 0 || step >= mean.length) return null
  return { expected: mean[step]!, lower: widest.lower[step]!, upper: widest.upper[step]!, level: widest.level }
}

type Piece = (channel: number, from: number, to: number, silent: Uint8Array) => readonly Flagged[]

/** Column by column, a few values at a time, so that whatever else the process does goes on meanwhile. */
async function inPieces(points: PointColumns, budget: number, judge: Piece): Promise<Judgement> {
  const count = points.times.length
  const silent = points.channels.map(() => new Uint8Array(count))
  const flagged: Flagged[][] = []
  let spent = 0
  let since = performance.now()
  for (const [channel, values] of points.channels.entries()) {
    const own: Flagged[] = []
    for (let from = 0; from < count; from += valuesBetweenLooks) {
      const taken = performance.now() - since
      if (spent + taken >= budget) throw new Fault('TIMED_OUT', `the detector took longer than its ${budget} ms`)
      if (taken > turn) {
        spent += taken
        await setImmediate()
        since = performance.now()
      }
      own.push(...judge(channel, from, Math.min(values.length, from + valuesBetweenLooks), silent[channel]!))
    }
    flagged.push(own)
  }
  const present = points.channels.reduce((sum, values) => sum + values.filter(value => !Number.isNaN(value)).length, 0)
  const fell = silent.reduce((sum, places) => sum + places.reduce((all, place) => all + place, 0), 0)
  return { flagged, silent, spoke: present - fell, fell }
}
