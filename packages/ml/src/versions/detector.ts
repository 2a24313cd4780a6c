import { Fault } from '@seriema/domain/fault'
import type { ArtifactDescription } from '../artifacts/description.ts'
import { readArtifact } from '../artifacts/read.ts'
import type { Detector } from '../contract/detector.ts'
import { scoreTrained, type TrainedStatistics } from '../scorers/trained.ts'
import { modelKind } from './kinds.ts'

/** What a trained detector knows: the middle and the spread of each channel, and when a score stands out. */
interface Fixed {
  readonly statistics: readonly TrainedStatistics[]
  readonly threshold: number
}

/**
 * A version that watches, as a detector that is fed like any other. It keeps nothing of the points it sees, so its state
 * is empty and a value costs some multiplications; `initial` may be shared by any number of series. Throws Fault
 * UNSUPPORTED_MODEL or UNREADABLE_FILE for a file that is no such version.
 */
export function trainedDetector(artifact: Uint8Array): Detector {
  const description = readArtifact(artifact)
  const { statistics, threshold } = fixedOf(description)
  const { kind, title, tagline, description: words } = modelKind(description.kind)
  return {
    kind,
    title,
    tagline,
    description: words,
    name: title.toLowerCase(),
    needsForecasts: false,
    threshold,
    expectation: () => ({ kind: 'trained', by: kind === 'robust' ? 'median' : 'mean' }),
    initial: () => ({}),
    judge(_, { channel, values }, from, to, { inFull, scored, silent }) {
      const known = statistics[channel]
      for (let index = from; index < to; index++) {
        const value = values[index]!
        if (Number.isNaN(value)) continue
        if (known === undefined) {
          silent[index] = 1
          continue
        }
        const point = scoreTrained(value, known, threshold)!
        if (inFull || point.score > threshold) scored.push({ index, ...point })
      }
    },
  }
}

/** What the file's metadata says, checked. */
export function fixedOf({ task, kind, settings, channels }: ArtifactDescription): Fixed {
  if (task !== 'score') throw new Fault('UNSUPPORTED_MODEL', `a version of ${kind} forecasts, it does not watch`)
  const { statistics, threshold } = settings as Partial<Fixed>
  const sound =
    Array.isArray(statistics) &&
    statistics.length === channels.length &&
    statistics.every(one => Number.isFinite(one?.mean) && one.deviation >= 0 && Number.isFinite(one.deviation))
  if (sound && typeof threshold === 'number' && threshold > 0) return { statistics, threshold }
  throw new Fault('UNREADABLE_FILE', 'the version is damaged: its statistics are not those of its channels')
}
