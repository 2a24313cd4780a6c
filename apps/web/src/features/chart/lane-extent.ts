import type { ForecastFields } from '../../graphql/forecast.ts'
import { extent, firstAfter, toNumbers } from '../../ui/chart/columns.ts'
import type { Domain } from '../../ui/chart/sticky-domain.ts'
import type { Snapshot } from '../point/live-window.ts'
import type { LaneChannels } from './lanes.ts'

/** The fan may lengthen the axis to this many times the span of what was observed. */
const mostSpan = 2.5

/** Least and greatest value to show in a lane: everything observed, and forecasts as far as it stays readable. */
export function laneExtent(
  lane: LaneChannels,
  [from, to]: Domain,
  snapshot: Snapshot,
  forecasts: readonly (ForecastFields | null)[],
): Domain | null {
  const columns = lane.channels.map(channel => snapshot.values[channel.position] ?? [])
  const start = Math.max(0, firstAfter(snapshot.times, from) - 1)
  const observed = extent(columns, start, firstAfter(snapshot.times, to))
  const shown = forecasts.filter(one => one !== null && one.times[0]! < to && one.times.at(-1)! > from)
  const fan = fanExtent(lane, shown as readonly ForecastFields[])
  if (!observed || !fan) return observed ?? fan
  const span = observed[1] - observed[0] || Math.abs(observed[0]) || 1
  const room = (span * (mostSpan - 1)) / 2
  return [
    Math.min(observed[0], Math.max(fan[0], observed[0] - room)),
    Math.max(observed[1], Math.min(fan[1], observed[1] + room)),
  ]
}

function fanExtent(lane: LaneChannels, forecasts: readonly ForecastFields[]): Domain | null {
  const all = forecasts.flatMap(({ channels }) => channels)
  const own = all.filter(each => lane.channels.some(channel => channel.name === each.channel.name))
  return extent(own.flatMap(each => each.intervals.flatMap(it => [toNumbers(it.lower), toNumbers(it.upper)])))
}
