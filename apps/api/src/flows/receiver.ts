import { randomUUID } from 'node:crypto'
import { Fault } from '@seriema/domain/fault'
import type { Notice } from '@seriema/domain/notice'
import { defineReceiver, type ReceiverDefinition, type ReceiverDraft, receiversAtMost } from '@seriema/domain/receiver'
import type { Core } from '../core.ts'
import type { Notifier } from '../notifiers/contract.ts'
import { notifierOf } from '../notifiers/registry.ts'
import { ruleTelling } from '../store/alert-rule.ts'
import { transaction } from '../store/database.ts'
import {
  countReceivers,
  deleteReceiver,
  insertReceiver,
  type LockedReceiver,
  lockReceiver,
  type Receiver,
  type ReceiverRow,
  saveReceiver,
} from '../store/receiver.ts'
import type { Sender } from './deliver/send.ts'

/** What came of saying something to a receiver now. */
export interface Tested {
  readonly receiver: Receiver
  /** Why it was not taken, in a sentence; null: it was. */
  readonly failure: string | null
  /** Milliseconds. */
  readonly took: number
}

/** Changes to a receiver: what is left out stays as it is, each setting and secret too. */
export type ReceiverChanges = { readonly [K in keyof ReceiverDraft]?: ReceiverDraft[K] | null | undefined }

export interface Receivers {
  /** Throws INVALID_INPUT, INVALID_SETTINGS, ADDRESS_REFUSED, RECEIVER_EXISTS, TOO_LARGE. */
  create(notifier: string, draft: ReceiverDraft): Promise<Receiver>
  /** Throws the same, and RECEIVER_NOT_FOUND. */
  update(id: number, changes: ReceiverChanges): Promise<Receiver>
  /** Its deliveries go with it. Throws RECEIVER_NOT_FOUND, RECEIVER_IN_USE. */
  delete(id: number): Promise<Receiver>
  /** Says to it at once that this is a test. Throws RECEIVER_NOT_FOUND. */
  test(id: number): Promise<Tested>
}

export function createReceivers({ db, clock }: Pick<Core, 'db' | 'clock'>, sender: Sender): Receivers {
  const rowOf = ({ kind }: Notifier, { secrets, ...rest }: ReceiverDefinition): ReceiverRow => ({
    ...rest,
    notifier: kind,
    secrets: sender.lock(secrets),
  })
  const define = async (notifier: Notifier, draft: ReceiverDraft): Promise<ReceiverDefinition> => {
    const defined = defineReceiver(notifier, draft)
    await sender.door.check(notifier.host({ ...defined.settings, ...defined.secrets }))
    return defined
  }

  return {
    async create(kind, draft) {
      const notifier = requireNotifier(kind)
      const row = rowOf(notifier, await define(notifier, draft))
      return transaction(db, async tx => {
        if ((await countReceivers(tx)) >= receiversAtMost)
          throw new Fault('TOO_LARGE', `there are at most ${receiversAtMost} receivers: delete one first`)
        return insertReceiver(tx, row, clock())
      })
    },
    update: (id, { name, settings, secrets }) =>
      transaction(db, async tx => {
        const before = await lockReceiver(tx, id)
        const notifier = requireNotifier(before.notifier)
        const defined = await define(notifier, {
          name: name ?? before.name,
          settings: { ...before.settings, ...settings },
          // What was locked by a secret that is gone has to be given anew.
          secrets: { ...sender.open(before.secrets), ...secrets },
        })
        return saveReceiver(tx, id, rowOf(notifier, defined), clock())
      }),
    delete: id =>
      transaction(db, async tx => {
        await lockReceiver(tx, id)
        const rule = await ruleTelling(tx, id)
        if (rule !== null)
          throw new Fault('RECEIVER_IN_USE', `the rule ${rule} tells this receiver: take it out of the rule first`)
        return deleteReceiver(tx, id)
      }),
    async test(id) {
      const locked = await transaction(db, tx => lockReceiver(tx, id))
      const began = performance.now()
      const message = { mark: randomUUID(), notice: testOf(locked, clock()) }
      const failure = await sender.send(locked, message, new AbortController().signal)
      const { secrets: _, ...receiver } = locked
      return { receiver, failure: failure?.reason ?? null, took: performance.now() - began }
    },
  }
}

const testOf = ({ name }: LockedReceiver, now: number): Notice => ({
  kind: 'test',
  alertId: null,
  rule: 'Test of a receiver',
  severity: 'info',
  title: `This is a test of ${name}`,
  text: 'Nothing has happened. Who reads this will hear of alerts.',
  series: [],
  seriesCount: 0,
  since: now,
  at: now,
  path: '/alerts/receivers',
})

function requireNotifier(kind: string): Notifier {
  const notifier = notifierOf(kind)
  if (notifier === null) throw new Fault('INVALID_INPUT', `${kind} is none of the notifiers: \`notifiers\` lists them`)
  return notifier
}
