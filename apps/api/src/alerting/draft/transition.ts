import type { Incident, Transition } from '@seriema/domain/alert/incident'
import type { Alert } from '../../store/alert.ts'
import type { Series } from '../../store/series.ts'
import type { Sighting } from '../conditions/contract.ts'
import type { WatchedRule } from '../watching.ts'
import { ruleInWords, seenInWords, titleOf } from '../words.ts'
import { type AlertDraft, draftAlert, newAlert } from './alert-draft.ts'

/** What made a signal go on or off. */
export interface Cause {
  readonly series: Series | null
  /** null: of what is no series. */
  readonly seriesId: number | null
  readonly seen: Sighting
  /** Since when it holds (epoch milliseconds). */
  readonly since: number
}

/** An incident while a batch changes it. */
export interface Touched {
  incident: Incident
  /** Its open alert, as it will be. */
  alert: Alert | null
  /** Series that are on, with what made them go on where that was in this batch. */
  readonly on: Map<number | null, Cause | null>
  /** What is to be stored of its open alert. */
  draft: AlertDraft | null
}

interface Carrying {
  readonly rule: WatchedRule
  readonly groupKey: string
  readonly touched: Touched
  /** null: time alone. */
  readonly cause: Cause | null
  readonly now: number
  readonly alerts: AlertDraft[]
  readonly maintenance: boolean
}

/** Writes down what a transition makes of the alert: its row, its series, its timeline, and who is told. */
export function carryTransition(carrying: Carrying, transition: Transition): void {
  const { rule, touched, cause, now } = carrying
  if (transition === 'opened') {
    open(carrying)
    return
  }
  const draft = draftOf(carrying)
  const change = (changes: Partial<Alert>) => {
    draft.row = { ...draft.row, ...changes }
    touched.alert = draft.row
  }
  const entry = (kind: AlertDraft['entries'][number]['kind'], receivers: readonly number[] = [], text?: string) =>
    draft.entries.push({ kind, at: now, seriesId: null, text: text ?? null, receivers })
  if (transition === 'joined') join(carrying, draft, cause!)
  else if (transition === 'left') leave(carrying, draft)
  else if (transition === 'told') {
    change({ silenced: false, escalateAt: escalateAtOf(touched) })
    entry('fired', rule.receivers, 'maintenance is over')
    tell(draft, 'fired', rule.receivers)
  } else if (transition === 'escalated') {
    const others = rule.escalateTo.length > 0 ? rule.escalateTo : rule.receivers
    change({ escalateAt: null, escalatedAt: now })
    entry('escalated', others)
    tell(draft, 'escalated', others)
  } else if (transition === 'resolved') {
    if (cause !== null) leave(carrying, draft, false)
    const told = draft.row.silenced ? [] : heardOf(rule, draft.row)
    change({ state: 'resolved', resolvedAt: now, escalateAt: null })
    entry('resolved', told)
    tell(draft, 'resolved', told)
    touched.alert = null
    touched.draft = null
  }
}

const heardOf = ({ receivers, escalateTo }: WatchedRule, { escalatedAt }: Alert): readonly number[] =>
  escalatedAt === null ? receivers : [...new Set([...receivers, ...escalateTo])]

const escalateAtOf = ({ incident }: Touched): number | null => incident.alert?.escalateAt ?? null

function tell(draft: AlertDraft, kind: 'fired' | 'escalated' | 'resolved', receivers: readonly number[]): void {
  if (receivers.length > 0) draft.notices.push({ kind, receivers, row: draft.row })
}

function open({ rule, groupKey, touched, cause, now, alerts, maintenance }: Carrying): void {
  const first = cause ?? [...touched.on.values()].find(one => one !== null) ?? null
  const seen = first === null ? rule.means.asks(rule, null) : seenInWords(rule, first.series, first.seen)
  const row = newAlert({
    ruleId: rule.id,
    rule: rule.name,
    severity: rule.severity,
    groupKey,
    title: titleOf(rule, groupKey, seen),
    text: ruleInWords(rule),
    since: first?.since ?? now,
    openedAt: now,
    maintenance,
    silenced: maintenance,
    escalateAt: escalateAtOf(touched),
  })
  const draft = draftAlert(row)
  touched.alert = row
  touched.draft = draft
  alerts.push(draft)
  for (const [seriesId, each] of touched.on)
    if (seriesId !== null)
      draft.joined.set(seriesId, {
        text: each === null ? rule.means.asks(rule, null) : seenInWords(rule, each.series, each.seen),
        since: each?.since ?? now,
      })
  const told = maintenance ? [] : rule.receivers
  draft.entries.push({ kind: 'fired', at: now, seriesId: cause?.seriesId ?? null, text: seen, receivers: told })
  tell(draft, 'fired', told)
}

function draftOf({ touched, alerts }: Carrying): AlertDraft {
  if (touched.draft === null) {
    touched.draft = draftAlert(touched.alert!)
    alerts.push(touched.draft)
  }
  return touched.draft
}

function join({ rule, now }: Carrying, draft: AlertDraft, { series, seriesId, seen, since }: Cause): void {
  if (seriesId === null) return
  const text = seenInWords(rule, series, seen)
  draft.left.delete(seriesId)
  draft.joined.set(seriesId, { text, since })
  draft.entries.push({ kind: 'joined', at: now, seriesId, text, receivers: [] })
}

function leave({ cause, now }: Carrying, draft: AlertDraft, said = true): void {
  const seriesId = cause!.seriesId
  if (seriesId === null || seriesId < 0) return
  draft.left.set(seriesId, cause!.seen.at)
  if (said) draft.entries.push({ kind: 'left', at: now, seriesId, text: null, receivers: [] })
}
