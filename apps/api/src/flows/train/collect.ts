import { Fault } from '@seriema/domain/fault'
import type { PointColumns } from '@seriema/domain/point'
import type { Step } from '@seriema/domain/step'
import { type Candidate, learnableMembers, requireLearnable } from '@seriema/domain/training/data'
import type { Member, TrainingRequest } from '@seriema/ml/contract/trainable'
import type { Config } from '../../config.ts'
import { readPoints } from '../../store/point.ts'
import { type Series, stepOf } from '../../store/series.ts'
import { seriesOfModel, type TrainedModel } from '../../store/training/subject.ts'
import { throughOutage } from '../through-outage.ts'
import type { Course, CourseApp } from './course.ts'

export interface Collected {
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
 * The points of the series, or of all members of the group that can be learnt from. Throws what `requireLearnable` and
 * `learnableMembers` say, and UNAVAILABLE.
 */
export async function collect(
  app: CourseApp & { readonly config: Pick<Config, 'limits'> },
  course: Course,
  model: TrainedModel,
): Promise<Collected> {
  const all = await throughOutage(() => seriesOfModel(app.db, model), course.signal)
  const limits = dataLimits(app.config)
  const candidates: Found[] = []
  for (let i = 0; i < all.length; i += atOnce) {
    course.signal.throwIfAborted()
    const some = all.slice(i, i + atOnce).map(series => throughOutage(() => read(app, series, limits), course.signal))
    candidates.push(...(await Promise.all(some)))
  }
  const stored = all.reduce((sum, { pointCount }) => sum + pointCount, 0)
  await course.note({ points: stored })
  const { members, warnings } =
    model.seriesId === null ? learnableMembers(candidates, limits) : { members: candidates, warnings: [] }
  const [first] = members
  if (first === undefined) throw new Fault('SERIES_NOT_FOUND', `${model.scopeName} is no longer there`)
  if (model.seriesId !== null) requireLearnable(first, limits)
  const { kind, settings, recipe } = model
  const channels = first.channels.map(({ name, unit }) => ({ name, unit }))
  return { request: { kind, settings, recipe, channels, members: members.map(asMember) }, warnings }
}

/** One that has more points than are taken is read no further than to say so. */
async function read({ db }: Pick<CourseApp, 'db'>, series: Series, limits: { perSeries: number }): Promise<Found> {
  const points: PointColumns = await readPoints(db, series, { last: limits.perSeries + 1 })
  // Unknown only where there are too few points to learn from.
  const step = stepOf(series) ?? { unit: 'millisecond', count: 1 }
  return { key: series.key, channels: series.channels, points, series, step }
}

const asMember = ({ key, points, series, step }: Found): Member => ({
  key,
  ...points,
  attributes: series.attributes,
  step,
  timeZone: series.timeZone,
})
