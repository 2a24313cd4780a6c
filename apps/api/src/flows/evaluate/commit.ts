import type { AlertDraft } from '../../alerting/draft/alert-draft.ts'
import type { Draft } from '../../alerting/draft.ts'
import type { Memory } from '../../alerting/memory.ts'
import { noticeOf } from '../../alerting/notice.ts'
import { alertChanged } from '../../events/kinds/alert.ts'
import { announce } from '../../events/log.ts'
import { moveStand } from '../../store/alert/evaluation.ts'
import { saveSignals } from '../../store/alert/signal.ts'
import { subjectsOfAlerts } from '../../store/alert/subject.ts'
import { insertAlerts, insertEntries, joinAlerts, leaveAlerts, replaceAlerts } from '../../store/alert/write.ts'
import { type Db, type Pool, transaction } from '../../store/database.ts'
import { queueDeliveries } from '../../store/delivery.ts'

/** What was evaluated is not what is stored any more: it is read anew, and nothing was kept. */
export const stale = new Error('rules or alerts were changed while events were evaluated')

export const isEmpty = ({ signals, alerts }: Pick<Draft, 'signals' | 'alerts'>): boolean =>
  signals.size === 0 && alerts.length === 0

/**
 * Stores what a batch changes, puts the stand on and leaves what is to be told, all in one transaction: it is done once or
 * not at all, whoever dies or takes over. Returns the ids of the alerts, in their order. Throws `stale`.
 */
export const commitDraft = (
  db: Pool,
  stored: Pick<Memory['stand'], 'position' | 'revision'>,
  to: number,
  draft: Draft,
): Promise<readonly number[]> =>
  transaction(db, async tx => {
    if (!(await moveStand(tx, stored, to))) throw stale
    const { alerts, now } = draft
    await saveSignals(
      tx,
      [...draft.signals].map(([key, held]) => ({ ...ownersOf(key), held })),
    )
    const ids = await saveAlerts(tx, alerts)
    await saveParts(tx, alerts, ids)
    const subjects = alerts.length === 0 ? new Map() : await subjectsOfAlerts(tx, ids)
    for (const [i, { notices }] of alerts.entries())
      for (const { kind, receivers, row } of notices)
        await queueDeliveries(tx, receivers, noticeOf(kind, { ...row, id: ids[i]! }, subjects.get(ids[i]!), now))
    const news = [...new Set(ids)].map(id => {
      const subject = subjects.get(id)
      return alertChanged(subject?.count === 1 ? subject.firstId : null, id)
    })
    await announce(tx, news, now)
    return ids
  })

const ownersOf = (key: string) => {
  const [ruleId, seriesId] = key.split(' ')
  return { ruleId: Number(ruleId), seriesId: seriesId === '' ? null : Number(seriesId) }
}

/** An alert that ends makes room for another of its group, so those that are there are changed first. */
async function saveAlerts(tx: Db, alerts: readonly AlertDraft[]): Promise<readonly number[]> {
  await replaceAlerts(
    tx,
    alerts.filter(({ row }) => row.id !== 0).map(({ row }) => row),
  )
  const fresh = alerts.filter(({ row }) => row.id === 0)
  const made = await insertAlerts(
    tx,
    fresh.map(({ row: { id: _, ...row } }) => row),
  )
  const idOf = new Map(fresh.map((draft, i) => [draft, made[i]!]))
  return alerts.map(draft => idOf.get(draft) ?? draft.row.id)
}

async function saveParts(tx: Db, alerts: readonly AlertDraft[], ids: readonly number[]): Promise<void> {
  const each = alerts.map((draft, i) => ({ ...draft, alertId: ids[i]! }))
  await joinAlerts(
    tx,
    each.flatMap(({ alertId, joined }) => [...joined].map(([seriesId, part]) => ({ alertId, seriesId, ...part }))),
  )
  await leaveAlerts(
    tx,
    each.flatMap(({ alertId, left }) => [...left].map(([seriesId, until]) => ({ alertId, seriesId, until }))),
  )
  await insertEntries(
    tx,
    each.flatMap(({ alertId, entries }) => entries.map(entry => ({ alertId, by: null, ...entry }))),
  )
}
