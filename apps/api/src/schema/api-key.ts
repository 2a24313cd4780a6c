import { reachOf } from '@seriema/domain/access'
import { defineGrants } from '@seriema/domain/access/grant'
import { type IssuedKey, overlap, requireDraft } from '../access/keys.ts'
import { type ApiKey, findApiKeys, listApiKeys } from '../store/api-key.ts'
import { GrantInput, GrantType } from './access.ts'
import { builder } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { identity, rowId } from './identity.ts'
import { loadManyBy } from './load-many.ts'
import { mutation } from './mutation.ts'
import { needs } from './needs.ts'

const findKeys = loadManyBy(findApiKeys)
const forAdmins = needs('admin', { everywhere: true })

export const ApiKeyType = builder.objectRef<ApiKey>('ApiKey')
builder.node(ApiKeyType, {
  extensions: forAdmins,
  description: 'A key by which a program says who it is. Its secret is shown once, and not kept.',
  id: { resolve: key => key.id, parse: rowId, description: identity },
  // Whoever may not see them does not learn which there are either.
  loadMany: async (ids, context) =>
    reachOf(context.caller.grants, 'admin') === null ? findKeys(ids, context) : ids.map(() => null),
  fields: t => ({
    name: t.exposeString('name', { description: 'What it is called.' }),
    handle: t.exposeString('handle', {
      description: 'The part of the key that is no secret, by which it is told apart.',
    }),
    grants: t.field({ type: [GrantType], description: 'What it may do.', resolve: ({ grants }) => [...grants] }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    createdBy: t.exposeString('createdBy', { description: 'Who made it.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it stops being taken; null: never.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null where it was not.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was used last, to a minute; null: not yet.',
    }),
    formerUntil: t.expose('formerUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when the secret from before the last rotation is taken, too; null: it was not rotated.',
    }),
  }),
})

builder.queryField('apiKeys', t =>
  t.connection(
    {
      type: ApiKeyType,
      description: 'Lists the API keys, the newest first, revoked ones too.',
      extensions: forAdmins,
      complexity: pageCost,
      resolve: async (_root, page, { app }) => toConnection(await listApiKeys(app.reads, page)),
    },
    connectionOf('ApiKey', ApiKeyType, 'API keys'),
  ),
)

const IssuedApiKeyPayload = builder.objectRef<IssuedKey>('IssuedApiKeyPayload').implement({
  extensions: forAdmins,
  description: 'A key with its secret, which is shown this once.',
  fields: t => ({
    apiKey: t.field({ type: ApiKeyType, description: 'The key.', resolve: ({ key }) => key }),
    secret: t.exposeString('secret', {
      description: 'What to send as `X-API-Key`, or as `Authorization: Bearer`. It cannot be shown again.',
    }),
  }),
})

const ApiKeyPayload = builder.objectRef<ApiKey>('ApiKeyPayload').implement({
  extensions: forAdmins,
  description: 'A key as it is now.',
  fields: t => ({ apiKey: t.field({ type: ApiKeyType, description: 'The key.', resolve: key => key }) }),
})

const which = 'As given by `ApiKey.id`.'
const grantsGiven = 'What it may do, 1 to 20 grants.'

mutation('createApiKey', {
  description: 'Makes a key for a program.',
  input: builder.inputType('CreateApiKeyInput', {
    description: 'A key to be made.',
    fields: t => ({
      name: t.string({ required: true, description: 'What to call it, 1 to 128 characters.' }),
      grants: t.field({ type: [GrantInput], required: true, description: grantsGiven }),
      expiresAt: t.field({ type: 'DateTime', description: 'When it stops being taken [never].' }),
    }),
  }),
  payload: IssuedApiKeyPayload,
  faults: ['INVALID_INPUT', 'LIMITED_ROLE_MISSING'],
  needs: 'admin',
  makes: ({ key }) => ({ nodes: [{ typename: 'ApiKey', id: String(key.id) }] }),
  resolve: ({ name, grants, expiresAt }, { app, caller }) => {
    const draft = { name: name.trim(), grants: defineGrants(grants), expiresAt: expiresAt ?? null }
    requireDraft(draft, app.clock())
    return app.access.keys.issue(draft, caller.name)
  },
})

mutation('updateApiKey', {
  description: 'Changes what a key is called or may do: what is left out stays as it is.',
  input: builder.inputType('UpdateApiKeyInput', {
    description: 'Changes to a key.',
    fields: t => ({
      id: t.globalID({ required: true, for: [ApiKeyType], description: which }),
      name: t.string({ description: 'What to call it, 1 to 128 characters.' }),
      grants: t.field({ type: [GrantInput], description: grantsGiven }),
      expiresAt: t.field({ type: 'DateTime', description: 'When it stops being taken; null: never.' }),
    }),
  }),
  payload: ApiKeyPayload,
  faults: ['INVALID_INPUT', 'API_KEY_NOT_FOUND', 'LIMITED_ROLE_MISSING'],
  needs: 'admin',
  about: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id, name, grants, expiresAt }, { app }) => {
    requireDraft({ name: name ?? 'as it is', expiresAt: expiresAt ?? null }, app.clock())
    return app.access.keys.change(rowId(id.id), {
      ...(name != null && { name: name.trim() }),
      ...(grants != null && { grants: defineGrants(grants) }),
      ...(expiresAt !== undefined && { expiresAt }),
    })
  },
})

mutation('rotateApiKey', {
  description: 'Gives a key a new secret. The one before is taken for a while, so that nothing stands still.',
  input: builder.inputType('RotateApiKeyInput', {
    description: 'Which key, and for how long both secrets are taken.',
    fields: t => ({
      id: t.globalID({ required: true, for: [ApiKeyType], description: which }),
      overlap: t.float({ description: `Milliseconds the secret before is still taken, 0 to 30 days [${overlap}].` }),
    }),
  }),
  payload: IssuedApiKeyPayload,
  faults: ['INVALID_INPUT', 'API_KEY_NOT_FOUND'],
  needs: 'admin',
  about: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id, overlap: asked }, { app }) => app.access.keys.rotate(rowId(id.id), asked ?? overlap),
})

mutation('revokeApiKey', {
  description: 'From now on a key is refused, and whatever it has open is ended within seconds. It cannot be undone.',
  input: builder.inputType('RevokeApiKeyInput', {
    description: 'Which key.',
    fields: t => ({ id: t.globalID({ required: true, for: [ApiKeyType], description: which }) }),
  }),
  payload: ApiKeyPayload,
  faults: ['INVALID_INPUT', 'API_KEY_NOT_FOUND'],
  needs: 'admin',
  about: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id }, { app }) => app.access.keys.revoke(rowId(id.id)),
})
