import { Fault } from '@seriema/domain/fault'
import type { ArtifactDescription } from '../artifacts/description.ts'
import { readArtifact } from '../artifacts/read.ts'
import type { Detector } from '../contract/detector.ts'
import type { WatchingKind, WatchingShape } from '../contract/watching.ts'
import { watchingKind } from '../watching/registry.ts'

/** What a version that watches holds. */
interface Watching {
  readonly kind: WatchingKind
  /** One entry a channel, of the kind's own making. */
  readonly known: readonly object[]
  readonly shape: WatchingShape
}

/**
 * A version that watches, as a detector that is fed like any other. What it learnt never changes and is shared by all series
 * that it watches; a state is no more than the last values of a channel. Throws Fault UNSUPPORTED_MODEL or UNREADABLE_FILE
 * for a file that is no such version.
 */
export function trainedDetector(artifact: Uint8Array): Detector {
  const { kind, known, shape } = watchingOf(readArtifact(artifact))
  const { kind: name, title, tagline, description } = kind
  const judges = known.map(one => kind.judge(one, shape))
  return {
    kind: name,
    title,
    tagline,
    description,
    name: title.toLowerCase(),
    needsForecasts: false,
    threshold: shape.threshold,
    lookback: shape.lookback,
    expectation: () => kind.expectation(shape.lookback),
    initial: () => judges[0]!.initial(),
    judge(state, column, from, to, judgement) {
      const judge = judges[column.channel]
      if (judge !== undefined) return judge.judge(state, column, from, to, judgement)
      for (let index = from; index < to; index++) if (!Number.isNaN(column.values[index]!)) judgement.silent[index] = 1
    },
  }
}

/** What the file's metadata says, checked. */
export function watchingOf({ task, kind: name, settings, channels, lookback }: ArtifactDescription): Watching {
  const kind = watchingKind(name)
  if (task !== 'score' || kind === null)
    throw new Fault('UNSUPPORTED_MODEL', `a version of ${name} forecasts, it does not watch`)
  const { statistics: known, threshold } = settings
  const sound =
    Array.isArray(known) &&
    known.length === channels.length &&
    known.length > 0 &&
    known.every(one => kind.isKnown(one, lookback))
  if (sound && typeof threshold === 'number' && threshold > 0) return { kind, known, shape: { lookback, threshold } }
  throw new Fault('UNREADABLE_FILE', 'the version is damaged: what it learnt is not of its channels')
}
