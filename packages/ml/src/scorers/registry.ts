import type { DetectorKind } from '@seriema/domain/anomaly'
import type { Detector, ValueDetector } from '../contract/detector.ts'
import { ensembleDetector } from './ensemble.ts'
import { isolationForestDetector } from './isolation-forest.ts'
import { pcaDetector } from './pca.ts'
import { polynomialDetector } from './polynomial.ts'
import { residualDetector } from './residual.ts'
import { robustDetector } from './robust.ts'
import { seasonalDetector } from './seasonal.ts'
import { zscoreDetector } from './zscore.ts'

/** Every detector, in the order they are offered. */
export const detectors: readonly (Detector | ValueDetector)[] = [
  ensembleDetector,
  zscoreDetector,
  robustDetector,
  seasonalDetector,
  polynomialDetector,
  pcaDetector,
  isolationForestDetector,
  residualDetector,
]

/** Those that need nothing but the values. */
export const valueDetectors: readonly ValueDetector[] = detectors.filter(detector => 'scorer' in detector)

/** What a new series is watched by. */
export const defaultDetector: Detector = ensembleDetector

const byKind = new Map(detectors.map(detector => [detector.kind, detector]))

/** The member of this kind. Throws where there is none: kinds come from the API's list of them, or from the store. */
export function detectorOf(kind: DetectorKind): Detector {
  const detector = byKind.get(kind)
  if (detector === undefined) throw new Error(`no detector of the kind ${kind}`)
  return detector
}
