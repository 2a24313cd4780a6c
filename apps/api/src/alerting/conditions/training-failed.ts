import { trainingsOfSeriesEnded } from '../../store/figures.ts'
import { type Condition, sighting, type Woken } from './contract.ts'

/** Trainings that ended: it holds from one that failed until one completes. */
export const trainingFailed: Condition = {
  kind: 'training-failed',
  title: 'Training failed',
  description: 'A training ended without a version; it is over when one completes.',
  settings: [],
  ofChannels: false,
  ofSystem: false,
  recoveryCount: 1,
  wakes: ['training'],
  see: async (_db, woken) =>
    (woken as readonly Woken<'training'>[]).map(({ item: { event, training } }) =>
      training.state === 'failed' || training.state === 'completed'
        ? [sighting(event.at, training.state === 'failed', { detail: training.failure })]
        : [],
    ),
  past: async (db, _asked, series, { from, to }) =>
    (await trainingsOfSeriesEnded(db, series.id, from, to)).map(({ at, failure }) =>
      sighting(at, failure !== null, { detail: failure }),
    ),
  asks: () => 'a training fails',
  tells: (_asked, { detail }) => `could not be learnt: ${detail ?? 'the log says why'}`,
}
