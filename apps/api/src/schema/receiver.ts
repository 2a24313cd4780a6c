import { receiversAtMost } from '@seriema/domain/receiver'
import type { Tested } from '../flows/receiver.ts'
import { findReceivers, listReceivers, type Receiver } from '../store/receiver.ts'
import { builder, type Types } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { identity, rowId } from './identity.ts'
import { loadManyBy } from './load-many.ts'
import { mutation } from './mutation.ts'
import { needs } from './needs.ts'
import { NotifierKindEnum } from './receiver/notifier.ts'

export const ReceiverType = builder.objectRef<Receiver>('Receiver')
builder.node(ReceiverType, {
  description: 'Where messages about alerts go. Its secrets are never shown.',
  id: { resolve: receiver => receiver.id, parse: rowId, description: identity },
  loadMany: loadManyBy(findReceivers),
  fields: t => ({
    name: t.exposeString('name', { description: 'What it is called.' }),
    notifier: t.expose('notifier', { type: NotifierKindEnum, description: 'How it is told.' }),
    settings: t.expose('settings', {
      type: 'Settings',
      description: 'One value per setting of its notifier that was given or is usual; none that is secret.',
      extensions: needs('admin', { everywhere: true }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was changed last.' }),
  }),
})

builder.queryField('receivers', t =>
  t.connection(
    {
      type: ReceiverType,
      description: 'Lists the receivers, by name.',
      extensions: needs('viewer'),
      complexity: pageCost,
      resolve: async (_root, page, { app }) => toConnection(await listReceivers(app.reads, page)),
    },
    connectionOf('Receiver', ReceiverType, 'receivers'),
  ),
)

const ReceiverPayload = builder.objectRef<Receiver>('ReceiverPayload').implement({
  description: 'A receiver as it is now.',
  fields: t => ({ receiver: t.field({ type: ReceiverType, description: 'The receiver.', resolve: it => it }) }),
})

const which = (t: PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>) =>
  t.globalID({ required: true, for: [ReceiverType], description: 'As given by `Receiver.id`.' })

const named = 'What to call it, 1 to 128 characters; no two are called the same.'
const made = ({ id }: Receiver) => ({ nodes: [{ typename: 'Receiver', id: String(id) }] })

mutation('createReceiver', {
  description: `Makes a receiver, of up to ${receiversAtMost}. Rules tell it once they name it.`,
  input: builder.inputType('CreateReceiverInput', {
    description: 'A receiver to be made.',
    fields: t => ({
      name: t.string({ required: true, description: named }),
      notifier: t.field({ type: NotifierKindEnum, required: true, description: 'How it is told.' }),
      settings: t.field({ type: 'Settings', description: 'By name, as `notifiers` describes them [as usual].' }),
      secrets: t.field({ type: 'Settings', description: 'Those that are secret, by name. They are kept locked.' }),
    }),
  }),
  payload: ReceiverPayload,
  faults: ['INVALID_INPUT', 'INVALID_SETTINGS', 'ADDRESS_REFUSED', 'RECEIVER_EXISTS', 'TOO_LARGE'],
  needs: 'admin',
  makes: made,
  resolve: ({ notifier, ...draft }, { app }) => app.receivers.create(notifier, draft),
})

mutation('updateReceiver', {
  description: 'Changes a receiver: what is left out stays as it is, each setting and each secret too.',
  input: builder.inputType('UpdateReceiverInput', {
    description: 'Changes to a receiver.',
    fields: t => ({
      id: which(t),
      name: t.string({ description: named }),
      settings: t.field({ type: 'Settings', description: 'By name; null returns one to what is usual.' }),
      secrets: t.field({ type: 'Settings', description: 'By name; null removes one.' }),
    }),
  }),
  payload: ReceiverPayload,
  faults: ['INVALID_INPUT', 'INVALID_SETTINGS', 'ADDRESS_REFUSED', 'RECEIVER_NOT_FOUND', 'RECEIVER_EXISTS'],
  needs: 'admin',
  about: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id, ...changes }, { app }) => app.receivers.update(rowId(id.id), changes),
})

const DeleteReceiverPayload = builder.objectRef<Receiver>('DeleteReceiverPayload').implement({
  description: 'A receiver that is deleted.',
  fields: t => ({
    id: t.globalID({ description: 'The id it had.', resolve: ({ id }) => ({ type: ReceiverType, id }) }),
  }),
})

mutation('deleteReceiver', {
  description: 'Deletes a receiver, with all that waits to be delivered to it. It cannot be undone.',
  input: builder.inputType('DeleteReceiverInput', {
    description: 'Which receiver.',
    fields: t => ({ id: which(t) }),
  }),
  payload: DeleteReceiverPayload,
  faults: ['INVALID_INPUT', 'RECEIVER_NOT_FOUND', 'RECEIVER_IN_USE'],
  needs: 'admin',
  about: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id }, { app }) => app.receivers.delete(rowId(id.id)),
})

const TestReceiverPayload = builder.objectRef<Tested>('TestReceiverPayload').implement({
  description: 'What came of a test.',
  fields: t => ({
    receiver: t.field({ type: ReceiverType, description: 'Who was told.', resolve: ({ receiver }) => receiver }),
    failure: t.exposeString('failure', {
      nullable: true,
      description: 'Why it did not take the message, in a sentence; null where it did.',
    }),
    took: t.exposeFloat('took', { description: 'Milliseconds.' }),
  }),
})

mutation('testReceiver', {
  description: 'Tells a receiver at once that this is a test, and waits for what comes of it.',
  input: builder.inputType('TestReceiverInput', {
    description: 'Which receiver.',
    fields: t => ({ id: which(t) }),
  }),
  payload: TestReceiverPayload,
  faults: ['INVALID_INPUT', 'RECEIVER_NOT_FOUND'],
  needs: 'admin',
  about: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id }, { app }) => app.receivers.test(rowId(id.id)),
})
