import { eq } from 'drizzle-orm'
import type { Db } from './database.ts'
import { detectorState as table } from './tables/detector-state.ts'

export interface StoredState {
  readonly seriesId: number
  readonly kind: string
  /** Stands for the code it is a state of. */
  readonly madeBy: string
  /** The last point it knows. */
  readonly lastSeq: number
  readonly state: Uint8Array
}

/** In place of what was stored of the same detector before, unless that knows more. Of series that are gone nothing is stored. */
export async function saveStates({ sql }: Db, states: readonly StoredState[]): Promise<void> {
  // In one order everywhere, so that two processes never wait for each other.
  const ordered = states.toSorted((a, b) => a.seriesId - b.seriesId || (a.kind < b.kind ? -1 : 1))
  await Promise.all(
    ordered.map(
      ({ seriesId, kind, madeBy, lastSeq, state }) => sql`
        insert into detector_states (series_id, kind, made_by, last_seq, state)
        select id, ${kind}, ${madeBy}, ${lastSeq}::int8, ${state}::bytea from series where id = ${seriesId}
        on conflict (series_id, kind) do update
        set made_by = excluded.made_by, last_seq = excluded.last_seq, state = excluded.state
        where detector_states.last_seq <= excluded.last_seq or detector_states.made_by <> excluded.made_by`,
    ),
  )
}

/** What a detector made by the same code knew last; null where nothing is stored. */
export async function findState(db: Db, seriesId: number, kind: string, madeBy: string): Promise<Uint8Array | null> {
  const [found] = await db.sql<{ state: Uint8Array }[]>`
    select state from detector_states where series_id = ${seriesId} and kind = ${kind} and made_by = ${madeBy}`
  return found?.state ?? null
}

export async function forgetStates({ query }: Db, seriesId: number): Promise<void> {
  await query.delete(table).where(eq(table.seriesId, seriesId))
}
