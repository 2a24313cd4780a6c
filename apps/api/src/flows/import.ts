import { randomUUID } from 'node:crypto'
import { Fault, tooMany } from '@seriema/domain/fault'
import type { ImportDraft } from '@seriema/domain/import'
import { defineImport } from '@seriema/domain/import'
import { openTimeZone } from '@seriema/domain/time-zone'
import type { ImportPlan } from '../sources/file/plan.ts'
import { claimed, openClaims } from '../store/claims.ts'
import type { Db } from '../store/database.ts'
import type { Import } from '../store/import.ts'
import * as store from '../store/import.ts'
import { claimOf, failAbandoned } from './import/abandoned.ts'
import { judgeAfterUndo } from './import/judge-anew.ts'
import type { ImportOptions, ImportsApp } from './import/run.ts'
import { cancelled, finish, runImport } from './import/run.ts'
import type { UndoApp } from './import/undo.ts'
import { undoImport } from './import/undo.ts'
import { throughOutage } from './through-outage.ts'

/** How a file is to be read, beside what is to be imported. */
export interface FileImportDraft extends ImportDraft {
  readonly plan?: ImportPlan | null | undefined
  readonly replace?: boolean | null | undefined
}

export interface Imports {
  /** Remembers a plan and waits for the bytes at `PUT /imports/:id`. Throws INVALID_INPUT, INVALID_SERIES_KEY, TOO_LARGE. */
  start(draft: FileImportDraft): Promise<Import>
  /**
   * Reads the file as it comes and stores it chunk by chunk; resolves when it is in, or cancelled. Throws
   * IMPORT_NOT_FOUND, IMPORT_NOT_READY (received already), UNREADABLE_FILE, TOO_LARGE, TIMED_OUT, INVALID_INPUT; what
   * was stored before stays.
   */
  receive(id: string, body: AsyncIterable<Uint8Array>): Promise<Import>
  /** Ends it wherever it is; what was stored stays. One that has ended is left as it is. Throws IMPORT_NOT_FOUND. */
  cancel(id: string): Promise<Import>
  /**
   * Takes back the points of an import that is over; what came after them begins to be judged anew. Throws IMPORT_NOT_FOUND, and IMPORT_NOT_UNDOABLE where something
   * depends on them, or it is still being received.
   */
  undo(id: string): Promise<Import>
  get(id: string): Promise<Import | null>
  /** Ends uploads as failed, saying that importing again is safe. */
  close(): Promise<void>
}

const receivingAtMost = 16
/** Seconds that whoever comes too soon is told to wait. */
const pause = 10
/** Imports that were started and have got no file yet; characters of a plan as it is kept. */
const [waitingAtMost, planAtMost] = [1_000, 262_144]

const day = 86_400_000
/** Milliseconds that imports are kept: those that have ended, and those whose file never came. */
const keptFor = { ended: 90 * day, waiting: day }
/** Milliseconds between two rounds of forgetting old imports. */
const pruning = 3_600_000

/** Imports that a process did not live to finish are found and marked as failed. */
export async function createImports(app: ImportsApp & UndoApp): Promise<Imports> {
  const claims = openClaims(app.config.databaseUrl)
  let closed = false
  const receiving = new Map<string, { readonly abort: AbortController; readonly done: Promise<unknown> }>()
  await failAbandoned(app, claims)

  const receiveInPlace = async (id: string, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Import> => {
    // Claimed first: what is running and claimed by nobody is taken for abandoned.
    const held = await throughOutage(() => claims.hold(claimed.import, claimOf(id)))
    try {
      const begun = await throughOutage(() => store.beginImport(app.db, id, app.clock()))
      if (begun === null) throw await notReady(app.db, id)
      return await runImport(app, begun, body, signal)
    } finally {
      if (held) await claims.release(claimed.import, claimOf(id)).catch(() => {})
    }
  }

  const prune = () =>
    store
      .pruneImports(app.db, app.clock() - keptFor.ended, app.clock() - keptFor.waiting)
      .catch(err => app.log.warn({ err }, 'old imports could not be removed: trying later'))
  const pruner = setInterval(prune, pruning)
  await prune()

  return {
    async start({ plan, replace, ...draft }) {
      const definition = defineImport(draft, app.config.limits.importBytes)
      if (plan?.timeZone != null) openTimeZone(plan.timeZone)
      if (JSON.stringify(plan ?? {}).length > planAtMost)
        throw new Fault('TOO_LARGE', `a plan has at most ${planAtMost} characters: name fewer columns`)
      if ((await store.countWaiting(app.db)) >= waitingAtMost)
        throw tooMany(`${waitingAtMost} imports wait for their files already; send or cancel those`, pause)
      const options: ImportOptions = { plan: plan ?? {}, replace: replace ?? false }
      return store.createImport(app.db, { ...definition, id: randomUUID(), plan: options }, app.clock())
    },
    async receive(id, body) {
      if (closed) throw shutDown
      if (receiving.size >= receivingAtMost) throw tooMany(`${receivingAtMost} files are being received already`, pause)
      if (!isUuid(id) || receiving.has(id)) throw await notReady(app.db, id)
      // The place is taken before anything is waited for: many that come at once are counted, too.
      const abort = new AbortController()
      const done = receiveInPlace(id, body, abort.signal).finally(() => receiving.delete(id))
      receiving.set(id, { abort, done: done.catch(() => {}) })
      return done
    },
    async cancel(id) {
      const ended = isUuid(id) ? await finish(app, id, 'cancelled') : null
      if (ended === null) throw notFound(id)
      receiving.get(id)?.abort.abort(cancelled)
      await receiving.get(id)?.done
      return (await store.findImport(app.db, id))!
    },
    async undo(id) {
      if (!isUuid(id)) throw notFound(id)
      // Whoever receives it holds the claim, and may store a last batch even after it was cancelled.
      const held = !receiving.has(id) && (await throughOutage(() => claims.hold(claimed.import, claimOf(id))))
      if (!held)
        throw new Fault('IMPORT_NOT_UNDOABLE', 'this import cannot be undone: it is not over yet, cancel it first', {
          id,
        })
      try {
        const { undone, after } = await undoImport(app, id)
        await judgeAfterUndo(app, after)
        return undone
      } finally {
        if (!receiving.has(id)) await claims.release(claimed.import, claimOf(id)).catch(() => {})
      }
    },
    get: async id => (isUuid(id) ? store.findImport(app.reads, id) : null),
    async close() {
      closed = true
      for (const { abort } of receiving.values()) abort.abort(shutDown)
      await Promise.all([...receiving.values()].map(({ done }) => done))
      clearInterval(pruner)
      await claims.close()
    },
  }
}

const shutDown = new Fault('UNAVAILABLE', 'the server is shutting down')

const isUuid = (id: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
const notFound = (id: string) => new Fault('IMPORT_NOT_FOUND', 'there is no such import: start one first', { id })

async function notReady(db: Db, id: string): Promise<Fault> {
  const found = isUuid(id) ? await store.findImport(db, id) : null
  if (found === null) return notFound(id)
  return new Fault('IMPORT_NOT_READY', `this import is ${found.state}: start another one for another file`, { id })
}
