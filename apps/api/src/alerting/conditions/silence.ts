import { freshness } from '@seriema/domain/cadence'
import type { Settings } from '@seriema/domain/setting'
import { readPoints } from '../../store/point.ts'
import { type Series, stepOf } from '../../store/series.ts'
import { type Condition, type Sighting, sighting } from './contract.ts'
import { span } from './limit.ts'

const minute = 60_000

/** Nothing has come for too long. A series that is history, as of an old file, is never silent. */
export const silence: Condition = {
  kind: 'silence',
  title: 'Silence',
  description: 'No point has come for so long.',
  settings: [
    {
      name: 'minutes',
      title: 'For',
      description: 'How long nothing may come; where nothing is said, three steps of the series and at least 10 s.',
      type: 'number',
      least: 0.05,
      most: 527_040,
      whole: false,
      unit: 'min',
      usual: null,
    },
  ],
  ofChannels: false,
  ofSystem: false,
  recoveryCount: 1,
  wakes: [],
  see: async () => [],
  async past(db, { settings }, series, { from, to }) {
    const longest = silentAfter(settings, series)
    if (longest === null) return []
    const { times } = await readPoints(db, series, { from, to })
    return times.reduce<Sighting[]>((sightings, at, i) => {
      const before = times[i - 1]
      if (before !== undefined && at - before > longest)
        sightings.push(sighting(before + longest, true, { about: before }))
      if (sightings.length > 0) sightings.push(sighting(at, false))
      return sightings
    }, [])
  },
  silentAfter,
  asks: ({ settings }) =>
    settings.minutes === null
      ? 'nothing comes for three steps'
      : `nothing comes for ${span(Number(settings.minutes) * minute)}`,
  tells: (_asked, { about }) =>
    `sent nothing since ${about === null ? 'its last point' : new Date(about).toISOString()}`,
}

function silentAfter({ minutes }: Settings, series: Series): number | null {
  if (minutes !== null) return Number(minutes) * minute
  const { expectedBy } = freshness({ lastAt: 0, liveAt: 0, step: stepOf(series) }, 0)
  return expectedBy
}
