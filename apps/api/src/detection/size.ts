import type { DetectorKind } from '@seriema/domain/anomaly'
import { baseline } from '@seriema/ml/detection/baseline'
import type { DetectorState } from '@seriema/ml/detection/knowledge'
import { detectorOf } from '@seriema/ml/scorers/registry'
import { bytesOf } from '@seriema/ml/statistics/plain-data'

const baselineBytes = bytesOf(baseline.initial())
const bytesByKind = new Map<DetectorKind, number>()

/** What the state of a kind takes for each channel: much the same whatever it has seen. */
function bytesOfChannel(kind: DetectorKind): number {
  const known = bytesByKind.get(kind)
  if (known !== undefined) return known
  const bytes = bytesOf(detectorOf(kind).initial())
  bytesByKind.set(kind, bytes)
  return bytes
}

/** Bytes that a detector's state takes, to within some per cent. */
export const bytesOfState = ({ kind, versionId, channels }: DetectorState): number =>
  versionId === null ? bytesOfChannel(kind) * channels.length : bytesOf(channels)

/** The same of the baseline on so many channels. */
export const bytesOfBaseline = (channels: number): number => baselineBytes * channels
