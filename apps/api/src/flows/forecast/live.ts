import { freshness } from '@seriema/domain/cadence'
import { Fault } from '@seriema/domain/fault'
import { requestForecast } from '@seriema/domain/forecast'
import { createFollower } from '../../concurrency/follower.ts'
import type { Core } from '../../core.ts'
import { seriesStatus } from '../../events/kinds/status.ts'
import { announce } from '../../events/log.ts'
import type { Forecasting } from '../../forecasting/forecasting.ts'
import { type Serving, wantedKind } from '../../serving/serving.ts'
import { transaction } from '../../store/database.ts'
import { findSeriesByIds, type Series, stepOf } from '../../store/series.ts'
import type { LiveWindows } from '../../windows/live-windows.ts'
import { keepForecast } from './keep.ts'
import type { OwnNetworks } from './own-networks.ts'
import { speak } from './speak.ts'

/** Forecasts that follow the points of live series by themselves. */
export interface LiveForecasts {
  /** New points are committed: a new forecast follows, at once or when its turn comes. */
  pointsCame(series: Series): void
  /** Finishes what runs, starts nothing new. */
  close(): Promise<void>
}

/** Milliseconds between two forecasts of a live series, at least: one for every point of a series slower than that. */
const liveGap = 1_500
/** The same for points of the past, which nobody waits for. */
const pastGap = 10_000

type LiveApp = Pick<Core, 'clock' | 'log' | 'db' | 'sharedReads' | 'meters'> & {
  readonly forecasting: Forecasting
  readonly serving: Serving
  readonly networks: OwnNetworks
  readonly windows: Pick<LiveWindows, 'held' | 'newestOfMany'>
}

export function followLiveSeries(app: LiveApp): LiveForecasts {
  const failing = new Set<number>()
  /** Better forecasts that are being stored. */
  const kept = new Set<Promise<void>>()
  let closed = false

  const forecast = async (seriesId: number) => {
    const [series] = await findSeriesByIds(app.db, [seriesId])
    if (series === undefined) return
    try {
      const chosen = app.serving.speakerOf(series, 'forecast', series.lastAt ?? undefined)
      const speaker = await app.networks.speakerFor(series, chosen)
      const [made] = await speak(app, [series], requestForecast({}), speaker)
      if (made instanceof Error) throw made
      await keepForecast(app, series, wantedKind(speaker), made!)
      failing.delete(seriesId)
    } catch (error) {
      if (error instanceof Fault && error.code === 'INSUFFICIENT_DATA') return
      app.log.warn({ err: error, series: series.key }, 'a live forecast failed')
      if (failing.has(seriesId)) return
      failing.add(seriesId)
      await sayThatItFailed(app, series)
    }
  }
  const follower = createFollower({ run: forecast, concurrency: 2, share: 0.25 })

  // A series that waits for its own network is forecast by it at once.
  app.networks.whenReady(seriesId => follower.wake(seriesId, 0))

  app.forecasting.whenBetter((series, asked, forecast) => {
    if (closed) return
    const keeping = keepForecast(app, series, asked, forecast)
      .then(
        () => undefined,
        error => {
          // The series may be gone.
          if (!(error instanceof Fault))
            app.log.warn({ err: error, series: series.key }, 'a forecast could not be kept')
        },
      )
      .finally(() => kept.delete(keeping))
    kept.add(keeping)
  })

  return {
    pointsCame(series) {
      const live = freshness({ ...series, step: stepOf(series) }, app.clock()).state === 'LIVE'
      follower.wake(series.id, live ? liveGap : pastGap)
    },
    async close() {
      closed = true
      await Promise.all([follower.close(), ...kept])
    },
  }
}

/** Said once until one succeeds. */
const sayThatItFailed = (app: Pick<Core, 'db' | 'clock'>, series: Series): Promise<void> =>
  transaction(app.db, tx => announce(tx, [seriesStatus('FORECAST_FAILED', series)], app.clock()))
