import type { Trial } from '@seriema/domain/deployment'
import type { Tally } from '@seriema/domain/rollout/tally'
import { createFollower } from '../concurrency/follower.ts'
import type { Core } from '../core.ts'
import type { Forecasting } from '../forecasting/forecasting.ts'
import type { Serving } from '../serving/serving.ts'
import { transaction } from '../store/database.ts'
import { findDeployments } from '../store/deployment.ts'
import { addCompared, type Compared, findProgress, type Progress } from '../store/rollout.ts'
import { findSeriesByIds, type Series } from '../store/series.ts'
import type { LiveWindows } from '../windows/live-windows.ts'
import { decide } from './judge-rollout/decide.ts'
import { compareForecasts } from './judge-rollout/forecast.ts'
import { createWatchers } from './judge-rollout/watch.ts'

/** Shadows and canaries are asked beside whoever is active, and judged by what came of it. */
export interface Rollouts {
  /** Points are committed: what is tried out on their series is asked of them, when its turn comes. */
  pointsCame(after: Series, before: Series): void
  /** Finishes what runs, starts nothing new. */
  close(): Promise<void>
}

type RolloutApp = Pick<Core, 'config' | 'log' | 'clock' | 'db' | 'sharedReads' | 'meters'> & {
  readonly forecasting: Pick<Forecasting, 'make'>
  readonly serving: Serving
  readonly windows: LiveWindows
}

/** Milliseconds between two looks at least, and the share of the time that they may take. */
const [gap, share] = [200, 0.08]
/** Series looked at at once, and those that may wait: whatever comes beyond is seen with their next points. */
const [atOnce, waitingAtMost] = [64, 20_000]

/** A series whose points are to be compared for somebody. */
interface Due {
  readonly series: Series
  readonly trial: Trial
  readonly since: number
  readonly progress: Progress | null
  /** Points later than this are new. */
  readonly after: number
}

export function createRollouts(app: RolloutApp): Rollouts {
  const watchers = createWatchers(app)
  /** From which instant on each series has new points, the first to come first. */
  const waiting = new Map<number, number>()
  const tried = (series: Series): readonly Trial[] => [
    ...app.serving.trialsOf(series, 'watch'),
    ...app.serving.trialsOf(series, 'forecast'),
  ]

  const look = async () => {
    const taken = [...waiting].slice(0, atOnce)
    for (const [id] of taken) waiting.delete(id)
    try {
      const due = await findDue(new Map(taken))
      const watched = due.filter(({ trial }) => trial.deployment.role === 'watch')
      const forecast = due.filter(({ trial }) => trial.deployment.role === 'forecast')
      const compared: Compared[] = []
      for (const one of watched) {
        const seen = await watchers.compare(one.series, one.trial, one.after)
        if (seen !== null) compared.push(comparedOf(one, seen.at, seen.tally, null))
      }
      const answered = await compareForecasts(
        app,
        forecast.map(one => ({ ...one, pending: one.progress?.pending ?? null })),
      )
      for (const [i, one] of forecast.entries())
        compared.push(comparedOf(one, one.series.lastAt!, answered[i]!.tally, answered[i]!.pending))
      if (compared.length === 0) return
      const counted = await transaction(app.db, tx => addCompared(tx, compared))
      if (await decide(app, [...counted])) await app.serving.refresh()
    } catch (error) {
      app.log.warn({ err: error }, 'shadows and canaries could not be compared: it is tried again with the next points')
    } finally {
      if (waiting.size > 0) follower.wake(everyone, gap)
    }
  }
  const follower = createFollower({ run: look, concurrency: 1, share })

  const findDue = async (taken: ReadonlyMap<number, number>): Promise<readonly Due[]> => {
    const series = await findSeriesByIds(app.db, [...taken.keys()])
    const trials = series.flatMap(one => tried(one).map(trial => ({ series: one, trial })))
    const [deployments, progress] = await Promise.all([
      findDeployments(app.db, [...new Set(trials.map(({ trial }) => trial.deployment.id))]),
      findProgress(app.db, [...taken.keys()]),
    ])
    const since = new Map(deployments.map(one => [one.id, one.since]))
    return trials.flatMap(({ series, trial }) => {
      const { id } = trial.deployment
      const begun = since.get(id)
      if (begun === undefined || series.lastAt === null) return []
      const known = progress.find(one => one.deploymentId === id && one.seriesId === series.id) ?? null
      const after = known?.at ?? taken.get(series.id)!
      return series.lastAt > after ? [{ series, trial, since: begun, progress: known, after }] : []
    })
  }

  return {
    pointsCame(after, before) {
      if (waiting.has(after.id) || waiting.size >= waitingAtMost || tried(after).length === 0) return
      waiting.set(after.id, before.lastAt ?? Number.NEGATIVE_INFINITY)
      follower.wake(everyone, gap)
    },
    close: follower.close,
  }
}

/** Looks are at many series: they wait for one another under one number. */
const everyone = 0

const comparedOf = (
  { series, trial, since, progress }: Due,
  at: number,
  tally: Tally,
  pending: Progress['pending'],
): Compared => ({
  progress: { deploymentId: trial.deployment.id, seriesId: series.id, at, pending },
  from: progress?.at ?? null,
  since,
  tally,
})
