import { modelKinds } from '@seriema/ml/versions/kinds'
import type { Core } from '../../core.ts'
import { trainingsEndedAfter } from '../../store/figures.ts'
import type { Figure } from '../../telemetry/prometheus/figure.ts'
import { createTimings } from '../../telemetry/prometheus/timings.ts'

const outcomes = ['completed', 'failed', 'cancelled']
const trainableKinds = modelKinds.map(({ kind }) => kind)
const seconds = [1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400]

/** Milliseconds by which a training may be seen later than it says that it ended: clocks differ, and commits take their time. */
const late = 60_000

/**
 * Trainings that have ended since the process began, in whatever worker. They are counted from the database when somebody
 * asks, so workers need no port.
 */
export function createTrainingFigures({
  sharedReads,
  meters,
}: Pick<Core, 'sharedReads' | 'meters'>): () => Promise<readonly Figure[]> {
  const took = createTimings(
    'seriema_training_duration_seconds',
    'Trainings that made a version, from when a worker took them up.',
    seconds,
    0,
  )
  const ended = new Map(
    trainableKinds.flatMap(kind =>
      outcomes.map(outcome => [`${kind} ${outcome}`, { labels: { kind, outcome }, value: 0 }]),
    ),
  )
  let after = meters.startedAt
  let seen = new Set<number>()
  return async () => {
    const found = await trainingsEndedAfter(sharedReads, after)
    for (const { id, kind, state, startedAt, finishedAt } of found) {
      if (seen.has(id)) continue
      seen.add(id)
      const tally = ended.get(`${kind} ${state}`)
      if (tally !== undefined) tally.value++
      if (state === 'completed' && startedAt !== null) took.record(kind, null, finishedAt - startedAt)
    }
    const last = found.at(-1)?.finishedAt
    if (last !== undefined) after = Math.max(after, last - late)
    const near = new Set(found.filter(({ finishedAt }) => finishedAt > after).map(({ id }) => id))
    seen = new Set([...seen].filter(id => near.has(id)))
    return [
      {
        name: 'seriema_trainings_finished_total',
        help: 'Trainings that ended, by how.',
        type: 'counter',
        values: [...ended.values()],
      },
      took.figure,
    ]
  }
}
