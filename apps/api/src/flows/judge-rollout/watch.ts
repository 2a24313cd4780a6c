import { type Speaker, sameSpeaker, type Trial } from '@seriema/domain/deployment'
import type { PointColumns } from '@seriema/domain/point'
import { addTallies, callOf, emptyTally, type Tally } from '@seriema/domain/rollout/tally'
import { slice } from '@seriema/domain/settle'
import type { Detector, ForecastBefore } from '@seriema/ml/contract/detector'
import { type DetectorState, newDetectorState } from '@seriema/ml/detection/knowledge'
import { type Opinion, opinion } from '@seriema/ml/detection/opinion'
import { LRUCache } from 'lru-cache'
import type { Core } from '../../core.ts'
import { learnt } from '../../detection/rebuild.ts'
import { bytesOfState } from '../../detection/size.ts'
import { comparableForecast, watchedSeries } from '../../detection/watched.ts'
import { withinBudget } from '../../detection/within-budget.ts'
import type { Serving } from '../../serving/serving.ts'
import { recentForecasts } from '../../store/forecast.ts'
import { asWatched } from '../../store/point/reading.ts'
import type { Series } from '../../store/series.ts'
import type { LiveWindows } from '../../windows/live-windows.ts'
import { newPoints } from './new-points.ts'

export interface WatchApp extends Pick<Core, 'config' | 'sharedReads'> {
  readonly serving: Pick<Serving, 'watcherBy'>
  readonly windows: Pick<LiveWindows, 'newest' | 'recent'>
}

/** What both know of a series once they have seen its points up to `at`. */
interface Known {
  readonly at: number
  readonly own: DetectorState
  readonly active: DetectorState
}

/** Compares who is tried out with who is active, on points neither has seen here. */
export interface Watchers {
  /**
   * On the points of a series later than `after`, those missed for long left out. Says up to where it went; null where
   * nothing came.
   */
  compare(series: Series, trial: Trial, after: number): Promise<{ readonly at: number; readonly tally: Tally } | null>
}

/** Points that are judged in one call. */
const pointsInCall = 32
/** Points compared at a time, the newest, and those learnt before them by who has not seen them. */
const [comparedAtOnce, learntAtFirst] = [512, 4_096]
/** Forecasts that residuals are learnt from. */
const forecastsLearnt = 64

export function createWatchers(app: WatchApp, bytes = 64 * 1_024 * 1_024): Watchers {
  const cache = new LRUCache<string, Known>({
    maxSize: bytes,
    sizeCalculation: ({ own, active }) => 512 + bytesOfState(own) + bytesOfState(active),
  })

  return {
    async compare(series, { deployment, active }, after) {
      const name = `${deployment.id} ${series.id}`
      const held = cache.get(name)
      cache.delete(name)
      const inStep =
        held?.at === after && isOf(held.own, deployment.speaker, series) && isOf(held.active, active, series)
      const stored = await newPoints(app, series, after, inStep ? 1 : learntAtFirst)
      if (stored.from === stored.points.times.length) return null
      const all = await asWatched(app.sharedReads, series, stored.points)
      const from = Math.max(stored.from, all.times.length - comparedAtOnce)
      const fresh = slice(all, from)
      const at = fresh.times.at(-1)!
      const tried = await loaded(app, deployment.speaker)
      if (tried === null) return { at, tally: unanswered(Math.ceil(fresh.times.length / pointsInCall)) }
      const speaking = await loaded(app, active)
      const known = inStep && from === stored.from ? held : null
      const past = slice(all, 0, from)
      let own = known?.own ?? (await learn(app, series, tried, past))
      let beside = speaking && (known?.active ?? (await learn(app, series, speaking, past)))
      let tally = emptyTally
      for (let i = 0; i < fresh.times.length; i += pointsInCall) {
        const points = slice(fresh, i, Math.min(fresh.times.length, i + pointsInCall))
        const begun = performance.now()
        const said = await ask(app, series, tried, own, points)
        tally = addTallies(tally, callOf(performance.now() - begun, said === null))
        // A state that was thrown out of is worth nothing.
        if (said === null) own = newDetectorState(tried, series, series.pointCount)
        if (speaking === null || beside === null) continue
        const other = await ask(app, series, speaking, beside, points)
        if (said !== null && other !== null) tally = addTallies(tally, agreement(points, said, other))
        if (other === null) beside = newDetectorState(speaking, series, series.pointCount)
      }
      if (beside !== null && tally.failures === 0) cache.set(name, { at, own, active: beside })
      return { at, tally }
    },
  }
}

const isOf = ({ kind, versionId, timeZone }: DetectorState, speaker: Speaker, series: Series): boolean =>
  sameSpeaker({ kind, versionId }, speaker) && timeZone === series.timeZone

/** Calls that whoever is tried out could not even be asked in. */
const unanswered = (calls: number): Tally => ({ ...emptyTally, calls, failures: calls })

/** Null where it cannot be had. Without whoever is active nothing is compared. */
async function loaded({ serving }: WatchApp, speaker: Speaker): Promise<Detector | null> {
  try {
    return (await serving.watcherBy(speaker)).detector
  } catch {
    return null
  }
}

/** What a detector knows after these points, the last that are stored before those to be compared. */
async function learn(app: WatchApp, series: Series, detector: Detector, past: PointColumns): Promise<DetectorState> {
  const forecasts = detector.needsForecasts ? await recentForecasts(app.sharedReads, series.id, forecastsLearnt) : []
  const state = newDetectorState(detector, series, Math.max(0, series.pointCount - past.times.length))
  try {
    await learnt(detector, series, state, past, forecasts)
    return state
  } catch {
    // What it cannot bear to learn it fails on when it is asked to judge, and that is counted.
    return newDetectorState(detector, series, series.pointCount)
  }
}

/** What a detector says within the time it has in ingestion; null where it throws or takes longer. */
async function ask(
  app: WatchApp,
  series: Series,
  detector: Detector,
  state: DetectorState,
  points: PointColumns,
): Promise<Opinion | null> {
  const forecast = detector.needsForecasts ? await comparableForecast(app.sharedReads, series, points.times[0]!) : null
  const before: ForecastBefore = () => forecast
  try {
    return await withinBudget(opinion(detector, state, watchedSeries(series), points, before), app.config.scoreBudget)
  } catch {
    return null
  }
}

/** Of the instants those on which both spoke, of the values those that both scored. */
function agreement({ times }: PointColumns, own: Opinion, active: Opinion): Tally {
  let [points, agreeing, extraFlags, scored, scoreDistance] = [0, 0, 0, 0, 0]
  for (let i = 0; i < times.length; i++) {
    if (own.spoke[i] === 0 || active.spoke[i] === 0) continue
    points++
    if (own.flagged[i] === active.flagged[i]) agreeing++
    else if (own.flagged[i] === 1) extraFlags++
    own.scores.forEach((scores, channel) => {
      const distance = Math.abs(scores[i]! - active.scores[channel]![i]!)
      if (!Number.isFinite(distance)) return
      scored++
      scoreDistance += distance
    })
  }
  return { ...emptyTally, points, agreeing, extraFlags, scored, scoreDistance }
}
