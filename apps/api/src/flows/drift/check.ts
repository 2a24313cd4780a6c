import { sameSpeaker } from '@seriema/domain/deployment'
import type { Core } from '../../core.ts'
import { transaction } from '../../store/database.ts'
import { driftStates, dueForDrift, forgetDrift, type NewDrift, saveDrift } from '../../store/drift.ts'
import { findSeriesByIds, samplingInterval } from '../../store/series.ts'
import { type Looked, lookAtDrift } from './look.ts'
import { readForecastSpeakers } from './speakers.ts'

/** Milliseconds between two looks at a series, and at one whose window holds more points than `many`. */
const [usually, seldom] = [3_600_000, 6 * 3_600_000]
const many = 20_000
/** Figures kept a window. */
const keptOfWindow = 24
/** Series that are read before they are looked at, one after the other. */
const atOnce = 100
/** How long figures are kept (milliseconds), and how many go at once. */
const kept = 400 * 86_400_000
const goAtOnce = 10_000

export type DriftApp = Pick<Core, 'db' | 'clock' | 'log'>

/** Looks at every series that is due, until none is or the signal says so. */
export async function checkDrift(app: DriftApp, signal: AbortSignal): Promise<void> {
  const speakerOf = await readForecastSpeakers(app.db)
  while (!signal.aborted) {
    const due = await findSeriesByIds(app.db, await dueForDrift(app.db, app.clock(), atOnce))
    if (due.length === 0) break
    const states = await driftStates(
      app.db,
      due.map(({ id }) => id),
    )
    for (const series of due) {
      if (signal.aborted) return
      const speaker = speakerOf(series)
      const before = states.get(series.id)
      const known = before !== undefined && sameSpeaker(before, speaker) ? before : null
      // One that cannot be looked at keeps nobody from the others.
      const found = await lookAtDrift(app.db, series, speaker, known).catch((error): Looked => {
        app.log.warn({ err: error, seriesId: series.id }, 'it could not be seen how far a series has drifted')
        return known ?? { reference: null, predictions: null, drift: null }
      })
      const row = { seriesId: series.id, kind: speaker.kind, versionId: speaker.versionId, ...timed(found, known) }
      const nextAt = app.clock() + (pointsOf(found, samplingInterval(series)) > many ? seldom : usually)
      await transaction(app.db, tx => saveDrift(tx, { ...row, checkedAt: app.clock(), nextAt }))
    }
  }
  while (!signal.aborted && (await forgetDrift(app.db, app.clock() - kept, goAtOnce)));
}

const pointsOf = ({ reference }: Looked, interval: number | null): number =>
  reference === null || interval === null ? 0 : reference.window / interval

/** With whether it is kept: of what is found in one slot of time after another, the first. */
function timed({ reference, predictions, drift }: Looked, before: Looked | null): Looked & Pick<NewDrift, 'isKept'> {
  const slot = (at: number) => Math.floor((at * keptOfWindow) / (reference?.window ?? 1))
  const isKept = drift !== null && (before?.drift == null || slot(before.drift.at) !== slot(drift.at))
  return { reference, predictions, drift, isKept }
}
