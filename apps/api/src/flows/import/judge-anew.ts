import { Fault } from '@seriema/domain/fault'
import type { Core } from '../../core.ts'
import { transaction } from '../../store/database.ts'
import { countFound } from '../../store/import/ranges.ts'
import { findImport, saveProgress } from '../../store/import.ts'
import type { SeriesOutcome } from '../ingest/outcome.ts'
import type { Rescores } from '../rescore.ts'
import { throughOutage } from '../through-outage.ts'

/** Which series an import is to have judged anew once its file is in. */
export interface ToJudgeAnew {
  /** Hears of every batch, of one that is tried again too. */
  note(outcomes: readonly SeriesOutcome[]): void
  /** Keys, and the first instants to be judged. */
  series(): ReadonlyMap<string, number>
}

/**
 * Those where another detector than the chosen one had to speak, from the first point on that it spoke of: a file whose
 * newest rows come first, or that belongs before what a series had, is judged out of order as it comes.
 */
export function createToJudgeAnew(): ToJudgeAnew {
  const from = new Map<string, number>()
  return {
    note(outcomes) {
      for (const { key, standInFrom } of outcomes)
        if (standInFrom !== null) from.set(key, Math.min(standInFrom, from.get(key) ?? Number.POSITIVE_INFINITY))
    },
    series: () => from,
  }
}

/** Has the series judged anew, one after the other, and counts their anomalies instead. Goes on without it where it fails. */
export async function judgeAnew(
  app: Pick<Core, 'db' | 'log'> & { readonly rescores: Pick<Rescores, 'start' | 'settled'> },
  importId: string,
  series: ReadonlyMap<string, number>,
  signal: AbortSignal,
): Promise<void> {
  for (const [key, from] of series) {
    if (signal.aborted) break
    try {
      const { seriesId } = await throughOutage(() => app.rescores.start(key, from), signal)
      await app.rescores.settled(seriesId)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      app.log.warn({ importId, series: key, why: error.message }, 'an imported series was not judged anew')
    }
  }
  if (series.size === 0) return
  await throughOutage(() =>
    transaction(app.db, async tx => {
      const found = await findImport(tx, importId)
      if (found !== null) await saveProgress(tx, importId, { ...found, anomalies: await countFound(tx, importId) })
    }),
  )
}

/**
 * Begins to judge what was compared with points that were taken back, and does not wait for it. One that is at work has
 * learnt them: another takes its place. Goes on without it where it fails.
 */
export async function judgeAfterUndo(
  app: Pick<Core, 'log'> & { readonly rescores: Pick<Rescores, 'start' | 'cancel'> },
  series: ReadonlyMap<string, number>,
): Promise<void> {
  for (const [key, from] of series) {
    try {
      // All of the past, where that was being judged.
      const ended = await app.rescores.cancel(key)
      await app.rescores.start(key, ended === null ? from : null)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      app.log.warn({ series: key, why: error.message }, 'what came after points taken back was not judged anew')
    }
  }
}
