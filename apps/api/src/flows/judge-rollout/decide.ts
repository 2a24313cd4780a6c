import type { Slot } from '@seriema/domain/deployment'
import { defaultRolloutLimits, judgeRollout, type Verdict } from '@seriema/domain/rollout'
import { comparisonOf, emptyTally, type Tally } from '@seriema/domain/rollout/tally'
import type { Core } from '../../core.ts'
import { speakerChanged } from '../../events/kinds/deployment.ts'
import { announce } from '../../events/log.ts'
import { type Db, transaction } from '../../store/database.ts'
import { findDeployments, type StoredDeployment } from '../../store/deployment.ts'
import { lockGroup } from '../../store/group.ts'
import { labelledFlags } from '../../store/label/figures.ts'
import { findTallies } from '../../store/rollout.ts'
import { lockSeriesByIds } from '../../store/series.ts'
import { span } from '../../telemetry/span.ts'
import { correlated } from '../../telemetry/trace.ts'
import { auditChanges } from '../deploy/audit-change.ts'
import { carryOut } from '../deploy/carry-out.ts'

const isTried = (slot: Slot): slot is 'shadow' | 'canary' => slot !== 'active'

/** What is to be said of a shadow or canary now, by what people said of its flags too; null for who is active. */
export async function verdictOn(
  db: Db,
  { slot, share, since, limits, speaker: { versionId } }: StoredDeployment,
  tally: Tally | null,
  now: number,
): Promise<Verdict | null> {
  if (!isTried(slot)) return null
  const labels = versionId === null ? undefined : (await labelledFlags(db, [versionId], since)).get(versionId)
  const seen = comparisonOf(tally ?? emptyTally, labels)
  return judgeRollout({ slot, share, since }, limits ?? defaultRolloutLimits, seen, now)
}

/**
 * Promotes and rolls back those of these deployments that are to be, by themselves, each with its line of the timeline.
 * Returns whether any was.
 */
export async function decide(
  app: Pick<Core, 'db' | 'clock' | 'meters' | 'log'>,
  deploymentIds: readonly number[],
): Promise<boolean> {
  const due = await findDue(app.db, deploymentIds, app.clock())
  let decided = false
  for (const one of due) {
    const rollout = `rollout-${one.id}`
    const carry = () =>
      transaction(app.db, async tx => {
        if ('groupId' in one.scope) await lockGroup(tx, one.scope.groupId)
        else await lockSeriesByIds(tx, [one.scope.seriesId])
        // Another process may have been first.
        const now = app.clock()
        const [still] = await findDue(tx, [one.id], now)
        if (still === undefined) return null
        const why = { reason: still.verdict.reason, automatic: true, by: null }
        const changes = await carryOut(tx, still, still.verdict, why, now)
        await auditChanges(tx, still.verdict.action === 'promote' ? 'promote' : 'rollback', changes, now)
        await announce(tx, changes.map(speakerChanged), now)
        return changes.length > 0 ? still.verdict : null
      })
    const verdict = await correlated(rollout, () => span('decide rollout', carry))
    if (verdict === null) continue
    decided = true
    app.meters.counts.rollout(verdict.action, one.role, true)
    const { role, slot, speaker, scope } = one
    const told = { ...scope, role, slot, speaker, action: verdict.action, reason: verdict.reason }
    correlated(rollout, () => app.log.info(told, 'a rollout was decided'))
  }
  return decided
}

async function findDue(db: Db, ids: readonly number[], now: number) {
  const [deployments, tallies] = [await findDeployments(db, ids), await findTallies(db, ids)]
  const due: (StoredDeployment & { readonly verdict: Exclude<Verdict, { readonly action: 'hold' }> })[] = []
  for (const one of deployments) {
    if (!(one.limits ?? defaultRolloutLimits).automatic) continue
    const verdict = await verdictOn(db, one, tallies.get(one.id) ?? null, now)
    if (verdict !== null && verdict.action !== 'hold') due.push({ ...one, verdict })
  }
  return due
}
