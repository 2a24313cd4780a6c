import type { AnomalyFields } from '../../graphql/anomaly.ts'
import type { ForecastFields } from '../../graphql/forecast.ts'
import type { CounterView } from '../../graphql/point.ts'
import type { ChannelFields } from '../../graphql/series.ts'

/** The channels as they are shown: one that counts has the unit of its rate, unless it is its readings that are looked at. */
export const seenChannels = (channels: readonly ChannelFields[], view: CounterView): ChannelFields[] =>
  channels.map(channel => (view === 'READING' ? channel : { ...channel, unit: channel.rateUnit ?? channel.unit }))

export const hasCounters = (channels: readonly Pick<ChannelFields, 'kind'>[]): boolean =>
  channels.some(({ kind }) => kind === 'COUNTER')

/** Of what can be drawn beside readings: what is forecast and found of a counter is of its rate. */
export function besideReadings(channels: readonly ChannelFields[], view: CounterView) {
  const counting = new Set(view === 'READING' ? channels.filter(it => it.kind === 'COUNTER').map(it => it.name) : [])
  const drawn = ({ channel }: { readonly channel: { readonly name: string } }) => !counting.has(channel.name)
  return {
    anomalies: (all: readonly AnomalyFields[]) => (counting.size === 0 ? all : all.filter(drawn)),
    forecast: (forecast: ForecastFields | null) =>
      forecast === null || counting.size === 0 ? forecast : { ...forecast, channels: forecast.channels.filter(drawn) },
  }
}
