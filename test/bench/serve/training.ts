import { rest } from '@seriema/api/concurrency/retry'
import { decodeId, rowId } from '@seriema/api/schema/identity'
import type { Member } from '@seriema/ml/contract/trainable'
import { run } from '../../spawn.ts'
import { createModel, type ShownTraining, training, trainModel } from '../../training.ts'
import type { BenchApi } from '../api.ts'
import { deploy, done, fill } from './fleet.ts'

const weekly = {
  resample: { unit: 'WEEK', count: 1, by: 'SUM', weekStart: 1, timeZone: 'UTC' },
  fill: 'FORWARD',
  categories: ['region'],
}

/** As they are sent. */
export const pointsOf = ({ key, times, channels }: Member) => ({
  key,
  times: [...times],
  values: channels.map(values => [...values]),
})

/** A group of shops, and a worker in a process of its own that trains a TinyTimeMixer of all of them. */
export async function startShops(api: BenchApi, members: readonly Member[], databaseUrl: string) {
  await fill(
    api,
    members.map(member => ({
      ...pointsOf(member),
      interval: 86_400_000,
      attributes: member.attributes,
      channels: [{ name: 'sales' }, { name: 'revenue' }],
    })),
    5,
  )
  const group = { name: 'shops', conditions: [{ attribute: 'product' }] }
  await done(api, 'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { ... on Fault { message } } }', {
    input: group,
  })
  const worker = run(['apps/api/src/worker.ts'], { DATABASE_URL: databaseUrl })

  const begin = async (epochs: number): Promise<ShownTraining> => {
    const settings = { start: 'none', context: 104, horizon: 26, learns: 'mlp', mixChannels: true }
    const input = {
      name: `${epochs} passes`,
      kind: 'TTM',
      scope: { group: group.name },
      recipe: weekly,
      settings: { ...settings, epochs, patience: Math.min(1_000, epochs) },
    }
    return trainModel(api.url, await createModel(api.url, input))
  }
  const until = async (id: string, state: string): Promise<ShownTraining> => {
    for (;;) {
      const now = await training(api.url, id)
      if (now.failure !== null) throw new Error(now.failure.message)
      if (now.state === state) return now
      await rest(500)
    }
  }
  return {
    /** Has a version trained and deployed to all of them. Returns its number in the store. */
    async deploy(epochs: number): Promise<number> {
      const { version } = await until((await begin(epochs)).id, 'COMPLETED')
      await deploy(api, { scope: { group: group.name }, role: 'FORECAST', version: version!.id })
      return rowId(decodeId(version!.id).id)
    },
    /** A training that goes on until it is stopped. */
    async goOn() {
      const { id } = await begin(10_000)
      await until(id, 'TRAINING')
      return {
        async stop() {
          const { state } = await training(api.url, id)
          if (state !== 'TRAINING') throw new Error(`the training was ${state} before the measurement was over`)
          const query =
            'mutation ($input: CancelTrainingInput!) { cancelTraining(input: $input) { ... on Fault { message } } }'
          await done(api, query, { input: { id } })
          await until(id, 'CANCELLED')
        },
      }
    },
    stop: () => worker.end('SIGTERM'),
  }
}
