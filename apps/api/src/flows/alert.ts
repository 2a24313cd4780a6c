import { alertNote } from '@seriema/domain/alert'
import { advance, type Incident, type IncidentInput, noIncident } from '@seriema/domain/alert/incident'
import { noticeOf } from '../alerting/notice.ts'
import type { Core } from '../core.ts'
import { alertChanged } from '../events/kinds/alert.ts'
import { announce } from '../events/log.ts'
import { reviseRules } from '../store/alert/evaluation.ts'
import { subjectsOfAlerts } from '../store/alert/subject.ts'
import { type Alert, addEntry, endSeriesOf, lockAlert, updateAlert } from '../store/alert.ts'
import { findAlertRules } from '../store/alert-rule.ts'
import { type Db, transaction } from '../store/database.ts'
import { queueDeliveries } from '../store/delivery.ts'

type AlertApp = Pick<Core, 'db' | 'clock'>

/** What somebody does with an alert, and what they write beside it. */
export interface Act {
  readonly note?: string | null | undefined
  /** null where nobody is known. */
  readonly by: string | null
}

/** Somebody has taken it on: nobody else is told. One that has ended stays as it is, with the note. Throws ALERT_NOT_FOUND. */
export const acknowledgeAlert = (app: AlertApp, id: number, act: Act): Promise<Alert> =>
  does(app, id, 'acknowledge', act)

/**
 * It is over because somebody says so. Another begins only once what was seen has ended and come again. One that has ended
 * stays as it is, with the note. Throws ALERT_NOT_FOUND.
 */
export const resolveAlert = (app: AlertApp, id: number, act: Act): Promise<Alert> => does(app, id, 'resolve', act)

const does = (app: AlertApp, id: number, input: IncidentInput, { note, by }: Act): Promise<Alert> =>
  transaction(app.db, async tx => {
    await reviseRules(tx)
    const before = await lockAlert(tx, id)
    const now = app.clock()
    const { transitions } = advance({ cooldown: 0, escalateAfter: null }, incidentOf(before), input, {
      now,
      maintenance: false,
    })
    const text = alertNote(note)
    const [transition] = transitions
    let alert = before
    let receivers: readonly number[] = []
    if (transition === 'acknowledged')
      alert = await updateAlert(tx, id, {
        state: 'acknowledged',
        acknowledgedAt: now,
        acknowledgedBy: by,
        escalateAt: null,
      })
    else if (transition === 'resolved') {
      const ended = { resolvedAt: now, resolvedBy: by, byHand: true, escalateAt: null } as const
      alert = await updateAlert(tx, id, { ...ended, state: 'resolved' })
      receivers = await tellResolved(tx, alert, now)
      await endSeriesOf(tx, [id], now)
    } else if (text === null) return before
    const kind = transition === 'acknowledged' || transition === 'resolved' ? transition : 'note'
    await addEntry(tx, { alertId: id, kind, at: now, by, text, receivers })
    await announce(tx, [alertChanged(await onlySeriesOf(tx, id), id)], now)
    return alert
  })

const incidentOf = ({ state, silenced, escalateAt }: Alert): Incident =>
  state === 'resolved' ? noIncident : { ...noIncident, on: 1, alert: { state, silenced, escalateAt } }

/** Whoever heard that it began hears that it is over. Returns who that is. */
async function tellResolved(tx: Db, alert: Alert, now: number): Promise<readonly number[]> {
  const [rule] = alert.ruleId === null ? [] : await findAlertRules(tx, [alert.ruleId])
  if (rule === undefined || alert.silenced) return []
  const receivers = alert.escalatedAt === null ? rule.receivers : [...new Set([...rule.receivers, ...rule.escalateTo])]
  if (receivers.length === 0) return []
  const subject = (await subjectsOfAlerts(tx, [alert.id])).get(alert.id)
  await queueDeliveries(tx, receivers, noticeOf('resolved', alert, subject, now))
  return receivers
}

async function onlySeriesOf(tx: Db, id: number): Promise<number | null> {
  const subject = (await subjectsOfAlerts(tx, [id])).get(id)
  return subject?.count === 1 ? subject.firstId : null
}
