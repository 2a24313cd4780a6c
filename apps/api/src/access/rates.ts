import type { Limits } from '../config.ts'
import { networkOf } from './address.ts'
import type { Caller } from './caller.ts'
import type { Counters } from './counters.ts'

/** How often things may be asked for that cost much. Each throws TOO_MANY_REQUESTS with the seconds to wait. */
export interface Rates {
  /** A training that is about to begin for a scope: a series or a group. */
  training(scope: string, caller: Pick<Caller, 'address'>): Promise<void>
  /** One that came to nothing: its scope may begin another. That an address began it stays counted. */
  trainingCancelled(scope: string): Promise<void>
  /** One series being forecast, scored or compared on. */
  prediction(seriesId: number, caller: Pick<Caller, 'address'>): Promise<void>
}

/** Of what stands for one series, and for all that one address asks for, in seconds. */
const [minute, fewMinutes, hour] = [60, 300, 3_600]

export function createRates(
  counters: Counters,
  limits: Pick<Limits, 'trainingsPerSeries' | 'trainingsPerAddress' | 'predictionsPerSeries' | 'predictionsPerAddress'>,
): Rates {
  const { trainingsPerSeries, trainingsPerAddress, predictionsPerSeries, predictionsPerAddress } = limits
  const ofSeries = counters.open('trainings-of-series', { most: trainingsPerSeries, seconds: fewMinutes })
  const byAddress = counters.open('trainings-by-address', { most: trainingsPerAddress, seconds: hour })
  const predictions = counters.open('predictions-of-series', { most: predictionsPerSeries, seconds: minute })
  const predictionsBy = counters.open('predictions-by-address', { most: predictionsPerAddress, seconds: minute })
  return {
    async training(scope, { address }) {
      await ofSeries.take(
        scope,
        `trainings of a series or group: no more than ${trainingsPerSeries} may be begun in ${fewMinutes / 60} minutes`,
      )
      try {
        await byAddress.take(
          networkOf(address),
          `${trainingsPerAddress} trainings an hour are begun from one address at most`,
        )
      } catch (error) {
        await ofSeries.giveBack(scope)
        throw error
      }
    },
    trainingCancelled: scope => ofSeries.giveBack(scope),
    async prediction(seriesId, { address }) {
      await predictionsBy.take(
        networkOf(address),
        `${predictionsPerAddress} predictions a minute are made for one address at most`,
      )
      await predictions.take(
        String(seriesId),
        `${predictionsPerSeries} predictions a minute are made of one series at most`,
      )
    },
  }
}
