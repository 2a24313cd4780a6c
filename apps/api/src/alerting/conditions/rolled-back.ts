import { findRollbacks, rollbacksWithin } from '../../store/deployment.ts'
import { type Condition, type Sighting, sighting, type Woken } from './contract.ts'

const hour = 3_600_000

/** A shadow or canary was ended by its limits. That is an instant, so it holds for a while by itself. */
export const rolledBack: Condition = {
  kind: 'rolled-back',
  title: 'Rolled back',
  description: 'Somebody who was tried out was taken back by the limits of the rollout.',
  settings: [
    {
      name: 'hours',
      title: 'Open for',
      description: 'How long it is told of, unless somebody says before that it is over.',
      type: 'number',
      least: 0.01,
      most: 744,
      whole: false,
      unit: 'h',
      usual: 24,
    },
  ],
  ofChannels: false,
  ofSystem: false,
  recoveryCount: 1,
  wakes: ['deployment'],
  async see(db, woken) {
    const all = woken as readonly Woken<'deployment'>[]
    const rollbacks = await findRollbacks(
      db,
      all.map(({ item }) => item.event.changeId),
    )
    return all.map(({ item }): readonly Sighting[] => {
      const { changeId, at } = item.event
      return rollbacks.has(changeId) ? [sighting(at, true, { detail: item.change.reason })] : []
    })
  },
  past: async (db, _asked, series, { from, to }) =>
    (await rollbacksWithin(db, series.id, from, to)).map(({ at, reason }) => sighting(at, true, { detail: reason })),
  lasts: ({ hours }) => Number(hours) * hour,
  asks: () => 'a rollout is taken back',
  tells: (_asked, { detail }) => `was rolled back: ${detail}`,
}
