import { isDeepStrictEqual } from 'node:util'
import { seriesOf } from '@seriema/domain/audit'
import { auditAnchor, beginning, hashAfter, type Link, readAudit } from '../store/audit.ts'
import type { Db } from '../store/database.ts'

/** What came of looking at the whole chain. */
export interface Verified {
  readonly entries: number
  /** What the first entry that is kept follows. */
  readonly from: Link
  /** The last entry that is as it was written. */
  readonly to: Link
  /** The first that is not, and why; null where all are. */
  readonly broken: { readonly id: number; readonly why: string } | null
}

/** Entries read at once. */
const batch = 1_000

/**
 * Works out every hash anew. `known` is an end of the chain that was noted earlier, elsewhere: without one nobody can tell
 * that the newest entries are missing, or that all was written anew.
 */
export async function verifyAudit(db: Db, known: Link | null = null): Promise<Verified> {
  const from = (await auditAnchor(db)) ?? beginning
  let to = from
  let entries = 0
  const broken = (id: number, why: string): Verified => ({ entries, from, to, broken: { id, why } })
  if (known !== null && known.id === from.id && known.hash !== from.hash)
    return broken(from.id, 'it is not the entry that was noted')
  for (;;) {
    const rows = await readAudit(db, to.id, batch)
    for (const { hash, series, ...entry } of rows) {
      const { id } = entry
      if (id !== to.id + 1) return broken(to.id + 1, 'it is missing')
      if (hashAfter(to.hash, entry) !== hash) return broken(id, 'it, or its hash, is not as it was written')
      if (!isDeepStrictEqual(series, seriesOf(entry.targets)))
        return broken(id, 'its series are not as they were written')
      if (known?.id === id && known.hash !== hash) return broken(id, 'it is not the entry that was noted')
      to = { id, hash }
      entries++
    }
    if (rows.length < batch) break
  }
  if (known !== null && known.id > to.id) return broken(to.id + 1, 'it is missing, as is all up to the one noted')
  return { entries, from, to, broken: null }
}
