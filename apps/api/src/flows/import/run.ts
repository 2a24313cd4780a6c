import { Fault } from '@seriema/domain/fault'
import type { ImportEnd, ImportProgress } from '@seriema/domain/import'
import { isOver, noProgress, whatStays } from '@seriema/domain/import'
import type { Core } from '../../core.ts'
import { importStatus } from '../../events/kinds/status.ts'
import { announce } from '../../events/log.ts'
import type { Note } from '../../sources/file/findings.ts'
import { bounded, foundIn } from '../../sources/file/found.ts'
import type { ImportPlan } from '../../sources/file/plan.ts'
import type { OpenFile } from '../../sources/file/read.ts'
import type { FileBatch } from '../../sources/file.ts'
import { file } from '../../sources/file.ts'
import { transaction } from '../../store/database.ts'
import type { CameRange } from '../../store/import/ranges.ts'
import { addRanges } from '../../store/import/ranges.ts'
import { insertRejections } from '../../store/import/rejections.ts'
import type { Import } from '../../store/import.ts'
import { endImport, findImport, saveFindings, saveProgress } from '../../store/import.ts'
import type { SeriesOutcome } from '../ingest/outcome.ts'
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
  readonly rescores: Pick<Rescores, 'start' | 'settled' | 'cancel'>
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
  const toJudgeAnew = createToJudgeAnew()
  let found: OpenFile | null = null
  const findings = (): Findings | null =>
    found === null ? null : { detected: bounded(foundIn(found.detection, found.encoding)), notes: found.notes() }
  const opened = (file: OpenFile) => {
    found = file
  }
  const settings = {
    body,
    fileName,
    mostBytes: app.config.limits.importBytes,
    key,
    plan: { ...plan, readAt: app.clock() },
    replace,
    opened,
  }
  try {
    const end = await runSource(app, file, settings, noProgress, committing(id, toJudgeAnew, findings), signal)
    if (end === 'stopped' && signal.reason !== cancelled) throw signal.reason
    if (end === 'exhausted') await judgeAnew(app, id, toJudgeAnew.series(), signal)
    return (await finish(app, id, end === 'exhausted' ? 'completed' : 'cancelled', null, findings()))!
  } catch (error) {
    if (!(error instanceof Fault)) app.log.error({ err: error, importId: id }, 'an import failed')
    const why = error instanceof Fault ? error.message : 'something went wrong on the server'
    await finish(app, id, 'failed', why, findings())
    throw error
  }
}

/** What is kept of what was found out about a file. */
interface Findings {
  readonly detected: ReturnType<typeof bounded>
  readonly notes: readonly Note[]
}

/**
 * Writes progress with the points it counts, which points they are and which rows were not stored, and tells of it now and
 * then. Stops where somebody ended the import.
 */
function committing(
  id: string,
  toJudgeAnew: ToJudgeAnew,
  findings: () => Findings | null,
): Commit<ImportProgress, FileBatch> {
  let announcedAt = performance.now()
  return async (tx, { batch, before, after, outcomes, made }) => {
    toJudgeAnew.note(outcomes)
    const found = await findImport(tx, id)
    if (found === null || isOver(found.state)) return null
    if (found.rowsRead !== before.rowsRead || found.bytesRead !== before.bytesRead) return { cursor: found, news: [] }
    await addRanges(tx, id, cameWith(outcomes, batch.replace, made))
    await insertRejections(tx, id, before.rejected, batch.rejections(outcomes))
    const known = found.detected === null ? findings() : null
    if (known !== null) await saveFindings(tx, id, known)
    const saved = await saveProgress(tx, id, after)
    if (performance.now() - announcedAt < pace) return { cursor: after, news: [] }
    announcedAt = performance.now()
    return { cursor: after, news: [importStatus('IMPORT_PROGRESSED', saved)] }
  }
}

/** New points and then replaced ones have the last arrival numbers of their series. */
const cameWith = (
  outcomes: readonly SeriesOutcome[],
  replace: boolean,
  made: ReadonlySet<string>,
): readonly CameRange[] =>
  outcomes.flatMap(({ key, series, stored, conflicts }) => {
    if (series === null || stored === 0) return []
    const replaced = replace ? conflicts : 0
    const [fromSeq, toSeq] = [series.lastSeq - stored + 1, series.lastSeq]
    return [{ seriesId: series.id, fromSeq, toSeq, replaced, made: made.has(key) }]
  })

/** Ends an import that has not ended, saying why it `failed` where it did; null where there is none. */
export const finish = (
  app: Pick<Core, 'db' | 'clock'>,
  id: string,
  state: ImportEnd,
  why: string | null = null,
  findings: Findings | null = null,
): Promise<Import | null> =>
  throughOutage(() =>
    transaction(app.db, async tx => {
      const found = await findImport(tx, id)
      if (found === null) return null
      if (findings !== null) await saveFindings(tx, id, findings)
      const failure = why === null ? null : `${why}. ${whatStays(found)}`
      const ended = await endImport(tx, id, state, failure, app.clock())
      if (ended !== null) await announce(tx, [importStatus('IMPORT_PROGRESSED', ended)], app.clock())
      return ended ?? found
    }),
  )
