import { deliveryRetention, nextTry } from '@seriema/domain/delivery'
import { rest, retry } from '../concurrency/retry.ts'
import type { Core } from '../core.ts'
import { listen } from '../events/notifications.ts'
import { notifierOf } from '../notifiers/registry.ts'
import { deliveryDone, deliveryFailed, repeatFailed, type Taken, takeDeliveries } from '../store/delivery/take.ts'
import { deliveriesChannel, pruneDeliveries } from '../store/delivery.ts'
import { span } from '../telemetry/span.ts'
import { inNewTrace } from '../telemetry/trace.ts'
import { patience, type Sender } from './deliver/send.ts'

/** Says what is queued for receivers. */
export interface Deliverer {
  /** Takes up nothing more, and waits for what is under way, up to `grace` milliseconds: what is cut off is tried again. */
  close(grace?: number): Promise<void>
}

export interface DelivererOptions {
  /** Milliseconds that what is taken up is this process's alone: another tries what it did not live to finish. */
  readonly lease?: number
  /** Milliseconds until the next look when nobody calls. */
  readonly poll?: number
  /** In [0, 1): spreads what is tried again. */
  readonly chance?: () => number
}

/** Milliseconds before what a receiver is to be told again, and was not, is tried anew. */
const sooner = 15_000
/** Deliveries to one receiver at once. With as many receivers as there can be, none ever waits for another. */
const atOnce = 4
const pruning = 600_000

/**
 * Delivers at least once, in this process and in any other on the database: rows are taken under a lease, so each is sent by
 * one. A NOTIFY only says to look sooner than by polling. It is part of the API and not of the workers, which may be none,
 * or busy for hours.
 */
export function createDeliverer(
  app: Pick<Core, 'db' | 'clock' | 'log' | 'config' | 'meters'>,
  sender: Sender,
  { lease = 3 * patience, poll = 1_000, chance = Math.random }: DelivererOptions = {},
): Deliverer {
  const { db, clock, log } = app
  const [closing, cutting] = [new AbortController(), new AbortController()]
  const underWay = new Map<number, Set<number>>()
  const running = new Set<Promise<void>>()
  let due = true
  let wake = () => {}

  const look = () => {
    due = true
    wake()
  }

  async function run(): Promise<void> {
    let failing = false
    while (!closing.signal.aborted) {
      due = false
      try {
        const now = clock()
        for (const one of await takeDeliveries(db, { now, until: now + lease, atOnce, underWay })) begin(one)
        failing = false
      } catch (err) {
        if (!failing) log.warn({ err }, 'deliveries cannot be read: trying again until it works')
        failing = true
      }
      if (due || closing.signal.aborted) continue
      const early = new AbortController()
      wake = () => early.abort()
      await rest(poll, early.signal)
    }
  }

  function begin(one: Taken): void {
    const { id } = one.receiver
    const here = underWay.get(id) ?? new Set()
    underWay.set(id, here.add(one.delivery.id))
    const work = inNewTrace(() => span(`deliver ${one.receiver.notifier}`, () => deliver(one)))
      .catch(err => log.error({ err, delivery: one.delivery.id }, 'what came of a delivery could not be noted'))
      .finally(() => {
        here.delete(one.delivery.id)
        if (here.size === 0) underWay.delete(id)
        running.delete(work)
        look()
      })
    running.add(work)
  }

  async function deliver({ delivery, receiver }: Taken): Promise<void> {
    const { state, triedSince, attempts, mark, notice } = delivery
    const failure = await sender.send(receiver, { mark, notice }, cutting.signal)
    const now = clock()
    const repeat = notifierOf(receiver.notifier)?.repeatEvery ?? null
    const holds = notice.kind === 'fired' || notice.kind === 'escalated'
    app.meters.counts.delivered(receiver.notifier, failure === null, now - notice.at)
    const note = async () => {
      if (failure === null) return deliveryDone(db, delivery, now, repeat !== null && holds ? now + repeat : null)
      if (state !== 'waiting') return repeatFailed(db, delivery, now + Math.max(sooner, failure.retryAfter ?? 0))
      const again = cutting.signal.aborted ? now : nextTry(failure, { madeAt: triedSince, attempts }, now, chance())
      const told = { receiver: receiver.name, delivery: mark, attempts, reason: failure.reason }
      if (again === null) log.error(told, 'a notice could not be delivered, and is not tried again')
      else log.warn({ ...told, again: new Date(again).toISOString() }, 'a notice could not be delivered: trying again')
      return deliveryFailed(db, delivery, failure.reason, again)
    }
    // While the lease lasts nobody else has it: what is not noted by then is sent again, by the same mark.
    await retry(note, { pause: () => (clock() + 500 < delivery.takenUntil! ? 250 : null) })
  }

  const notifications = listen(app.config.databaseUrl, deliveriesChannel, look, log)
  const prune = () =>
    pruneDeliveries(db, clock() - deliveryRetention).catch(err =>
      log.warn({ err }, 'old deliveries could not be removed'),
    )
  const pruner = setInterval(prune, pruning)
  const loop = run()
  return {
    async close(grace = 2_000) {
      clearInterval(pruner)
      closing.abort()
      look()
      await loop
      const cut = setTimeout(() => cutting.abort(new Error('the server is shutting down')), grace)
      await Promise.all(running)
      clearTimeout(cut)
      await notifications.close()
    },
  }
}
