import { Fault } from '@seriema/domain/fault'
import type { Detector, EarlierForecast } from '../contract/detector.ts'
import type { Judged } from './judge.ts'

/** Why the baseline speaks in a detector's place, in words: every answer and message has them from here. */

export const notReady = ({ name }: Detector): string => `the ${name} is being made ready from stored points`

export const outOfOrder = 'points that come late are compared with those before them'

/** What whoever keeps the time throws into the work when that is over. */
export const outOfTime = (milliseconds: number): Fault =>
  new Fault('TIMED_OUT', `the detector took longer than its ${milliseconds} ms`)

export const failed = ({ name }: Detector, error: unknown): string =>
  error instanceof Fault ? error.message : `the ${name} failed`

export function nothingToSay({ name, needsForecasts }: Detector, forecast: EarlierForecast | null): string {
  if (!needsForecasts) return `the ${name} has not seen enough points yet`
  return forecast === null ? 'no forecast was made before' : 'the forecast made before does not reach this instant'
}

/** The same where the detector had something to say of other values of the batch. */
export const ofSomeValues = ({ spoke, silent }: Judged, why: string): string =>
  `${silent} of ${silent + spoke} values: ${why}`
