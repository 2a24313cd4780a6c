import { Fault } from '@seriema/domain/fault'
import type { ImportEnd, ImportProgress } from '@seriema/domain/import'
import { isOver, noProgress, whatStays } from '@seriema/domain/import'
import type { Core } from '../../core.ts'
import { importStatus } from '../../events/kinds/status.ts'
import { announce } from '../../events/log.ts'
import type { ImportPlan } from '../../sources/file/plan.ts'
import { file } from '../../sources/file.ts'
import { transaction } from '../../store/database.ts'
import type { Import } from '../../store/import.ts'
import { endImport, findImport, saveProgress } from '../../store/import.ts'
import type { IngestApp } from '../ingest.ts'
import type { Rescores } from '../rescore.ts'
import type { Commit } from '../run-source.ts'
import { runSource } from '../run-source.ts'
import { throughOutage } from '../through-outage.ts'
import { createToJudgeAnew, judgeAnew, type ToJudgeAnew } from './judge-anew.ts'

/** What was asked for when the import was started. */
export interface ImportOptions {
  readonly plan: ImportPlan
  readonly replace: boolean
}

/** What imports reach for. */
export interface ImportsApp extends IngestApp {
  readonly rescores: Pick<Rescores, 'start' | 'settled' | 'find'>
}

/** Milliseconds between two announcements of one import's progress. */
const pace = 500

/** Why whoever receives a file is to stop: not a failure. */
export const cancelled = new Fault('UNAVAILABLE', 'the import was cancelled')

/**
 * Receives the file of an import that has begun, and ends the import: what its row counts is what is stored, at every
 * moment. Throws what made it fail, and the signal's reason where that is not `cancelled`.
 */
export async function runImport(
  app: ImportsApp,
  { id, key, fileName, plan: options }: Import,
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Import> {
  const { plan, replace } = options as ImportOptions
  const settings = { body, fileName, mostBytes: app.config.limits.importBytes, key, plan, replace }
  const toJudgeAnew = createToJudgeAnew()
  try {
    const end = await runSource(app, file, settings, noProgress, committing(id, toJudgeAnew), signal)
    if (end === 'stopped' && signal.reason !== cancelled) throw signal.reason
    if (end === 'exhausted') await judgeAnew(app, id, toJudgeAnew.keys(), signal)
    return (await finish(app, id, end === 'exhausted' ? 'completed' : 'cancelled'))!
  } catch (error) {
    if (!(error instanceof Fault)) app.log.error({ err: error, importId: id }, 'an import failed')
    await finish(app, id, 'failed', error instanceof Fault ? error.message : 'something went wrong on the server')
    throw error
  }
}

/** Writes progress with the points it counts, and tells of it now and then. Stops where somebody ended the import. */
function committing(id: string, toJudgeAnew: ToJudgeAnew): Commit<ImportProgress, unknown> {
  let announcedAt = performance.now()
  return async (tx, { outcomes, before, after }) => {
    toJudgeAnew.note(outcomes)
    const found = await findImport(tx, id)
    if (found === null || isOver(found.state)) return null
    if (found.rowsRead !== before.rowsRead || found.bytesRead !== before.bytesRead) return { cursor: found, news: [] }
    const saved = await saveProgress(tx, id, after)
    if (performance.now() - announcedAt < pace) return { cursor: after, news: [] }
    announcedAt = performance.now()
    return { cursor: after, news: [importStatus('IMPORT_PROGRESSED', saved)] }
  }
}

/** Ends an import that has not ended, saying why it `failed` where it did; null where there is none. */
export const finish = (
  app: Pick<Core, 'db' | 'clock'>,
  id: string,
  state: ImportEnd,
  why: string | null = null,
): Promise<Import | null> =>
  throughOutage(() =>
    transaction(app.db, async tx => {
      const found = await findImport(tx, id)
      if (found === null) return null
      const failure = why === null ? null : `${why}. ${whatStays(found)}`
      const ended = await endImport(tx, id, state, failure, app.clock())
      if (ended !== null) await announce(tx, [importStatus('IMPORT_PROGRESSED', ended)], app.clock())
      return ended ?? found
    }),
  )
