import { counterPlaces } from '@seriema/domain/counter'
import type { Forecast } from '@seriema/domain/forecast'
import { LRUCache } from 'lru-cache'
import type { Db } from '../store/database.ts'
import { recentMeans } from '../store/forecast.ts'
import type { Series } from '../store/series.ts'
import type { PastForecast } from './task.ts'

/** What was forecast of the series used lately, so that it can be held against what came. */
export interface PastForecasts {
  /** Oldest first; one for each forecaster and origin. */
  of(series: Series): Promise<readonly PastForecast[]>
  /** `forecast` was made of the series as it is. */
  add(series: Series, forecast: Forecast): void
}

interface Entry {
  /** Points of the series then: one that has fewer now was begun anew. */
  readonly points: number
  /** The places of its counters then: of another kind of channel, other values were forecast. */
  readonly counters: string
  readonly forecasts: readonly PastForecast[]
}

/** As many as are stored, fewer where there are many channels: what the store gives is read as text. */
const keptOf = ({ channels }: Series) => Math.max(25, Math.min(200, Math.floor(800 / channels.length)))

const countersOf = ({ channels }: Series) => counterPlaces(channels).join(' ')

/** Losing it loses nothing: it is read from the stored forecasts again. */
export function createPastForecasts(db: Db, bytes = 128 * 1_024 * 1_024): PastForecasts {
  const held = new LRUCache<number, Entry>({
    maxSize: bytes,
    sizeCalculation: ({ forecasts }) =>
      256 +
      forecasts.reduce((sum, { channels }) => sum + 128 + 4 * channels.length * (channels[0]?.deltas.length ?? 0), 0),
  })

  const current = (series: Series): Entry | undefined => {
    const entry = held.get(series.id)
    return entry !== undefined && entry.points <= series.pointCount && entry.counters === countersOf(series)
      ? entry
      : undefined
  }

  return {
    async of(series) {
      const known = current(series)
      if (known !== undefined) return known.forecasts
      const rows = await recentMeans(db, series.id, keptOf(series))
      const forecasts = rows.reduce<readonly PastForecast[]>(
        (all, row) => joined(all, { ...row, channels: packed(row.means) }),
        [],
      )
      held.set(series.id, { points: series.pointCount, counters: countersOf(series), forecasts })
      return forecasts
    },
    add(series, { forecaster, origin, interval, channels }) {
      const known = current(series)
      if (known === undefined) return
      const one = { forecaster, origin, interval, channels: packed(channels.map(({ mean }) => mean)) }
      const forecasts = joined(known.forecasts, one).slice(-keptOf(series))
      held.set(series.id, { points: series.pointCount, counters: countersOf(series), forecasts })
    },
  }
}

/** Of two of one forecaster at one origin the longer one stays. */
function joined(all: readonly PastForecast[], one: PastForecast): readonly PastForecast[] {
  const same = all.find(({ forecaster, origin }) => forecaster === one.forecaster && origin === one.origin)
  if (same === undefined) return [...all, one]
  const longer = reach(one) > reach(same) ? one : same
  return all.map(each => (each === same ? longer : each))
}

const reach = ({ channels }: PastForecast) => channels[0]?.deltas.length ?? 0

const packed = (means: readonly ArrayLike<number>[]): PastForecast['channels'] =>
  means.map(mean => {
    const centre = mean[0] ?? 0
    return { centre, deltas: Float32Array.from(mean, value => value - centre) }
  })
