import { Fault } from '@seriema/domain/fault'
import type { PointColumns } from '@seriema/domain/point'
import { readPoints } from '../../store/point.ts'
import type { Series } from '../../store/series.ts'
import { watchedChannels } from './channels.ts'
import { type Asked, type Condition, type Sighting, sighting, type Woken } from './contract.ts'
import { beyond, beyondInWords, figure, limit, requireLimit, side } from './limit.ts'

/** A value crosses a limit. An instant at which none is known shows nothing. */
export const value: Condition = {
  kind: 'value',
  title: 'Value beyond a limit',
  description: 'A value that comes is above or below a limit.',
  settings: [side, limit],
  ofChannels: true,
  ofSystem: false,
  recoveryCount: 3,
  wakes: ['points'],
  check({ settings, channel }, series) {
    requireLimit(settings)
    const counter = series?.channels.find(({ kind, name }) => kind === 'counter' && name === (channel ?? name))
    if (counter !== undefined)
      throw new Fault(
        'INVALID_INPUT',
        `${counter.name} is a counter, which only goes on: watch its forecast or its anomalies, which are of its rate`,
      )
  },
  see: async (_db, woken) =>
    (woken as readonly Woken<'points'>[]).map(({ asked, item, series }) => seen(asked, series!, item.points)),
  past: async (db, asked, series, { from, to }) => seen(asked, series, await readPoints(db, series, { from, to })),
  asks: ({ settings, channel }, unit) => `${channel ?? 'a value'} ${beyondInWords(settings, unit)}`,
  tells: ({ settings }, { value }, unit) =>
    `was ${figure(value ?? Number.NaN, unit)}, ${beyondInWords(settings, unit)}`,
}

function seen(asked: Asked, series: Series, { times, channels }: PointColumns): readonly Sighting[] {
  const watched = watchedChannels(asked, series).filter(place => series.channels[place]!.kind === 'gauge')
  const sightings: Sighting[] = []
  for (let i = 0; i < times.length; i++) {
    let first = -1
    let known = false
    for (const place of watched) {
      const value = channels[place]![i]!
      if (Number.isNaN(value)) continue
      known = true
      if (beyond(asked.settings, value)) {
        first = place
        break
      }
    }
    if (!known) continue
    const told = first === -1 ? {} : { value: channels[first]![i]!, channel: first }
    sightings.push(sighting(times[i]!, first !== -1, told))
  }
  return sightings
}
