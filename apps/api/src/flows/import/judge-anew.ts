import { Fault } from '@seriema/domain/fault'
import type { Core } from '../../core.ts'
import { transaction } from '../../store/database.ts'
import { findImport, saveProgress } from '../../store/import.ts'
import type { SeriesOutcome } from '../ingest.ts'
import type { Rescores } from '../rescore.ts'
import { throughOutage } from '../through-outage.ts'

/** Which series an import is to have judged anew once its file is in. */
export interface ToJudgeAnew {
  /** Hears of every batch, of one that is tried again too. */
  note(outcomes: readonly SeriesOutcome[]): void
  keys(): readonly string[]
}

/**
 * Those that have no points but the import's, where another detector than the chosen one had to speak: a file whose newest
 * rows come first is judged out of order as it comes. What a series had before is its owner's to have judged anew.
 */
export function createToJudgeAnew(): ToJudgeAnew {
  const begun = new Set<string>()
  const stoodIn = new Set<string>()
  return {
    note(outcomes) {
      for (const { key, series, stored, standIn } of outcomes) {
        if (stored > 0 && series?.lastSeq === stored) begun.add(key)
        if (standIn && begun.has(key)) stoodIn.add(key)
      }
    },
    keys: () => [...stoodIn],
  }
}

/** Has the series judged anew, one after the other, and counts their anomalies instead. Goes on without it where it fails. */
export async function judgeAnew(
  app: Pick<Core, 'db' | 'log'> & { readonly rescores: Pick<Rescores, 'start' | 'settled' | 'find'> },
  importId: string,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  let more = 0
  for (const key of keys) {
    if (signal.aborted) break
    try {
      const { seriesId } = await throughOutage(() => app.rescores.start(key), signal)
      await app.rescores.settled(seriesId)
      const [done] = await throughOutage(() => app.rescores.find([seriesId]))
      if (done !== undefined) more += done.comes - done.goes
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      app.log.warn({ importId, series: key, why: error.message }, 'an imported series was not judged anew')
    }
  }
  if (more === 0) return
  await throughOutage(() =>
    transaction(app.db, async tx => {
      const found = await findImport(tx, importId)
      if (found !== null) await saveProgress(tx, importId, { ...found, anomalies: found.anomalies + more })
    }),
  )
}
