import { kindSpeaks, type Speaker } from '@seriema/domain/deployment'
import type { Detector } from '@seriema/ml/contract/detector'
import { detectorOf } from '@seriema/ml/scorers/registry'

/** Who watches a series. */
export interface Watcher {
  readonly speaker: Speaker
  /** Null where it is not at hand; the baseline then speaks, and says why by `missing`. */
  readonly detector: Detector | null
  readonly missing: string | null
}

/** A kind without a model. */
export const watcherOfKind = (kind: string): Watcher => ({
  speaker: kindSpeaks(kind),
  detector: detectorOf(kind),
  missing: null,
})
