import type { DeliveryState } from '@seriema/domain/delivery'
import type { Notice } from '@seriema/domain/notice'
import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './instant.ts'
import { receiver } from './receiver.ts'

/** One notice to one receiver. */
export const delivery = pgTable(
  'deliveries',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** What a receiver tells repeats by: the same however often it is sent. */
    mark: uuid().notNull().unique().defaultRandom(),
    receiverId: integer()
      .notNull()
      .references(() => receiver.id, { onDelete: 'cascade' }),
    /** null in a test. */
    alertId: bigint({ mode: 'number' }),
    notice: jsonb().$type<Notice>().notNull(),
    state: text().$type<DeliveryState>().notNull(),
    /** Times it was taken up to be sent. */
    attempts: integer().notNull().default(0),
    /** When it is due; of one that is delivered, when it is said again; null: never. */
    nextAt: instant(),
    /** Until when whoever took it up has it for itself; null where nobody has. */
    takenUntil: instant(),
    /** Why the last try failed, in a sentence. */
    failure: text(),
    madeAt: instant().notNull(),
    /** Since when it is tried: of one that is tried anew after its end, since then. */
    triedSince: instant().notNull(),
    deliveredAt: instant(),
  },
  table => [
    index('deliveries_due').on(table.receiverId, table.nextAt).where(sql`${table.nextAt} is not null`),
    index('deliveries_of_alert').on(table.alertId, table.receiverId, table.id),
    index('deliveries_by_state').on(table.state, table.madeAt, table.id),
  ],
)
