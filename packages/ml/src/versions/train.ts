import { defineSettings } from '@seriema/domain/setting'
import type { TrainedVersion, TrainingAbout, TrainingHooks, TrainingRequest } from '../contract/trainable.ts'
import { watchingKind } from '../watching/registry.ts'
import { modelKind } from './kinds.ts'
import { trainDetector } from './train/detector.ts'

/** Points of one series on its grid that a training takes, unless said otherwise. */
export const mostTrainingPoints = 100_000

/**
 * Trains a version of a model. The same request gives the same version; one that goes on from a checkpoint ends as if it
 * had never stopped. Throws the signal's reason where it is cancelled, and a Fault where nothing can be learnt:
 * INVALID_SETTINGS, INSUFFICIENT_DATA, TOO_MUCH_DATA, CONSTANT_SERIES, INVALID_TIMESTAMP, DUPLICATE_TIMESTAMP,
 * INVALID_VALUE; INVALID_INPUT where it diverges.
 */
export async function trainVersion(
  request: TrainingRequest,
  about: TrainingAbout,
  hooks: TrainingHooks = {},
): Promise<TrainedVersion> {
  const kind = modelKind(request.kind)
  const settings = defineSettings(kind.settings, request.settings)
  hooks.signal?.throwIfAborted()
  hooks.onPhase?.('preprocessing')
  // In one order, so that the same series give the same weights.
  const members = request.members.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const asked = { ...request, settings, members }
  const known = { mostPoints: mostTrainingPoints, ...about }
  const watching = watchingKind(kind.kind)
  if (watching !== null) return trainDetector(asked, watching, known, hooks)
  // With it comes onnxruntime, which takes its time.
  const { trainForecaster } = await import('./train/forecaster.ts')
  return trainForecaster(asked, kind, known, hooks)
}
