import type { PointColumns } from '@seriema/domain/point'
import { noAlarmsYet } from '@seriema/ml/detection/alarm-policy'
import type { Core } from '../../core.ts'
import { copied, type Own, type Watch } from '../../detection/watch.ts'
import type { Watches } from '../../detection/watches.ts'
import type { Db } from '../../store/database.ts'
import { forecastBefore } from '../../store/forecast.ts'
import { readAround } from '../../store/point.ts'
import type { Series } from '../../store/series.ts'
import type { LiveWindows } from '../../windows/live-windows.ts'
import type { Baseline, Detection } from './detect.ts'
import { detect, named, runBaseline } from './detect.ts'
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

type ScoreApp = Pick<Core, 'config'> & { readonly windows: LiveWindows; readonly watches: Watches }

/** Scores what is new: points in order by the states kept, those out of order against what surrounds them. */
export async function scoreSettled(app: ScoreApp, tx: Db, settled: Settled): Promise<Scored> {
  const { series, fresh, late, replaced } = settled
  const inOrder = slice(fresh, late)
  const outOfOrder = merge(slice(fresh, 0, late), replaced)
  if (inOrder.times.length + outOfOrder.times.length === 0)
    return {
      detection: { findings: [], detector: series.detector, fallback: null, remarkable: false },
      watch: { baselines: [], own: null, fallback: null },
      recent: inOrder,
      fellBackBefore: false,
    }
  const { baselines, own, fallback } = await app.watches.take(tx, series)
  const recent = await app.windows.recent(tx, series)
  const fellBackBefore = fallback !== null
  const say = async (points: PointColumns, baseline: Baseline, by: Own | null, why: string) => {
    const asked = series.detector === 'residual' && points.times.length > 0
    const forecast = asked ? await forecastBefore(tx, series.id, points.times[0]!) : null
    return detect({ series, points, baseline, own: by, why, forecast, budget: app.config.scoreBudget })
  }
  const ready = `the ${named(series.detector)} is being made ready from stored points`
  const now = await say(inOrder, runBaseline(baselines, inOrder), own, ready)
  if (outOfOrder.times.length === 0)
    return { detection: now.detection, watch: watching(baselines, now), recent, fellBackBefore }
  const around = await readAround(tx, series, {
    from: outOfOrder.times[0]!,
    to: outOfOrder.times.at(-1)!,
    before: contextBefore,
    limit: aroundAtMost,
  })
  const context = 'points that come late are compared with those before them'
  const { detection } = await say(outOfOrder, lateBaseline(outOfOrder, around), forLate(series, now.own), context)
  if (inOrder.times.length > 0)
    return { detection: together(detection, now.detection), watch: watching(baselines, now), recent, fellBackBefore }
  return { detection, watch: { baselines, own: now.own, fallback }, recent, fellBackBefore }
}

const watching = (baselines: Watch['baselines'], { detection, own }: Awaited<ReturnType<typeof detect>>): Watch => ({
  baselines,
  own,
  fallback: detection.remarkable ? detection.fallback : null,
})

/** Only residuals can be told out of order. What they and the alarms then learn is not kept. */
const forLate = (series: Series, own: Own | null): Own | null =>
  own === null || own.detector !== 'residual'
    ? null
    : {
        ...own,
        worths: own.worths.map(copied),
        alarms: series.channels.map(() => ({ ...noAlarmsYet(), seen: series.pointCount })),
      }

const together = (a: Detection, b: Detection): Detection => ({
  findings: [...a.findings, ...b.findings].sort((x, y) => x.at - y.at || x.channel - y.channel),
  detector: a.fallback === null ? a.detector : b.detector,
  fallback: a.fallback ?? b.fallback,
  remarkable: a.remarkable || b.remarkable,
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
