import type { PointColumns } from '@seriema/domain/point'
import type { App } from '../../app.ts'
import type { Watch } from '../../serving/live-windows.ts'
import type { Db } from '../../store/database.ts'
import { forecastBefore } from '../../store/forecasts.ts'
import { readAround } from '../../store/points.ts'
import type { Baseline, Detection } from './detect.ts'
import { copyStates, detect, runBaseline } from './detect.ts'
import { contextBefore, lateBaseline } from './detect-late.ts'
import type { Settled } from './settle.ts'
import { slice } from './settle.ts'

export interface Scored {
  readonly detection: Detection
  /** What the detectors know after the batch. */
  readonly watch: Watch
  /** The newest points before the batch. */
  readonly recent: PointColumns
  readonly fellBackBefore: boolean
}

/** Stored points read around late ones at most; beyond, late points are compared with those of them that come first. */
const aroundAtMost = 20_000

/** Scores what is new: points in order by the states kept, those out of order against what surrounds them. */
export async function scoreSettled(app: Pick<App, 'config' | 'windows'>, tx: Db, settled: Settled): Promise<Scored> {
  const { series, fresh, late, replaced } = settled
  const inOrder = slice(fresh, late)
  const outOfOrder = merge(slice(fresh, 0, late), replaced)
  if (inOrder.times.length + outOfOrder.times.length === 0)
    return {
      detection: { findings: [], detector: series.detector, fallback: null },
      watch: { states: [], fallback: null },
      recent: inOrder,
      fellBackBefore: false,
    }
  const { states: known, recent, fallback } = await app.windows.watch(tx, series)
  const states = copyStates(known)
  const fellBackBefore = fallback !== null
  const own = async (points: PointColumns, baseline: Baseline): Promise<Detection> => {
    const asked = series.detector === 'residual' && points.times.length > 0
    const forecast = asked ? await forecastBefore(tx, series.id, points.times[0]!) : null
    return detect({ series, points, baseline, forecast, budget: app.config.scoreBudget })
  }
  const now = await own(inOrder, runBaseline(states, inOrder))
  if (outOfOrder.times.length === 0)
    return { detection: now, watch: { states, fallback: now.fallback }, recent, fellBackBefore }
  const around = await readAround(tx, series, {
    from: outOfOrder.times[0]!,
    to: outOfOrder.times.at(-1)!,
    before: contextBefore,
    limit: aroundAtMost,
  })
  const before = await own(outOfOrder, lateBaseline(outOfOrder, around))
  const watch = { states, fallback: inOrder.times.length > 0 ? now.fallback : fallback }
  return { detection: inOrder.times.length > 0 ? together(before, now) : before, watch, recent, fellBackBefore }
}

const together = (a: Detection, b: Detection): Detection => ({
  findings: [...a.findings, ...b.findings].sort((x, y) => x.at - y.at || x.channel - y.channel),
  detector: a.detector === 'residual' ? a.detector : b.detector,
  fallback: a.fallback ?? b.fallback,
})

/** Both ascending, no instant in both. */
function merge(a: PointColumns, b: PointColumns): PointColumns {
  if (b.times.length === 0) return a
  if (a.times.length === 0) return b
  const times = Float64Array.from([...a.times, ...b.times])
  const order = Array.from(times.keys()).sort((i, j) => times[i]! - times[j]!)
  return {
    times: Float64Array.from(order, i => times[i]!),
    channels: a.channels.map((values, c) => {
      const both = [...values, ...b.channels[c]!]
      return Float64Array.from(order, i => both[i]!)
    }),
  }
}
