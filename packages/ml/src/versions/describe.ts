import type { Recipe } from '@seriema/domain/recipe'
import type { Role } from '@seriema/domain/role'
import type { Settings } from '@seriema/domain/setting'
import type { EpochLoss } from '@seriema/domain/training'
import type { VersionChannel, VersionMetrics, VersionSample, VersionStatistics } from '@seriema/domain/version'
import { readArtifact } from '../artifacts/read.ts'
import { watchingOf } from './detector.ts'
import { fromFacts } from './facts.ts'
import { modelKind } from './kinds.ts'

/** What a version's file says of it: enough to register one that was made elsewhere. */
export interface VersionDescription {
  readonly kind: string
  readonly role: Role
  readonly settings: Settings
  readonly recipe: Recipe
  readonly channels: readonly VersionChannel[]
  /** Key of the series or name of the group it was made for. */
  readonly scope: string | null
  /** Of Seriema that made it, and when, in epoch milliseconds. */
  readonly madeBy: string
  readonly createdAt: number
  readonly lookback: number
  readonly horizon: number
  readonly points: number
  readonly from: number
  readonly to: number
  readonly statistics: VersionStatistics
  readonly metrics: VersionMetrics
  readonly sample: VersionSample
  readonly losses: readonly EpochLoss[]
  readonly bestEpoch: number | null
  readonly license: string
  readonly warnings: readonly string[]
}

/**
 * Reads and checks what a file says of itself; nothing of it is run. Throws Fault UNSUPPORTED_MODEL for a file that is no
 * version of a kind known here, UNREADABLE_FILE for one that is damaged.
 */
export function describeVersion(artifact: Uint8Array): VersionDescription {
  const description = readArtifact(artifact)
  const { kind, channels, lookback, horizon, training, series = null, version, createdAt } = description
  const facts = fromFacts(description)
  const { role } = modelKind(kind)
  if (role === 'watch') watchingOf(description)
  return {
    kind,
    role,
    channels,
    scope: series,
    madeBy: version,
    createdAt,
    lookback,
    horizon,
    points: training?.points ?? 0,
    from: training?.from ?? 0,
    to: training?.to ?? 0,
    statistics: training?.channels ?? [],
    settings: facts.settings,
    recipe: facts.recipe,
    metrics: facts.metrics,
    sample: facts.sample,
    losses: facts.losses,
    bestEpoch: facts.bestEpoch,
    license: facts.license,
    warnings: facts.warnings,
  }
}
