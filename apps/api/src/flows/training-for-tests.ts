import { createHash } from 'node:crypto'
import { rest } from '../concurrency/retry.ts'
import type { Numbers } from './train.ts'

/** For tests: passes of a training as quick as asked, that end in a file which says what it was made of. */
export interface FakeNumbers extends Numbers {
  /** How many trainings were begun, and from which pass. */
  readonly begun: number[]
}

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** `pass`: milliseconds of each of `passes`, or what decides when one is over. */
export function fakeNumbers({
  passes = 4,
  pass = 1,
}: {
  readonly passes?: number
  readonly pass?: number | ((epoch: number, signal: AbortSignal) => Promise<void>)
} = {}): FakeNumbers {
  const begun: number[] = []
  const wait = typeof pass === 'number' ? (_epoch: number, signal: AbortSignal) => rest(pass, signal) : pass
  return {
    begun,
    dataHash: members =>
      hash(members.map(({ key, times, channels }) => [key, [...times], channels.map(one => [...one])])),
    fingerprint({ kind, settings, recipe, members }) {
      return hash([kind, settings, recipe, this.dataHash(members)])
    },
    async train({ members, channels }, about, { signal, onPhase, onEpoch, from }) {
      const first = from === null ? 0 : Number(Buffer.from(from).toString())
      begun.push(first)
      onPhase('preprocessing')
      onPhase('training')
      const losses = []
      for (let epoch = first + 1; epoch <= passes; epoch++) {
        await wait(epoch, signal)
        signal.throwIfAborted()
        const loss = { epoch, training: 1 / epoch, validation: 2 / epoch }
        losses.push(loss)
        onEpoch(loss, passes, Buffer.from(String(epoch)))
      }
      onPhase('evaluating')
      const times = members.flatMap(member => [...member.times])
      const figures = { mean: 0, deviation: 1, least: -1, greatest: 1, quantiles: [-1, -0.5, 0, 0.5, 1] } as const
      const none = { mse: 1, mae: 1, rmse: 1, mape: null, r2: null, theilsU: null, mase: 1, coverage: 0.9 }
      return {
        lookback: 8,
        horizon: 4,
        losses,
        bestEpoch: passes,
        points: times.length,
        from: Math.min(...times),
        to: Math.max(...times),
        statistics: channels.map(() => figures),
        metrics: { own: none, naive: none },
        sample: { times: times.slice(-3), channels: members[0]!.channels.map(one => [...one.slice(-3)]) },
        artifact: Buffer.from(JSON.stringify({ about, points: times.length })),
        warnings: ['made for a test'],
      }
    },
  }
}
