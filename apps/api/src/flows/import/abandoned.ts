import type { Core } from '../../core.ts'
import type { Claims } from '../../store/claims.ts'
import { claimed } from '../../store/claims.ts'
import type { Import } from '../../store/import.ts'
import { endImport, listReceiving } from '../../store/import.ts'

/** Imports that a process did not live to finish are marked as failed; those that another one receives go on. */
export async function failAbandoned(app: Pick<Core, 'db' | 'clock' | 'log'>, claims: Claims): Promise<void> {
  for (const { id, ...progress } of await listReceiving(app.db)) {
    if (!(await claims.hold(claimed.import, claimOf(id)))) continue
    const failure = `the server went away while the file was coming. ${whatStays(progress)}`
    const ended = await endImport(app.db, id, 'failed', failure, app.clock())
    if (ended !== null) app.log.warn({ importId: id }, 'an import was left unfinished by a process that is gone')
    await claims.release(claimed.import, claimOf(id))
  }
}

/** What an import that ended early leaves, and what to do. */
export const whatStays = ({ rowsRead, stored }: Pick<Import, 'rowsRead' | 'stored'>): string =>
  `${rowsRead} rows were read and ${stored} points stored; importing the same file again is safe, nothing comes twice`

/** 31 bits of the id: two imports at once that share them would only look abandoned one at a time. */
export const claimOf = (id: string): number => Number.parseInt(id.slice(0, 8), 16) >>> 1
