import { randomUUID } from 'node:crypto'
import { Fault } from '@seriema/domain/fault'
import { parseSeriesKey } from '@seriema/domain/series'
import { importStatus } from '../events/kinds/status.ts'
import { announce } from '../events/log.ts'
import type { ImportPlan } from '../sources/file/plan.ts'
import type { ImportPreview } from '../sources/file/preview.ts'
import { previewFile } from '../sources/file/preview.ts'
import { openTimeZone } from '../sources/file/time-zone.ts'
import { claimed, openClaims } from '../store/claims.ts'
import type { Db } from '../store/database.ts'
import { transaction } from '../store/database.ts'
import type { Import, ImportRejection, ImportState } from '../store/import.ts'
import * as store from '../store/import.ts'
import { claimOf, failAbandoned, whatStays } from './import/abandoned.ts'
import type { Tally } from './import/chunk.ts'
import { createTally } from './import/chunk.ts'
import type { ImportOptions } from './import/receive.ts'
import { receiveFile } from './import/receive.ts'
import type { IngestApp } from './ingest.ts'
import { throughOutage } from './through-outage.ts'

export type { Import, ImportPreview, ImportRejection, ImportState }

export interface ImportDraft {
  readonly fileName: string
  /** Bytes, where known. */
  readonly size?: number | null | undefined
  /** Of the series; what keys begin with where there is a key column. */
  readonly key: string
  readonly plan?: ImportPlan | null | undefined
  readonly replace?: boolean | null | undefined
}

export interface Imports {
  /** Remembers a plan and waits for the bytes at `PUT /imports/:id`. Throws INVALID_INPUT, INVALID_SERIES_KEY. */
  start(draft: ImportDraft): Promise<Import>
  /**
   * Reads the file as it comes and stores it chunk by chunk; resolves when it is in, or cancelled. Throws
   * IMPORT_NOT_FOUND, IMPORT_NOT_READY (received already), UNREADABLE_FILE, TOO_LARGE, TIMED_OUT, INVALID_INPUT; what
   * was stored before stays.
   */
  receive(id: string, body: AsyncIterable<Uint8Array>): Promise<Import>
  /** Ends it wherever it is; what was stored stays. One that has ended is left as it is. Throws IMPORT_NOT_FOUND. */
  cancel(id: string): Promise<Import>
  get(id: string): Promise<Import | null>
  /** Ends uploads as failed, saying that importing again is safe. */
  close(): Promise<void>
}

/** How a file that begins so would be read, and what would come of it. Throws UNREADABLE_FILE, INVALID_INPUT. */
export const preview = (head: string | Uint8Array, _fileName: string, plan?: ImportPlan | null): ImportPreview =>
  previewFile(head, plan ?? {})

/** Milliseconds between two announcements of one import's progress. */
const pace = 500
const receivingAtMost = 16

/** Imports that a process did not live to finish are found and marked as failed. */
export async function createImports(app: IngestApp): Promise<Imports> {
  const claims = openClaims(app.config.databaseUrl)
  let closed = false
  const receiving = new Map<string, { readonly abort: AbortController; readonly done: Promise<unknown> }>()
  await failAbandoned(app, claims)

  const end = (id: string, state: 'completed' | 'failed' | 'cancelled', failure: string | null, tally?: Tally) =>
    throughOutage(() =>
      transaction(app.db, async tx => {
        if (tally !== undefined) await store.saveProgress(tx, id, tally)
        const ended = await store.endImport(tx, id, state, failure, app.clock())
        if (ended !== null) await announceProgress(tx, ended, app.clock())
        return ended ?? (await store.findImport(tx, id))
      }),
    )

  const run = async (begun: Import, body: AsyncIterable<Uint8Array>, abort: AbortController): Promise<Import> => {
    const tally = createTally()
    let announcedAt = performance.now()
    const progressed = async () => {
      if (performance.now() - announcedAt < pace) return
      announcedAt = performance.now()
      const save = async (tx: Db) => {
        const saved = await store.saveProgress(tx, begun.id, tally)
        if (saved.state === 'running') await announceProgress(tx, saved, app.clock())
        return saved.state === 'running'
      }
      const running = await throughOutage(() => transaction(app.db, save), abort.signal)
      if (!running) abort.abort(cancelled)
    }
    try {
      await receiveFile(app, begun, begun.plan as ImportOptions, body, abort.signal, tally, progressed)
      return (await end(begun.id, 'completed', null, tally))!
    } catch (error) {
      if (error === cancelled) return (await end(begun.id, 'cancelled', null, tally))!
      if (!(error instanceof Fault)) app.log.error({ err: error, importId: begun.id }, 'an import failed')
      const reason = error instanceof Fault ? error.message : 'something went wrong on the server'
      await end(begun.id, 'failed', `${reason}. ${whatStays(tally)}`, tally)
      throw error
    }
  }

  return {
    async start({ fileName, size, key, plan, replace }) {
      parseSeriesKey(key)
      if (plan?.timeZone != null) openTimeZone(plan.timeZone)
      if (size != null && !(Number.isSafeInteger(size) && size >= 0))
        throw new Fault('INVALID_INPUT', `size is a number of bytes, not ${size}`)
      if (size != null && size > app.config.limits.importBytes) throw tooLarge(app.config.limits.importBytes)
      const options: ImportOptions = { plan: plan ?? {}, replace: replace ?? false }
      const name = fileName.slice(0, 255)
      return store.createImport(
        app.db,
        { id: randomUUID(), fileName: name, key, plan: options, size: size ?? null },
        app.clock(),
      )
    },
    async receive(id, body) {
      if (closed) throw shutDown
      if (receiving.size >= receivingAtMost)
        throw new Fault('TOO_MANY_REQUESTS', `${receivingAtMost} files are being received already: try again later`)
      if (!isUuid(id) || receiving.has(id)) throw await notReady(app.db, id)
      // Claimed first: what is running and claimed by nobody is taken for abandoned.
      const held = await throughOutage(() => claims.hold(claimed.import, claimOf(id)))
      const begun = await throughOutage(() => store.beginImport(app.db, id, app.clock()))
      if (begun === null) {
        if (held && !receiving.has(id)) await claims.release(claimed.import, claimOf(id))
        throw await notReady(app.db, id)
      }
      const abort = new AbortController()
      const done = run(begun, body, abort).finally(async () => {
        receiving.delete(id)
        await claims.release(claimed.import, claimOf(id)).catch(() => {})
      })
      receiving.set(id, { abort, done: done.catch(() => {}) })
      return done
    },
    async cancel(id) {
      const ended = isUuid(id) ? await end(id, 'cancelled', null) : null
      if (ended === null) throw notFound(id)
      receiving.get(id)?.abort.abort(cancelled)
      await receiving.get(id)?.done
      return (await store.findImport(app.db, id))!
    },
    get: async id => (isUuid(id) ? store.findImport(app.db, id) : null),
    async close() {
      closed = true
      for (const { abort } of receiving.values()) abort.abort(shutDown)
      await Promise.all([...receiving.values()].map(({ done }) => done))
      await claims.close()
    },
  }
}

const cancelled = new Fault('UNAVAILABLE', 'the import was cancelled')
const shutDown = new Fault('UNAVAILABLE', 'the server is shutting down')
const tooLarge = (limit: number) =>
  new Fault('TOO_LARGE', `a file has at most ${limit} bytes: split it, or raise SERIEMA_LIMIT_IMPORT_BYTES`)

const announceProgress = (tx: Db, progressed: Import, now: number) =>
  announce(tx, [importStatus('IMPORT_PROGRESSED', progressed)], now)

const isUuid = (id: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
const notFound = (id: string) => new Fault('IMPORT_NOT_FOUND', 'there is no such import: start one first', { id })

async function notReady(db: Db, id: string): Promise<Fault> {
  const found = isUuid(id) ? await store.findImport(db, id) : null
  if (found === null) return notFound(id)
  return new Fault('IMPORT_NOT_READY', `this import is ${found.state}: start another one for another file`, { id })
}
