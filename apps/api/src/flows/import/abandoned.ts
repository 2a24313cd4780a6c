import { whatStays } from '@seriema/domain/import'
import type { Core } from '../../core.ts'
import type { Claims } from '../../store/claims.ts'
import { claimed } from '../../store/claims.ts'
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

/** 31 bits of the id: two imports at once that share them would only look abandoned one at a time. */
export const claimOf = (id: string): number => Number.parseInt(id.slice(0, 8), 16) >>> 1
