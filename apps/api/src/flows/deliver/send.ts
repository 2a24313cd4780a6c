import type { Failure } from '@seriema/domain/delivery'
import type { Notice } from '@seriema/domain/notice'
import type { Settings } from '@seriema/domain/setting'
import { createSafe, readSecret, type Safe } from '../../access/secret.ts'
import { publicAddress } from '../../config.ts'
import type { Core } from '../../core.ts'
import { createDoor, type Door } from '../../notifiers/door.ts'
import { failureOf, lasting } from '../../notifiers/failure.ts'
import { notifierOf } from '../../notifiers/registry.ts'
import type { LockedReceiver } from '../../store/receiver.ts'

/** What locks and opens the secrets of receivers, and says something to one of them once. */
export interface Sender {
  readonly door: Door
  /** null for none. Throws UNAVAILABLE where the secret of the server can be neither read nor kept. */
  lock(secrets: Settings): Uint8Array | null
  /** Throws UNAVAILABLE; null for what was locked by another secret. */
  open(locked: Uint8Array | null): Settings | null
  /** null: it was taken. Throws nothing: whatever happens is a failure. */
  send(
    receiver: LockedReceiver,
    message: { mark: string; notice: Notice },
    signal: AbortSignal,
  ): Promise<Failure | null>
}

/** Milliseconds a receiver has to take a notice. */
export const patience = 10_000

export function createSender(
  { config, clock }: Pick<Core, 'config' | 'clock'>,
  door: Door = createDoor({ allowed: config.receiverNetworks }),
): Sender {
  let safe: Safe | undefined
  // Read when first needed: most servers have no receivers, and need no secret for them.
  const safeNow = (): Safe => (safe ??= createSafe(readSecret(config), 'receivers'))
  const sender: Sender = {
    door,
    lock: secrets => (Object.keys(secrets).length === 0 ? null : safeNow().seal(JSON.stringify(secrets))),
    open(locked) {
      if (locked === null) return {}
      const text = safeNow().open(locked)
      return text === null ? null : (JSON.parse(text) as Settings)
    },
    async send(receiver, { mark, notice }, signal) {
      const notifier = notifierOf(receiver.notifier)
      if (notifier === null) return lasting(`this server knows no notifier called ${receiver.notifier}`)
      try {
        const secrets = sender.open(receiver.secrets)
        if (secrets === null)
          return lasting('its secrets were locked by another SERIEMA_SECRET than this server has: give them anew')
        const message = { mark, notice, url: `${publicAddress(config)}${notice.path}`, now: clock() }
        const timed = AbortSignal.any([signal, AbortSignal.timeout(patience)])
        return await notifier.send(message, { ...receiver.settings, ...secrets }, door, timed)
      } catch (error) {
        return failureOf(error)
      }
    },
  }
  return sender
}
