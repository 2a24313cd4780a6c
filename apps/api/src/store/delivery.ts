import type { Notice } from '@seriema/domain/notice'
import type { Db } from './database.ts'

/** What receivers are told leaves with the transaction. */
export async function queueDeliveries(_tx: Db, _receiverIds: readonly number[], _notice: Notice): Promise<void> {}
