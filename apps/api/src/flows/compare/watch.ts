import { countLabels } from '@seriema/domain/label'
import { type Label, labelsIn } from '../../store/label.ts'
import type { Series } from '../../store/series.ts'
import { judgePast } from '../rescore/past.ts'
import type { CompareApp, ComparedVersion, Two, VersionComparison, Window } from './comparison.ts'

/** What both would have raised and scored in the window, each after the points that a detector learns from. */
export async function compareWatchers(
  app: CompareApp,
  series: Series,
  [first, second]: Two,
  window: Window,
): Promise<VersionComparison> {
  const { times, channels: actual } = window
  const labels = await labelsIn(app.reads, series.id, times[0]!, times.at(-1)! + 1)
  const a = await watch(app, series, first, window, labels)
  const b = await watch(app, series, second, window, labels)
  const values = times.length * actual.length
  const both = [...a.at].filter(name => b.at.has(name)).length
  const differing = a.at.size + b.at.size - 2 * both
  const shared = { horizon: null, origins: null, agreement: 1 - differing / values }
  return { series, role: 'watch', times, actual, a: a.compared, b: b.compared, ...shared }
}

const nameOf = (at: number, channel: number) => `${at} ${channel}`

async function watch(
  app: CompareApp,
  series: Series,
  version: Two[number],
  { times, channels }: Window,
  labels: readonly Label[],
): Promise<{ readonly compared: ComparedVersion; readonly at: ReadonlySet<string> }> {
  const { detector } = await app.serving.watcherBy({ kind: version.kind, versionId: version.id })
  const end = times.at(-1)!
  const places = new Map(Array.from(times, (at, i) => [at, i]))
  const values = channels.map(() => new Float64Array(times.length).fill(Number.NaN))
  const raised: { readonly at: number; readonly channel: number }[] = []
  const past = judgePast({ db: app.reads, oneAtATime: app.oneAtATime }, series, detector!, times[0]!, true)
  for await (const { to, findings, scores } of past) {
    for (const { at, channel, score } of scores) {
      const place = places.get(at)
      if (place !== undefined) values[channel]![place] = score
    }
    raised.push(...findings.filter(({ at }) => places.has(at)))
    if (to >= end) break
  }
  const at = new Set(raised.map(one => nameOf(one.at, one.channel)))
  const raises = (label: Label): boolean =>
    label.value === null
      ? raised.some(one => one.at >= label.from && one.at < label.to && ofChannel(label, one.channel))
      : label.channel !== null && at.has(nameOf(label.from, label.channel))
  const standing = labels.filter(label => stands(label, places, channels))
  const counts = countLabels(standing, raises, times.length * channels.length)
  return { compared: { version, values, metrics: null, raised: raised.length, labels: counts }, at }
}

const ofChannel = ({ channel }: Label, other: number): boolean => channel === null || channel === other

/** A label of a value that was replaced says nothing of the one in its place. */
const stands = (
  { value, from, channel }: Label,
  places: ReadonlyMap<number, number>,
  channels: Window['channels'],
): boolean => value === null || (channel !== null && channels[channel]?.[places.get(from) ?? -1] === value)
