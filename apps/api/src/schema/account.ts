import { type AuditChange, type AuditFields, type AuditTarget, differences } from '@seriema/domain/audit'
import { Fault } from '@seriema/domain/fault'
import { versionName } from '@seriema/domain/version'
import type { Caller } from '../access/caller.ts'
import type { App } from '../app.ts'
import { actorOf, seriesTarget, targetOf } from '../audit/entry.ts'
import { findApiKeys } from '../store/api-key.ts'
import { type Db, explained } from '../store/database.ts'
import { findDeliveries } from '../store/delivery/list.ts'
import { deploymentsOf, type StoredDeployment } from '../store/deployment.ts'
import { groupsNamed } from '../store/group.ts'
import { findImport } from '../store/import.ts'
import { labelsOfAnomalies } from '../store/label.ts'
import { findReceivers } from '../store/receiver.ts'
import { findSeries, findSeriesByIds } from '../store/series.ts'
import { uuid } from './identity.ts'
import { anyRow, findable, given, type Touched } from './touch.ts'

/** What a mutation is about, for the audit. */
export interface Account {
  readonly operation: string
  readonly input: unknown
  /** What it names. */
  readonly about: Touched
}

/** What is there that was not before, and keys of series that it went into, the first of which are told. */
export interface Made extends Touched {
  readonly mentions?: readonly string[]
}

/** A target as it is, with those of its fields that people change; null: there is no such thing (any more). */
interface Seen {
  readonly target: AuditTarget
  readonly fields: AuditFields
}

type Row = Readonly<Record<string, unknown>>

/** Series that an entry names at most, of those that it did not name itself. */
const mentionedAtMost = 100

/** What is looked at before and after. Never a secret, nor its hash. */
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  Series: ['key', 'title', 'description', 'channels', 'attributes', 'interval', 'step', 'timeZone', 'alarmRules'],
  Group: ['name', 'description', 'conditions'],
  Alert: ['state', 'acknowledgedBy', 'resolvedBy'],
  AlertRule: [
    'name',
    'description',
    'enabled',
    'severity',
    'condition',
    'settings',
    'channel',
    'triggerCount',
    'triggerOf',
    'triggerFor',
    'recoveryCount',
    'recoveryFor',
    'cooldown',
    'escalateAfter',
    'groupBy',
    'attribute',
    'receivers',
    'escalateTo',
  ],
  Anomaly: ['label'],
  ApiKey: ['name', 'grants', 'expiresAt', 'formerUntil', 'revokedAt'],
  Import: ['fileName', 'state', 'stored', 'rejected', 'removed'],
  Label: ['verdict', 'note', 'from', 'to'],
  Maintenance: ['name', 'from', 'to', 'cron', 'zone', 'minutes'],
  Model: ['name', 'description', 'kind', 'settings', 'recipe', 'retraining'],
  Schedule: ['forecaster', 'versionId', 'horizon', 'timing', 'on'],
  Delivery: ['state', 'attempts', 'failure'],
  Receiver: ['name', 'notifier', 'settings'],
  Suppression: ['direction', 'atMost', 'time'],
  Training: ['cause', 'state'],
  Version: ['tags', 'note', 'archivedAt'],
}

/**
 * Does the work of a mutation, and writes into the audit what came of it, before the answer: who asked for what, what it was
 * about, what is not as it was before. Throws what the work throws.
 */
export async function accounted<T>(
  { app, caller }: { readonly app: Pick<App, 'audit' | 'sharedReads' | 'log'>; readonly caller: Caller },
  { operation, input, about }: Account,
  makes: ((payload: T) => Made) | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const { audit, sharedReads } = app
  const actor = actorOf(caller)
  const look = (touched: Touched): Promise<readonly Seen[]> =>
    seen(sharedReads, touched).catch(err => {
      app.log.warn({ err, operation }, 'what a mutation is about could not be read for the audit')
      return []
    })
  const before = await look(about)
  let done: T
  try {
    done = await work()
  } catch (error) {
    const fault = explained(error)
    if (!(fault instanceof Fault)) await audit.record({ ...failed(before), actor, operation, input, code: 'INTERNAL' })
    else if (fault.code === 'ACCESS_DENIED') audit.refused(actor, operation, fault, input)
    else {
      const { code, message } = fault
      const kept = audit.record({ ...failed(before), actor, operation, input, code, message })
      // Nothing was changed, and the database may be away for long: the entry is written when it is back.
      if (code !== 'UNAVAILABLE') await kept
    }
    throw error
  }
  const made = makes?.(done)
  const after = await look(together(about, made))
  const { targets, changes } = compared(before, after)
  const mentioned = (made?.mentions ?? []).slice(0, mentionedAtMost).map(seriesTarget)
  await audit.record({ actor, operation, input, outcome: 'done', changes, targets: [...targets, ...mentioned] })
  return done
}

const failed = (before: readonly Seen[]) =>
  ({ outcome: 'failed', targets: before.map(({ target }) => target) }) as const

const together = (about: Touched, made: Touched = {}): Touched => ({
  series: [...new Set([...given(about.series), ...given(made.series)])],
  groups: [...new Set([...given(about.groups), ...given(made.groups)])],
  nodes: [...given(about.nodes), ...given(made.nodes)],
})

const nameOf = ({ type, name, series, version, id }: AuditTarget): string =>
  [type, name ?? series ?? (version === null ? id : null), version].filter(each => each !== null).join(' ')

const same = (a: AuditTarget, b: AuditTarget): boolean =>
  a.type === b.type && (a.id === null || b.id === null ? a.name === b.name && a.series === b.series : a.id === b.id)

function compared(before: readonly Seen[], after: readonly Seen[]) {
  const changes: AuditChange[] = []
  const targets = after.map(({ target, fields }) => {
    const was = before.find(each => same(each.target, target))
    const shown = fields === null && was !== undefined ? was.target : target
    changes.push(...differences(nameOf(shown), was?.fields ?? null, fields))
    return shown
  })
  return { targets, changes }
}

async function seen(db: Db, touched: Touched): Promise<readonly Seen[]> {
  const found = [...(await seenSeries(db, given(touched.series))), ...(await seenGroups(db, given(touched.groups)))]
  for (const { typename, id } of given(touched.nodes)) found.push(await node(db, typename, String(id)))
  return found
}

async function seenSeries(db: Db, keys: readonly string[]): Promise<readonly Seen[]> {
  if (keys.length === 0) return []
  const known = new Map((await findSeries(db, keys)).map(one => [one.key, one]))
  const deployments = await deploymentsOf(db, 'seriesId', idsOf(known))
  return keys.map(key => {
    const one = known.get(key)
    return {
      target: seriesTarget(key),
      fields: one ? { ...picked('Series', { ...one }), ...held(deployments.get(one.id)) } : null,
    }
  })
}

async function seenGroups(db: Db, names: readonly string[]): Promise<readonly Seen[]> {
  if (names.length === 0) return []
  const known = new Map((await groupsNamed(db, names)).map(one => [one.name, one]))
  const deployments = await deploymentsOf(db, 'groupId', idsOf(known))
  return names.map(name => {
    const one = known.get(name)
    return {
      target: targetOf('Group', { name }),
      fields: one ? { ...picked('Group', { ...one }), ...held(deployments.get(one.id)) } : null,
    }
  })
}

const idsOf = (known: ReadonlyMap<string, { readonly id: number }>): number[] => [...known.values()].map(({ id }) => id)

async function node(db: Db, type: string, id: string): Promise<Seen> {
  const row = await rowOf(db, type, id)
  if (row === null) return { target: targetOf(type, { id }), fields: null }
  const [owner] = typeof row.seriesId === 'number' ? await findSeriesByIds(db, [row.seriesId]) : []
  const target = targetOf(type, {
    id,
    name: typeof row.name === 'string' ? row.name : null,
    series: owner?.key ?? null,
    version: typeof row.number === 'number' && type === 'Version' ? versionName(row.number) : null,
  })
  return { target, fields: picked(type, row) }
}

async function rowOf(db: Db, type: string, id: string): Promise<Row | null> {
  const known = type === 'Import' ? unless(uuid, id) : unless(anyRow, id)
  if (known === null) return null
  if (typeof known === 'string') return (await findImport(db, known)) as Row | null
  const find = foundHere[type] ?? findable[type]?.[0]
  const [row] = (await find?.(db, [known])) ?? []
  if (row === undefined || type !== 'Anomaly') return (row ?? null) as Row | null
  const label = (await labelsOfAnomalies(db, [known])).get(known)
  return { ...row, label: label === undefined ? null : { verdict: label.verdict, note: label.note } }
}

/** What belongs to no series, so that nothing is touched by its id. */
const foundHere: Readonly<Record<string, (db: Db, ids: readonly number[]) => Promise<readonly object[]>>> = {
  ApiKey: findApiKeys,
  Delivery: findDeliveries,
  Receiver: findReceivers,
}

/** null for what is no id, which the mutation says itself. */
function unless<T>(read: (id: string) => T, id: string): T | null {
  try {
    return read(id)
  } catch {
    return null
  }
}

const picked = (type: string, row: Row): Row =>
  Object.fromEntries((fieldsOf[type] ?? []).map(field => [field, row[field] ?? null]))

/** Who speaks, a field for each role and slot. */
const held = (deployments: readonly StoredDeployment[] = []): Row =>
  Object.fromEntries(
    deployments.map(({ role, slot, speaker, share, limits }) => [`${role} ${slot}`, { ...speaker, share, limits }]),
  )
