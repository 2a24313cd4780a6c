import type { AuditRecord } from '@seriema/domain/audit'
import { Fault } from '@seriema/domain/fault'
import { rest } from '../concurrency/retry.ts'
import type { Core } from '../core.ts'
import { appendAudit } from '../store/audit.ts'
import { transaction } from '../store/database.ts'

/** Entries written in one transaction, and held at most until they are written. */
const together = 200
const heldAtMost = 10_000
/** Milliseconds between two tries, and that whoever waits for an entry waits at most. */
const pause = 1_000
const patience = 2_000

export interface AuditWriter {
  /** Resolves once it is kept, or patience is over: then it is tried on until it is, and none is lost unsaid. */
  write(record: AuditRecord): Promise<void>
  /** Writes what is held; what cannot be written is in the log. */
  close(): Promise<void>
}

/**
 * Writes entries in the order they come, those that wait in one transaction. While the database is away they are held; one
 * that cannot be kept is logged as an error, with all of it.
 */
export function createAuditWriter({ db, log }: Pick<Core, 'db' | 'log'>): AuditWriter {
  const held: { readonly record: AuditRecord; readonly kept: () => void }[] = []
  let running: Promise<void> | null = null
  const closing = new AbortController()

  const store = (records: readonly AuditRecord[]) => transaction(db, tx => appendAudit(tx, records))
  const lose = (entry: AuditRecord, err: unknown) =>
    log.error({ err, entry }, 'an entry of the audit could not be kept')

  /** Whether what failed is the database's doing, whatever is written. */
  const isOutage = (error: unknown) => error instanceof Fault

  const writeSome = async (): Promise<void> => {
    const some = held.slice(0, together)
    try {
      await store(some.map(({ record }) => record))
    } catch (error) {
      if (isOutage(error)) throw error
      for (const { record } of some)
        await store([record]).catch(each => {
          if (isOutage(each)) throw each
          lose(record, each)
        })
    }
    held.splice(0, some.length)
    for (const { kept } of some) kept()
  }

  const run = async (): Promise<void> => {
    while (held.length > 0) {
      try {
        await writeSome()
      } catch (err) {
        if (closing.signal.aborted) {
          for (const { record } of held.splice(0)) lose(record, err)
          return
        }
        log.warn({ err, held: held.length }, 'the audit cannot be written: trying later')
        await rest(pause, closing.signal)
      }
    }
  }

  const start = () => {
    running ??= run().finally(() => {
      running = null
      if (held.length > 0) start()
    })
  }

  return {
    write(record) {
      if (held.length >= heldAtMost) {
        lose(record, new Error('too many entries are held already'))
        return Promise.resolve()
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      held.push({ record, kept: resolve })
      start()
      const timer = setTimeout(resolve, patience)
      return promise.finally(() => clearTimeout(timer))
    },
    async close() {
      closing.abort()
      while (running !== null) await running
    },
  }
}
