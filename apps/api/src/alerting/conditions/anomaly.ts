import { type Severity, severities } from '@seriema/domain/anomaly'
import type { Settings } from '@seriema/domain/setting'
import { anomaliesWithin, type StoredAnomaly } from '../../store/anomaly.ts'
import { readPoints } from '../../store/point.ts'
import type { Series } from '../../store/series.ts'
import { watchedChannels } from './channels.ts'
import { type Asked, type Condition, type Sighting, sighting, type Woken } from './contract.ts'

/** Every point is seen: with an anomaly it holds. So the trigger window is a rate: 3 of the last 60 points. */
export const anomaly: Condition = {
  kind: 'anomaly',
  title: 'Anomaly',
  description:
    'A value stands out. How often it must, the trigger window says: 1 of 1 tells of each, 3 of 60 of a rate among points.',
  settings: [
    {
      name: 'severity',
      title: 'At least',
      description: 'How far it must stand out.',
      type: 'choice',
      choices: [
        { value: 'medium', title: 'Medium', description: 'Beyond 3 standard deviations.' },
        { value: 'high', title: 'High', description: 'Beyond 4 standard deviations.' },
        { value: 'critical', title: 'Critical', description: 'Beyond 5 standard deviations.' },
      ],
      usual: 'high',
    },
    {
      name: 'alarms',
      title: 'Beginnings only',
      description: 'Whether only those count that an event begins with.',
      type: 'switch',
      usual: false,
    },
  ],
  ofChannels: true,
  ofSystem: false,
  recoveryCount: 3,
  wakes: ['points'],
  async see(db, woken) {
    const all = woken as readonly Woken<'points'>[]
    const spans = all.map(({ item: { points }, series }) => spanOf(series!.id, points.times))
    const found = await anomaliesWithin(db, distinct(spans))
    return all.map(({ asked, item, series }) => seen(asked, series!, item.points.times, found.get(series!.id) ?? []))
  },
  async past(db, asked, series, { from, to }) {
    const { times } = await readPoints(db, series, { from, to })
    if (times.length === 0) return []
    const found = await anomaliesWithin(db, [spanOf(series.id, times)])
    return seen(asked, series, times, found.get(series.id) ?? [])
  },
  asks: ({ settings, channel }) =>
    `${settings.alarms === true ? 'an event that begins with an anomaly' : 'an anomaly'}${channel === null ? '' : ` of ${channel}`}, ${settings.severity} or worse`,
  tells: (_asked, { detail }) => `stood out: ${detail}`,
}

const spanOf = (seriesId: number, times: Float64Array) => ({
  seriesId,
  from: Math.min(times[0]!, times.at(-1)!),
  to: Math.max(times[0]!, times.at(-1)!),
})

/** Many rules may see one event. */
const distinct = <T extends object>(spans: readonly T[]): readonly T[] => [
  ...new Map(spans.map(each => [JSON.stringify(each), each])).values(),
]

function seen(asked: Asked, series: Series, times: Float64Array, found: readonly StoredAnomaly[]): readonly Sighting[] {
  const watched = new Set(watchedChannels(asked, series))
  if (watched.size === 0) return []
  const byInstant = new Map<number, StoredAnomaly>()
  for (const one of found) {
    if (!watched.has(one.channel) || !counts(asked.settings, one)) continue
    const before = byInstant.get(one.at)
    if (before === undefined || one.score > before.score) byInstant.set(one.at, one)
  }
  return Array.from(times, at => {
    const one = byInstant.get(at)
    if (one === undefined) return sighting(at, false)
    return sighting(at, true, { value: one.value, channel: one.channel, detail: one.reason })
  })
}

const rank = (severity: Severity): number => severities.indexOf(severity)

const counts = ({ severity, alarms }: Settings, one: StoredAnomaly): boolean =>
  rank(one.severity) >= rank(severity as Severity) && (alarms !== true || one.alarm)
