import type { AuditTarget } from '@seriema/domain/audit'
import type { Speaker } from '@seriema/domain/deployment'
import type { Scope } from '@seriema/domain/role'
import { versionName } from '@seriema/domain/version'
import { entryOf, targetOf, theSystem } from '../../audit/entry.ts'
import { appendAudit } from '../../store/audit.ts'
import type { Db } from '../../store/database.ts'
import type { DeploymentChange } from '../../store/deployment.ts'
import { findGroups } from '../../store/group.ts'
import { findSeriesByIds } from '../../store/series.ts'
import { findVersions } from '../../store/version.ts'

/**
 * Writes into the audit what the system itself decided of who speaks, with the commit that does it. Right before it is
 * announced: whoever else writes into the audit waits from here on.
 */
export async function auditChanges(
  tx: Db,
  operation: 'promote' | 'rollback' | 'letSpeak',
  changes: readonly DeploymentChange[],
  now: number,
): Promise<void> {
  if (changes.length === 0) return
  const named = changes.flatMap(({ from, to }) => [from?.versionId ?? [], to?.versionId ?? []].flat())
  const versions = new Map((await findVersions(tx, named)).map(({ id, number }) => [id, versionName(number)]))
  const inWords = (speaker: Speaker | null) =>
    speaker === null ? null : [speaker.kind, versions.get(speaker.versionId ?? -1)].filter(Boolean).join(' ')
  const target = await scopeTarget(tx, changes[0]!.scope)
  const last = changes.at(-1)!
  const entry = entryOf(
    {
      actor: theSystem,
      operation,
      outcome: 'done',
      message: last.reason,
      targets: [{ ...target, version: versions.get((last.to ?? last.from)?.versionId ?? -1) ?? null }],
      changes: changes.map(({ role, slot, from, to, share }) => ({
        target: `${target.type} ${target.series ?? target.name}`,
        field: `${role} ${slot}`,
        before: inWords(from),
        after: to === null ? null : share < 1 ? `${inWords(to)} for ${share}` : inWords(to),
      })),
    },
    now,
  )
  await appendAudit(tx, [entry])
}

async function scopeTarget(tx: Db, scope: Scope): Promise<AuditTarget> {
  if ('groupId' in scope) return targetOf('Group', { name: (await findGroups(tx, [scope.groupId]))[0]?.name ?? null })
  return targetOf('Series', { series: (await findSeriesByIds(tx, [scope.seriesId]))[0]?.key ?? null })
}
