import { watchedChannel } from '@seriema/domain/counter'
import { Fault } from '@seriema/domain/fault'
import type { Step } from '@seriema/domain/step'
import { type Candidate, learnableMembers, requireLearnable } from '@seriema/domain/training/data'
import type { TrainingRequest } from '@seriema/ml/contract/trainable'
import type { Config } from '../../config.ts'
import { asWatched, sinceFirstRates } from '../../store/point/reading.ts'
import { readPoints } from '../../store/point.ts'
import { type Series, stepOf } from '../../store/series.ts'
import { seriesOfModel, type TrainedModel } from '../../store/training/subject.ts'
import type { GivenSeries } from '../../store/training.ts'
import { memberOf } from '../member.ts'
import { throughOutage } from '../through-outage.ts'
import type { Course, CourseApp } from './course.ts'

export interface Collected {
  /** What was read of each series, so that the same can be read again. */
  readonly given: readonly GivenSeries[]
  readonly request: Omit<TrainingRequest, 'seed'>
  readonly warnings: readonly string[]
}

type Found = Candidate & { readonly series: Series; readonly step: Step }

/** Series that are read at once. */
const atOnce = 4

export const dataLimits = ({ limits }: Pick<Config, 'limits'>) => ({
  perSeries: limits.trainingPoints,
  inAll: 100 * limits.trainingPoints,
})

/**
 * The points of the series, or of all members of the group that can be learnt from, counters as rates, as in serving.
 * `before`: what was given when it was last begun, and is given again; null where it begins. Throws what `requireLearnable`
 * and `learnableMembers` say, and UNAVAILABLE.
 */
export async function collect(
  app: CourseApp & { readonly config: Pick<Config, 'limits'> },
  course: Course,
  model: TrainedModel,
  before: readonly GivenSeries[] | null,
): Promise<Collected> {
  const there = await throughOutage(() => seriesOfModel(app.db, model), course.signal)
  const stored = there.reduce((sum, { pointCount }) => sum + pointCount, 0)
  await course.note({ points: stored })
  const given = before ?? there.map(asGiven)
  const seriesById = new Map(there.map(series => [series.id, series]))
  const limits = dataLimits(app.config)
  const last = newestOf(model) ?? limits.perSeries + 1
  const candidates: Found[] = []
  for (let i = 0; i < given.length; i += atOnce) {
    course.signal.throwIfAborted()
    const some = given.slice(i, i + atOnce).flatMap(each => {
      const series = seriesById.get(each.id)
      return series === undefined ? [] : throughOutage(() => read(app, series, each, last), course.signal)
    })
    candidates.push(...(await Promise.all(some)))
  }
  const { members, warnings } =
    model.seriesId === null ? learnableMembers(candidates, limits) : { members: candidates, warnings: [] }
  const [first] = members
  if (first === undefined) throw new Fault('SERIES_NOT_FOUND', `${model.scopeName} is no longer there`)
  if (model.seriesId !== null) requireLearnable(first, limits)
  const { kind, settings, recipe } = model
  const channels = first.channels.map(({ name, unit }) => ({ name, unit }))
  return {
    given,
    request: {
      kind,
      settings,
      recipe,
      channels,
      members: members.map(({ series, points, step }) => memberOf(series, points, step)),
    },
    warnings,
  }
}

/** All of it that there is. The step is unknown only where there are too few points to learn from. */
const asGiven = (series: Series): GivenSeries => ({
  id: series.id,
  until: series.lastAt ?? 0,
  step: stepOf(series) ?? { unit: 'millisecond', count: 1 },
})

/** How many of the newest points of a series a model learns from; null: all there are. */
export const newestOf = ({ settings }: Pick<TrainedModel, 'settings'>): number | null =>
  (settings.recent as number | null | undefined) ?? null

/** One that has more points than are taken is read no further than to say so. */
async function read(
  { db }: Pick<CourseApp, 'db'>,
  series: Series,
  { until, step }: GivenSeries,
  last: number,
): Promise<Found> {
  const read = await readPoints(db, series, { to: until + 1, last })
  const channels = series.channels.map(channel => watchedChannel(channel, step))
  const points = sinceFirstRates(series, await asWatched(db, series, read, null, step))
  return { key: series.key, channels, points, series, step }
}
