import type { ForecastFields } from '../../graphql/forecast.ts'
import type { ChannelFields } from '../../graphql/series.ts'
import { extent, nearest } from '../../ui/chart/columns.ts'
import { formatWithin } from '../../ui/number.ts'
import type { Snapshot } from '../point/live-window.ts'

export interface ReadoutRow {
  readonly channel: ChannelFields
  /** The observed value, or the forecast's mean. */
  readonly value: number
  readonly rollingMean: number | null
  /** What was forecast of it earlier, where that is drawn. */
  readonly past: number | null
  /** How the channel's values are written, so that those of the chart read apart. */
  readonly format: (value: number | null) => string
  readonly intervals: readonly { readonly level: number; readonly lower: number; readonly upper: number }[]
}

export interface Readout {
  readonly at: number
  readonly source: 'observed' | 'forecast'
  readonly rows: readonly ReadoutRow[]
}

/** What the chart says at an instant: the nearest observed point, or past the newest one the nearest forecast step. */
export function readAt(
  at: number,
  channels: readonly ChannelFields[],
  snapshot: Snapshot,
  forecast: ForecastFields | null,
  past: ForecastFields | null = null,
): Readout | null {
  const newest = snapshot.times.at(-1)
  const beyond = newest !== undefined && at > newest + (forecast ? forecast.interval / 2 : 0)
  if (beyond && forecast) return readForecast(at, newest, channels, snapshot, forecast)
  const place = nearest(snapshot.times, at)
  if (place < 0) return null
  const instant = snapshot.times[place]!
  return {
    at: instant,
    source: 'observed',
    rows: channels.map(channel => ({
      channel,
      value: snapshot.values[channel.position]?.[place] ?? Number.NaN,
      rollingMean: snapshot.rollingMean?.[channel.position]?.[place] ?? null,
      past: past === null ? null : pastAt(instant, channel, past),
      format: formatOf(channel, snapshot),
      intervals: [],
    })),
  }
}

/** Of the step nearest to an instant, half a step off at most. */
function pastAt(at: number, { name }: ChannelFields, { times, interval, channels }: ForecastFields): number | null {
  const place = nearest(times, at)
  if (place < 0 || Math.abs(times[place]! - at) > interval / 2) return null
  return channels.find(each => each.channel.name === name)?.mean[place] ?? null
}

function readForecast(
  at: number,
  newest: number,
  channels: readonly ChannelFields[],
  snapshot: Snapshot,
  forecast: ForecastFields,
): Readout | null {
  const place = nearest(forecast.times, at)
  const instant = forecast.times[place]
  if (instant === undefined || instant <= newest) return null
  const rows = channels.map(channel => {
    const own = forecast.channels.find(each => each.channel.name === channel.name)
    return {
      channel,
      value: own?.mean[place] ?? Number.NaN,
      rollingMean: null,
      past: null,
      format: formatOf(channel, snapshot),
      intervals: (own?.intervals ?? []).map(({ level, lower, upper }) => ({
        level,
        lower: lower[place] ?? Number.NaN,
        upper: upper[place] ?? Number.NaN,
      })),
    }
  })
  return { at: instant, source: 'forecast', rows }
}

function formatOf({ position }: ChannelFields, { values }: Snapshot) {
  const [least, greatest] = extent([values[position] ?? []]) ?? [0, 0]
  return formatWithin(least, greatest)
}
