import type { AuditActorKind, AuditChange, AuditOutcome, AuditTarget } from '@seriema/domain/audit'
import { type AuditFilter, type KeptEntry, listAudit } from '../store/audit.ts'
import { builder } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { closedSet } from './enums.ts'
import { needs } from './needs.ts'

const forAdmins = needs('admin', { everywhere: true })

const AuditOutcomeEnum = closedSet<AuditOutcome>('AuditOutcome', 'How what somebody asked for ended.', {
  done: 'It was done.',
  refused: 'It was not theirs to ask.',
  failed: 'It could not be done.',
})

const AuditActorKindEnum = closedSet<AuditActorKind>('AuditActorKind', 'Who somebody is, or how it was recognised.', {
  anyone: 'Nobody was asked: access was off.',
  key: 'By an API key.',
  token: 'By a token of the identity provider.',
  session: 'By having signed in to the dashboard.',
  unknown: 'It did not say who it is, or was not believed.',
  system: 'The system, by itself.',
})

const AuditTargetType = builder.objectRef<AuditTarget>('AuditTarget').implement({
  extensions: forAdmins,
  description: 'What something was done to, as it was called then.',
  fields: t => ({
    type: t.exposeString('type', { description: 'What it is: the name of its type.' }),
    name: t.exposeString('name', { nullable: true, description: 'What it is called; null where it has no name.' }),
    series: t.exposeString('series', {
      nullable: true,
      description: 'Key of the series it is, or is of; null where there is none.',
    }),
    version: t.exposeString('version', { nullable: true, description: 'Which version, such as v3; null for none.' }),
    row: t.exposeString('id', { nullable: true, description: 'By which it is told apart in the database.' }),
  }),
})

const AuditChangeType = builder.objectRef<AuditChange>('AuditChange').implement({
  extensions: forAdmins,
  description: 'A field that is not as it was before.',
  fields: t => ({
    target: t.exposeString('target', { description: 'Of what.' }),
    field: t.exposeString('field', { description: 'Which.' }),
    before: t.string({
      nullable: true,
      description: 'As JSON; null where there was nothing.',
      resolve: ({ before }) => asJson(before),
    }),
    after: t.string({
      nullable: true,
      description: 'As JSON; null where there is nothing any more.',
      resolve: ({ after }) => asJson(after),
    }),
  }),
})

const asJson = (value: unknown): string | null => (value == null ? null : JSON.stringify(value))

const AuditEntryType = builder.objectRef<KeptEntry>('AuditEntry').implement({
  extensions: forAdmins,
  description:
    'Something that was done, tried or refused. Entries are never changed: each is chained to the one before.',
  fields: t => ({
    number: t.float({ description: 'Its place in the chain, from 1.', resolve: ({ id }) => id }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    actor: t.string({ description: 'Who, by name.', resolve: ({ actor }) => actor.name }),
    actorKind: t.field({
      type: AuditActorKindEnum,
      description: 'How it was recognised.',
      resolve: ({ actor }) => actor.kind,
    }),
    actorId: t.string({
      description: 'Who, by the handle of the key or the subject of the token.',
      resolve: ({ actor }) => actor.id,
    }),
    address: t.string({ description: 'From where; empty for the system.', resolve: ({ actor }) => actor.address }),
    operation: t.exposeString('operation', {
      description: 'What was asked for: the name of the mutation, the address of a file, or what the system did.',
    }),
    outcome: t.expose('outcome', { type: AuditOutcomeEnum, description: 'How it ended.' }),
    code: t.exposeString('code', { nullable: true, description: 'Of the Fault it ended in; null where it was done.' }),
    message: t.exposeString('message', { nullable: true, description: 'Why, in words.' }),
    times: t.exposeInt('times', {
      description:
        'How often: what is alike within a minute, as points that are sent and what is refused, is one entry.',
    }),
    targets: t.field({
      type: [AuditTargetType],
      description: 'What it was done to.',
      resolve: ({ targets }) => [...targets],
    }),
    changes: t.field({
      type: [AuditChangeType],
      description: 'What is not as it was before.',
      resolve: ({ changes }) => [...changes],
    }),
    input: t.string({
      nullable: true,
      description: 'What was asked for, as JSON: shortened, and without secrets.',
      resolve: ({ input }) => asJson(input),
    }),
    trace: t.exposeString('trace', { nullable: true, description: 'By which the log has the rest.' }),
    hash: t.exposeString('hash', { description: 'Of it and of all entries before it, in hexadecimal.' }),
  }),
})

const AuditFilterInput = builder.inputType('AuditFilter', {
  description: 'Entries that meet all of it.',
  fields: t => ({
    actor: t.string({ description: 'By whom: an `actorId`, or a part of the name [anybody].' }),
    operation: t.string({ description: 'What was asked for [anything].' }),
    series: t.string({ description: 'Key of a series it was about [any].' }),
    outcome: t.field({ type: AuditOutcomeEnum, description: 'How it ended [in any way].' }),
    from: t.field({ type: 'DateTime', description: 'From this instant on, inclusive [all].' }),
    to: t.field({ type: 'DateTime', description: 'Before this instant [all].' }),
    search: t.string({ description: 'Words, all of which are in it somewhere [any].' }),
  }),
})

builder.queryField('auditEntries', t =>
  t.connection(
    {
      type: AuditEntryType,
      description: 'Who did what, and who tried: the newest first.',
      extensions: forAdmins,
      complexity: pageCost,
      args: { filter: t.arg({ type: AuditFilterInput, description: 'Only these [all].' }) },
      resolve: async (_root, { filter, ...page }, { app }) =>
        toConnection(await listAudit(app.reads, (filter ?? {}) as AuditFilter, page)),
    },
    connectionOf('AuditEntry', AuditEntryType, 'entries of the audit'),
  ),
)
