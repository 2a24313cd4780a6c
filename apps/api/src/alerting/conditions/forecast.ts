import { forecastsMadeWithin, type StoredForecast } from '../../store/forecast.ts'
import type { Series } from '../../store/series.ts'
import { watchedChannels } from './channels.ts'
import { type Asked, type Condition, type Sighting, sighting, type Woken } from './contract.ts'
import { beyond, beyondInWords, figure, limit, requireLimit, side } from './limit.ts'

const hour = 3_600_000

/** Each forecast that is made is seen: whether it crosses the limit, and at which step first. */
export const forecast: Condition = {
  kind: 'forecast',
  title: 'Forecast beyond a limit',
  description: 'What is expected crosses a limit; it is told when.',
  settings: [
    side,
    limit,
    {
      name: 'edge',
      title: 'What crosses',
      description: 'Whether it must be likely or is enough to be possible.',
      type: 'choice',
      choices: [
        { value: 'mean', title: 'The forecast', description: 'What is expected itself.' },
        { value: 'interval', title: 'Its interval', description: 'The outer edge of the widest interval.' },
      ],
      usual: 'mean',
    },
    {
      name: 'hours',
      title: 'Within',
      description: 'How far ahead is looked; 0: as far as the forecast goes.',
      type: 'number',
      least: 0,
      most: 8_784,
      whole: false,
      unit: 'h',
      usual: 0,
    },
  ],
  ofChannels: true,
  ofSystem: false,
  recoveryCount: 1,
  wakes: ['forecast'],
  check: ({ settings }) => requireLimit(settings),
  see: async (_db, woken) =>
    (woken as readonly Woken<'forecast'>[]).map(({ asked, item, series }) => seen(asked, series!, [item.forecast])),
  past: async (db, asked, series, { from, to }) =>
    seen(asked, series, await forecastsMadeWithin(db, series.id, from, to)),
  asks: ({ settings, channel }, unit) =>
    `a forecast${channel === null ? '' : ` of ${channel}`} ${beyondInWords(settings, unit)}`,
  tells: ({ settings }, { value, about }, unit) =>
    `is expected to be ${beyondInWords(settings, unit)} from ${new Date(about!).toISOString()} on: ${figure(value!, unit)}`,
}

/** `made`: in the order in which they were made. */
function seen(asked: Asked, series: Series, made: readonly StoredForecast[]): readonly Sighting[] {
  const watched = watchedChannels(asked, series)
  if (watched.length === 0) return []
  return made.map(one => {
    const crossing = watched
      .flatMap(channel => firstCrossing(asked, one, channel) ?? [])
      .sort((a, b) => a.about - b.about)[0]
    return sighting(one.madeAt, crossing !== undefined, crossing)
  })
}

function firstCrossing({ settings }: Asked, { origin, times, channels }: StoredForecast, channel: number) {
  const { mean, intervals } = channels[channel] ?? {}
  if (mean === undefined || intervals === undefined) return null
  const widest = intervals.at(-1)
  const edge = settings.edge === 'mean' || !widest ? mean : settings.side === 'below' ? widest.lower : widest.upper
  const hours = Number(settings.hours)
  const until = hours === 0 ? Number.POSITIVE_INFINITY : origin + hours * hour
  for (let step = 0; step < times.length && times[step]! <= until; step++)
    if (beyond(settings, edge[step]!)) return { value: edge[step]!, channel, about: times[step]! }
  return null
}
