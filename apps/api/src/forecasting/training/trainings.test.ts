import { Fault } from '@seriema/domain/fault'
import type { CalibratedModel } from '@seriema/ml/evaluation/train-calibrated'
import { describe, expect, test } from 'vitest'
import type { TrainingJob } from './process.ts'
import { createTrainings, type NetworkRequest } from './trainings.ts'

const window = { channels: [new Float64Array(300)], interval: 1_000 }
const request: NetworkRequest = { kind: 'lstm', seriesId: 1, points: 300, window }
const network: CalibratedModel = { model: {}, calibration: { errors: [] } }

/** Trainings that end when they are told to. */
function trained() {
  const started: { job: TrainingJob; onEpoch: (epoch: number) => void; end: PromiseWithResolvers<typeof network> }[] =
    []
  const reported: unknown[] = []
  const trainings = createTrainings({
    onTrained: ({ seriesId }) => reported.push(seriesId),
    onFailed: (_, error) => reported.push(error),
    start(job, onEpoch) {
      const end = Promise.withResolvers<typeof network>()
      started.push({ job, onEpoch, end })
      return { result: end.promise, stop: reason => end.reject(reason) }
    },
  })
  return { trainings, started, reported }
}

describe('trainings', () => {
  test('run one at a time, in the order they were asked for, once for all who ask', async () => {
    const { trainings, started, reported } = trained()
    expect(trainings.get(request)).toBeNull()
    expect(trainings.get({ ...request, kind: 'gru' })).toBeNull()
    expect(trainings.get(request)).toBeNull()
    expect(started.map(({ job }) => job.kind)).toEqual(['lstm'])
    started[0]!.onEpoch(3)
    expect(trainings.progress(request)).toBe('lstm is being trained on this series, epoch 3 of 100 at most')
    expect(trainings.progress({ ...request, kind: 'gru' })).toBe('gru waits to be trained on this series')
    const waiting = trainings.wait(request, 60_000)
    started[0]!.end.resolve(network)
    expect(await waiting).toMatchObject(network)
    expect(trainings.get(request)).toBe(await waiting)
    expect(reported).toEqual([1])
    expect(started.map(({ job }) => job.kind)).toEqual(['lstm', 'gru'])
    expect(trainings.held).toBe(1)
  })

  test('look at the channels that move alone, which cannot be told from dead ones otherwise, and all where none does', async () => {
    const { trainings, started } = trained()
    const moving = Float64Array.from({ length: 300 }, (_, i) => i % 5)
    const still = new Float64Array(300).fill(7)
    const mixed = { channels: [still, moving, new Float64Array(300), moving], interval: 1_000 }
    trainings.get({ ...request, window: mixed })
    expect(started[0]!.job.window.channels).toEqual([moving, moving])
    const waiting = trainings.wait({ ...request, window: mixed }, 60_000)
    started[0]!.end.resolve(network)
    expect(await waiting).toMatchObject({ places: [1, 3] })
    trainings.get({ ...request, seriesId: 2 })
    expect(started[1]!.job.window.channels).toEqual(window.channels)
  })

  test('a network serves on while a newer one is trained, unless the series was begun anew', async () => {
    const { trainings, started } = trained()
    trainings.get(request)
    started[0]!.end.resolve(network)
    const first = await trainings.wait(request, 60_000)
    expect(trainings.get({ ...request, points: 329 })).toBe(first)
    expect(started).toHaveLength(1)
    const grown = { ...request, points: 330 }
    expect(trainings.get(grown)).toBe(first)
    expect(started).toHaveLength(2)
    started[1]!.end.resolve(network)
    const second = await trainings.wait(grown, 60_000)
    expect(second.id).not.toBe(first.id)
    expect(trainings.get({ ...request, points: 250 })).toBeNull()
    expect(started).toHaveLength(3)
  })

  test('what failed is not tried again before the series has outgrown it', async () => {
    const { trainings, started, reported } = trained()
    trainings.get(request)
    const broken = new Fault('INVALID_INPUT', 'training diverged')
    const waiting = trainings.wait(request, 60_000)
    started[0]!.end.reject(broken)
    await expect(waiting).rejects.toBe(broken)
    expect(() => trainings.get(request)).toThrow(broken)
    expect(reported).toEqual([broken])
    expect(trainings.get({ ...request, points: 340 })).toBeNull()
    expect(started).toHaveLength(2)
  })

  test('who waits too long, or asks with too little history, is told so', async () => {
    const { trainings, started } = trained()
    trainings.get(request)
    await expect(trainings.wait(request, 1)).rejects.toMatchObject({ code: 'TIMED_OUT', message: /being trained/ })
    const short = { ...window, channels: [new Float64Array(40)] }
    const few = { ...request, seriesId: 2, window: short }
    expect(() => trainings.get(few)).toThrow('needs at least 240 points')
    expect(started).toHaveLength(1)
  })

  test('a training that takes too long is ended, and the next begins', async () => {
    const ends: Error[] = []
    const trainings = createTrainings({
      onTrained() {},
      onFailed() {},
      longest: 1,
      start() {
        const end = Promise.withResolvers<typeof network>()
        const stop = (reason: Error) => {
          ends.push(reason)
          end.reject(reason)
        }
        return { result: end.promise, stop }
      },
    })
    trainings.get(request)
    await expect(trainings.wait(request, 60_000)).rejects.toMatchObject({ code: 'TIMED_OUT' })
    trainings.get({ ...request, seriesId: 2 })
    await expect(trainings.wait({ ...request, seriesId: 2 }, 60_000)).rejects.toThrow('longer')
    expect(ends).toHaveLength(2)
  })

  test('closing ends what runs and what waits', async () => {
    const { trainings, started, reported } = trained()
    trainings.get(request)
    trainings.get({ ...request, seriesId: 2 })
    const both = [trainings.wait(request, 60_000), trainings.wait({ ...request, seriesId: 2 }, 60_000)]
    trainings.close()
    for (const one of await Promise.allSettled(both))
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'UNAVAILABLE' } })
    expect(started).toHaveLength(1)
    expect(reported).toEqual([])
  })
})
