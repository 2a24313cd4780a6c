import { defaultAlarmPolicy } from '@seriema/ml/detection/alarm-policy'
import { nothingToSay } from '@seriema/ml/detection/fallback'
import type { Watcher } from '../serving/watcher.ts'
import { isDear } from './rebuild.ts'

/** Points of a series up to which no alarm brings rest. */
const restlessUpTo = Math.floor(1 / defaultAlarmPolicy.restShare)

/** Who watches new points, and of whom anything has to be known for that. */
export interface Asked {
  readonly watcher: Watcher
  readonly known: Watcher
}

/**
 * While a series has few points its detector has no word to say, and nothing that is found bears on what follows: all it
 * would know is made again from these points. It then is left alone, for a state takes a thousand times what they do.
 *
 * @param points those that the series has, with the new ones
 */
export function askedOf(watcher: Watcher, points: number): Asked {
  const { detector } = watcher
  const silent =
    detector !== null && points <= restlessUpTo && isDear(detector) && 'calibrated' in detector && detector.calibrated
  return silent
    ? { watcher: { ...watcher, missing: nothingToSay(detector, null) }, known: { ...watcher, detector: null } }
    : { watcher, known: watcher }
}
