import type { WatchingKind } from '../contract/watching.ts'
import { robustKind, zscoreKind } from './fixed.ts'
import { isolationForestKind } from './isolation-forest.ts'
import { pcaKind } from './pca.ts'
import { residualKind } from './residual.ts'

/** Every kind that is trained to watch, in the order they are offered. */
export const watchingKinds: readonly WatchingKind[] = [
  zscoreKind,
  robustKind,
  pcaKind,
  isolationForestKind,
  residualKind,
]

const byKind = new Map(watchingKinds.map(one => [one.kind, one]))

/** null for a kind that does not watch. */
export const watchingKind = (kind: string): WatchingKind | null => byKind.get(kind) ?? null
