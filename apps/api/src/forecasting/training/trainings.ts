import { randomUUID } from 'node:crypto'
import { Fault } from '@seriema/domain/fault'
import { outgrown } from '@seriema/domain/retraining'
import type { Window } from '@seriema/ml/contract/forecaster'
import { enoughToTrain } from '@seriema/ml/contract/window'
import { trainableForecaster } from '@seriema/ml/models/kinds'
import { LRUCache } from 'lru-cache'
import { sameRhythm } from '../fitted-models.ts'
import { type RunningTraining, startTraining, type TrainedNetwork, type TrainingJob } from './process.ts'

/** A network is asked for with what it would be trained on. */
export interface NetworkRequest extends TrainingJob {
  readonly seriesId: number
  /** Points of the series in all. */
  readonly points: number
  /** The places of the channels that are rates of counters. */
  readonly counters?: string | undefined
}

/** The networks of series: trained in the background, one at a time, in the order they were asked for. */
export interface Trainings {
  /**
   * The network there is, which may be a little old: another is trained where the series has outgrown it. Null where there
   * is none yet: its training begins, or waits for its turn. Throws INSUFFICIENT_DATA, TIMED_OUT where too many wait, and
   * what the last training on these points failed with.
   */
  get(request: NetworkRequest): TrainedNetwork | null
  /** Waits for the training that is under way or waits; throws what it fails with, TIMED_OUT after `patience` milliseconds. */
  wait(request: NetworkRequest, patience: number): Promise<TrainedNetwork>
  /** How far it is, in words. */
  progress(request: NetworkRequest): string
  /** How many networks are held. */
  readonly held: number
  /** Ends what runs, starts nothing new. */
  close(): void
}

export interface TrainingsOptions {
  readonly onTrained: (request: NetworkRequest, milliseconds: number) => void
  readonly onFailed: (request: NetworkRequest, error: unknown) => void
  readonly start?: (job: TrainingJob, onEpoch: (epoch: number) => void) => RunningTraining
  /** Milliseconds a training may take. */
  readonly longest?: number
}

interface Job {
  readonly request: NetworkRequest
  readonly done: PromiseWithResolvers<TrainedNetwork>
  epoch: number
  running: RunningTraining | null
}

interface Outcome {
  readonly points: number
  readonly interval: number
  readonly network: TrainedNetwork | null
  /** Why the last training failed; null where it did not. */
  readonly failed: unknown
}

const mostWaiting = 64
const mostHeld = 200

export function createTrainings({ start = startTraining, longest = 600_000, ...options }: TrainingsOptions): Trainings {
  const outcomes = new LRUCache<string, Outcome>({ max: mostHeld })
  const jobs = new Map<string, Job>()
  let closed = false

  const run = async (name: string, job: Job) => {
    const { request, done } = job
    const before = outcomes.get(name)?.network ?? null
    const { points, kind, window } = request
    const { interval } = window
    const begun = performance.now()
    const places = movingPlaces(window)
    const learnt = { ...window, channels: places.map(c => window.channels[c]!) }
    const running = start({ kind, window: learnt }, epoch => {
      job.epoch = epoch
    })
    job.running = running
    const tooLong = new Fault('TIMED_OUT', `training took longer than ${longest / 60_000} minutes`)
    const timer = setTimeout(() => running.stop(tooLong), longest)
    timer.unref()
    try {
      const { model, calibration } = await running.result
      const network = { id: randomUUID(), kind, model, calibration, places }
      outcomes.set(name, { points, interval, network, failed: null })
      done.resolve(network)
      options.onTrained(request, performance.now() - begun)
    } catch (failed) {
      outcomes.set(name, { points, interval, network: before, failed })
      done.reject(failed)
      if (!closed) options.onFailed(request, failed)
    } finally {
      clearTimeout(timer)
      jobs.delete(name)
      next()
    }
  }

  const next = () => {
    if (closed || [...jobs.values()].some(({ running }) => running !== null)) return
    const [first] = jobs
    if (first !== undefined) void run(...first)
  }

  const enqueue = (name: string, request: NetworkRequest) => {
    if (closed || jobs.has(name)) return
    enoughToTrain(trainableForecaster(request.kind), request.window)
    if (jobs.size > mostWaiting)
      throw new Fault('TIMED_OUT', `${jobs.size} trainings wait already: ask for ${request.kind} again later`)
    const done = Promise.withResolvers<TrainedNetwork>()
    // Nobody may be waiting for it.
    done.promise.catch(() => {})
    jobs.set(name, { request, done, epoch: 0, running: null })
    next()
  }

  const progress = (request: NetworkRequest): string => {
    const job = jobs.get(nameOf(request))
    if (job?.running == null) return `${request.kind} waits to be trained on this series`
    const far = job.epoch > 0 ? `, epoch ${job.epoch} of ${trainableForecaster(request.kind).mostEpochs} at most` : ''
    return `${request.kind} is being trained on this series${far}`
  }

  return {
    get(request) {
      const name = nameOf(request)
      const known = outcomes.get(name)
      const { points, window } = request
      // Of a series that was begun anew, or goes in another rhythm, nothing is kept.
      if (known !== undefined && (points < known.points || !sameRhythm(known.interval, window.interval)))
        outcomes.delete(name)
      if (!outcomes.has(name) || outgrown(known!.points, points)) enqueue(name, request)
      const { network = null, failed = null } = outcomes.get(name) ?? {}
      if (network === null && failed !== null && !jobs.has(name)) throw failed
      return network
    },
    async wait(request, patience) {
      const job = jobs.get(nameOf(request))
      if (job === undefined) throw new Fault('UNAVAILABLE', 'the server is shutting down: ask again in a moment')
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<never>((_, reject) => {
        const fail = () =>
          reject(new Fault('TIMED_OUT', `${progress(request)}; ask again in a moment`, { model: request.kind }))
        timer = setTimeout(fail, patience)
      })
      try {
        return await Promise.race([job.done.promise, late])
      } finally {
        clearTimeout(timer)
      }
    },
    progress,
    get held() {
      return [...outcomes.values()].filter(({ network }) => network !== null).length
    },
    close() {
      closed = true
      const ended = new Fault('UNAVAILABLE', 'the server is shutting down: ask again in a moment')
      const all = [...jobs.values()]
      jobs.clear()
      for (const { done } of all) done.reject(ended)
      for (const { running } of all) running?.stop(ended)
    },
  }
}

/** A channel that never moved teaches nothing, and would only share what the network has room for. All where none moved. */
function movingPlaces({ channels }: Window): readonly number[] {
  const moving = channels.flatMap((values, c) => (values.some(value => value !== values[0]) ? [c] : []))
  return moving.length > 0 ? moving : channels.map((_, c) => c)
}

const nameOf = ({ seriesId, kind, counters = '' }: NetworkRequest) => `${seriesId} ${kind} ${counters}`
