import { type AccessRole, accessRoles, type Grant, type SeriesRule } from '@seriema/domain/access'
import { grantBounds } from '@seriema/domain/access/grant'
import type { Caller, CallerKind } from '../access/caller.ts'
import { builder } from './builder.ts'
import { closedSet } from './enums.ts'
import { AttributeInput } from './manage-series.ts'
import { needs } from './needs.ts'
import { AttributeType } from './series.ts'

const roleWords: Readonly<Record<AccessRole, string>> = {
  writer: 'Sends points and files, and sees nothing.',
  viewer: 'Sees what there is.',
  trainer: 'Sees it, and changes what forecasts and watches: models, versions, deployments, labels, groups.',
  admin: 'May do everything, keys included.',
}

export const AccessRoleEnum = closedSet<AccessRole>('AccessRole', 'What somebody may do.', roleWords)

const SeriesRuleType = builder.objectRef<SeriesRule>('SeriesRule').implement({
  extensions: needs('nothing'),
  description: 'Series that a grant is for: those that meet all of it.',
  fields: t => ({
    key: t.exposeString('key', {
      nullable: true,
      description: 'What their keys are like, a star standing for any letters; null: any key.',
    }),
    attributes: t.field({
      type: [AttributeType],
      description: 'Attributes that they have.',
      resolve: ({ attributes }) => [...attributes],
    }),
  }),
})

export const GrantType = builder.objectRef<Grant>('Grant').implement({
  extensions: needs('nothing'),
  description: 'A role, for all series or for some.',
  fields: t => ({
    role: t.expose('role', { type: AccessRoleEnum, description: 'What may be done.' }),
    only: t.field({
      type: [SeriesRuleType],
      nullable: true,
      description: 'The series it is for: those that fit one of the rules; null: all, and what belongs to none.',
      resolve: ({ only }) => (only === null ? null : [...only]),
    }),
  }),
})

const SeriesRuleInput = builder.inputType('SeriesRuleInput', {
  description: 'Series that a grant is for: those that meet all of it.',
  fields: t => ({
    key: t.string({ description: 'What their keys are like, a star standing for any letters [any key].' }),
    attributes: t.field({ type: [AttributeInput], description: 'Attributes that they have [any].' }),
  }),
})

export const GrantInput = builder.inputType('GrantInput', {
  description: 'A role, for all series or for some.',
  fields: t => ({
    role: t.field({ type: AccessRoleEnum, required: true, description: 'What may be done.' }),
    only: t.field({
      type: [SeriesRuleInput],
      description: `The series it is for, by at most ${grantBounds.rules} rules of which one must fit [all series].`,
    }),
  }),
})

const CallerKindEnum = closedSet<CallerKind>('CallerKind', 'How somebody was recognised.', {
  anyone: 'Nobody is asked: access is off.',
  key: 'By an API key.',
  token: 'By a token of the identity provider.',
  session: 'By having signed in to the dashboard.',
})

const CallerType = builder.objectRef<Caller>('Caller').implement({
  extensions: needs('nothing'),
  description: 'Who asks.',
  fields: t => ({
    name: t.exposeString('name', { description: 'What the key or the person is called.' }),
    kind: t.expose('kind', { type: CallerKindEnum, description: 'How it was recognised.' }),
    grants: t.field({ type: [GrantType], description: 'What it may do.', resolve: ({ grants }) => [...grants] }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it has to say anew who it is; null: it does not.',
      resolve: ({ expiresAt }) => expiresAt,
    }),
    roles: t.field({
      type: [AccessRoleEnum],
      description: 'The roles it has for some series at least.',
      resolve: ({ grants }) => accessRoles.filter(role => grants.some(grant => grant.role === role)),
    }),
  }),
})

builder.queryField('me', t =>
  t.field({
    type: CallerType,
    description: 'Who asks, as this server knows it.',
    extensions: needs('nothing'),
    resolve: (_root, _args, { caller }) => caller,
  }),
)
