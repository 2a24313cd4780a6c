import type { DeliveryState } from '@seriema/domain/delivery'
import type { NoticeKind } from '@seriema/domain/notice'
import { retryDelivery } from '../flows/deliver/again.ts'
import { findDeliveries, listDeliveries } from '../store/delivery/list.ts'
import type { Delivery } from '../store/delivery.ts'
import { AlertType } from './alert.ts'
import { AlertSeverityEnum } from './alert-rule.ts'
import { builder } from './builder.ts'
import { connectionOf, pageCost, toConnection } from './connection.ts'
import { closedSet } from './enums.ts'
import { identity, rowIdOf } from './identity.ts'
import { loadManyBy } from './load-many.ts'
import { mutation } from './mutation.ts'
import { needs } from './needs.ts'
import { ReceiverType } from './receiver.ts'
import { anyRow } from './touch.ts'

const DeliveryStateEnum = closedSet<DeliveryState>('DeliveryState', 'How one message to one receiver stands.', {
  waiting: 'It is to be sent, or sent again.',
  delivered: 'The receiver has taken it.',
  dead: 'It was refused for good, or tried too often or too long: nobody tries any more.',
})

const NoticeKindEnum = closedSet<NoticeKind>('NoticeKind', 'What a message says of an alert.', {
  fired: 'It fires.',
  escalated: 'It still fires, and nobody has acknowledged it.',
  resolved: 'It is over.',
  test: 'Nothing: it was a test.',
})

const DeliveryType = builder.objectRef<Delivery>('Delivery')
builder.node(DeliveryType, {
  description: 'One message to one receiver.',
  id: { resolve: delivery => delivery.id, parse: anyRow, description: identity },
  loadMany: loadManyBy(findDeliveries),
  fields: t => ({
    mark: t.string({
      description: 'What a receiver tells repeats by: the same however often it is sent.',
      resolve: ({ mark }) => mark,
    }),
    receiver: t.field({
      type: ReceiverType,
      nullable: true,
      description: 'To whom; null where it was deleted meanwhile.',
      complexity: 1,
      resolve: ({ receiverId }, _args, { loaders }) => loaders.receiver(receiverId),
    }),
    kind: t.field({ type: NoticeKindEnum, description: 'What it says.', resolve: ({ notice }) => notice.kind }),
    severity: t.field({
      type: AlertSeverityEnum,
      description: 'How much it matters.',
      resolve: ({ notice }) => notice.severity,
    }),
    title: t.string({ description: 'What it says, in a sentence.', resolve: ({ notice }) => notice.title }),
    path: t.string({ description: 'Path of the dashboard that shows more.', resolve: ({ notice }) => notice.path }),
    state: t.expose('state', { type: DeliveryStateEnum, description: 'How it stands.' }),
    attempts: t.exposeInt('attempts', { description: 'Times it was tried.' }),
    failure: t.exposeString('failure', {
      nullable: true,
      description: 'Why the last try failed, in a sentence; null where none has, or where it is delivered.',
    }),
    madeAt: t.expose('madeAt', { type: 'DateTime', description: 'When it was to be said.' }),
    nextAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried next; null where it is not any more.',
      resolve: ({ state, nextAt }) => (state === 'waiting' ? nextAt : null),
    }),
    deliveredAt: t.expose('deliveredAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the receiver took it; null: not yet.',
    }),
  }),
})

const DeliveryFilterInput = builder.inputType('DeliveryFilter', {
  description: 'Which deliveries; every condition must hold, one left out always does.',
  fields: t => ({
    state: t.field({ type: DeliveryStateEnum, description: 'Which stand so.' }),
    receiver: t.globalID({ for: [ReceiverType], description: 'To this receiver.' }),
  }),
})

const DeliveryConnection = connectionOf('Delivery', DeliveryType, 'deliveries')

builder.queryField('deliveries', t =>
  t.connection(
    {
      type: DeliveryType,
      description: 'Lists what was and is to be said to receivers, the newest first; what is over is kept for 30 days.',
      extensions: needs('viewer'),
      complexity: pageCost,
      args: { filter: t.arg({ type: DeliveryFilterInput, description: 'Which of them [all].' }) },
      resolve: async (_root, { filter, ...page }, { app }) => {
        const { state, receiver } = filter ?? {}
        const wanted = { state: state ?? null, receiverId: rowIdOf(receiver), alertId: null }
        return toConnection(await listDeliveries(app.reads, wanted, page))
      },
    },
    DeliveryConnection,
  ),
)

builder.objectField(AlertType, 'deliveries', t =>
  t.connection(
    {
      type: DeliveryType,
      description: 'What was and is to be said of it to receivers, the newest first.',
      complexity: pageCost,
      resolve: async ({ id }, page, { app }) =>
        toConnection(await listDeliveries(app.reads, { state: null, receiverId: null, alertId: id }, page)),
    },
    DeliveryConnection,
  ),
)

const DeliveryPayload = builder.objectRef<Delivery>('DeliveryPayload').implement({
  description: 'A delivery as it is now.',
  fields: t => ({ delivery: t.field({ type: DeliveryType, description: 'The delivery.', resolve: it => it }) }),
})

mutation('retryDelivery', {
  description: 'Tries a delivery anew that was given up, by the same mark. What was overtaken since stays as it is.',
  input: builder.inputType('RetryDeliveryInput', {
    description: 'Which delivery.',
    fields: t => ({
      id: t.globalID({ required: true, for: [DeliveryType], description: 'As given by `Delivery.id`.' }),
    }),
  }),
  payload: DeliveryPayload,
  faults: ['INVALID_INPUT', 'DELIVERY_NOT_FOUND', 'DELIVERY_NOT_DEAD'],
  needs: 'admin',
  about: ({ id }) => ({ nodes: [id] }),
  resolve: ({ id }, { app }) => retryDelivery(app, anyRow(id.id)),
})
