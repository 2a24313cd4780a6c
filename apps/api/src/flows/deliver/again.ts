import { Fault } from '@seriema/domain/fault'
import type { Core } from '../../core.ts'
import { transaction } from '../../store/database.ts'
import { overtaken, reviveDelivery } from '../../store/delivery/again.ts'
import { findDeliveries } from '../../store/delivery/list.ts'
import type { Delivery } from '../../store/delivery.ts'

/**
 * A delivery that was given up waits again, and is tried as a new one is. Throws DELIVERY_NOT_FOUND, DELIVERY_NOT_DEAD also
 * where the receiver has heard something later of its alert: what is over would seem to begin.
 */
export const retryDelivery = ({ db, clock }: Pick<Core, 'db' | 'clock'>, id: number): Promise<Delivery> =>
  transaction(db, async tx => {
    const [found] = await findDeliveries(tx, [id])
    if (found === undefined)
      throw new Fault('DELIVERY_NOT_FOUND', 'there is no delivery with this id (any more): it was over for 30 days')
    if (await overtaken(tx, found))
      throw new Fault('DELIVERY_NOT_DEAD', 'the receiver has heard something later of this alert: look at the alert')
    const revived = await reviveDelivery(tx, id, clock())
    if (revived === null)
      throw new Fault('DELIVERY_NOT_DEAD', `this delivery is ${found.state}: only what was given up is tried anew`)
    return revived
  })
