import type { Verdict } from '@seriema/domain/rollout'
import type { Db } from '../../store/database.ts'
import { type Assignment, assign, type DeploymentChange, type StoredDeployment } from '../../store/deployment.ts'

/** Who decided it, and why. */
export type Why = Pick<Assignment, 'reason' | 'automatic' | 'by'>

/**
 * Lets a shadow or canary go on, or ends it: a greater share, the place of whoever is active, or none. Under the lock of its
 * series or group. Returns what changed, in the order it did.
 */
export async function carryOut(
  tx: Db,
  { scope, role, slot, speaker }: StoredDeployment,
  verdict: Verdict,
  why: Why,
  now: number,
): Promise<readonly DeploymentChange[]> {
  if (verdict.action === 'hold') return []
  const rolledBack = verdict.action === 'roll-back'
  const share = rolledBack ? 1 : verdict.share
  const at = { scope, role, share, ...why }
  const steps: readonly Assignment[] =
    share < 1
      ? [{ ...at, slot, speaker }]
      : [{ ...at, slot, speaker: null }, ...(rolledBack ? [] : [{ ...at, slot: 'active' as const, speaker }])]
  const changes: DeploymentChange[] = []
  for (const step of steps) {
    const change = await assign(tx, step, now)
    if (change !== null) changes.push(change)
  }
  return changes
}
