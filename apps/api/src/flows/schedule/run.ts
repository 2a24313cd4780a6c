import { Fault } from '@seriema/domain/fault'
import { type Forecast, type ForecastRequest, requestForecast } from '@seriema/domain/forecast'
import type { Core } from '../../core.ts'
import { scheduleChanged } from '../../events/kinds/schedule.ts'
import { announce } from '../../events/log.ts'
import { wantedKind } from '../../serving/serving.ts'
import { type Db, explained, transaction } from '../../store/database.ts'
import { findGroups, memberIds } from '../../store/group.ts'
import { changeRun, forecastByRun } from '../../store/schedule/run.ts'
import type { Schedule } from '../../store/schedule.ts'
import { findSeriesByIds, type Series } from '../../store/series.ts'
import { correlated } from '../../telemetry/trace.ts'
import { forecastMade, type Made, storeForecasts } from '../forecast/keep.ts'
import { type SpeakApp, speak } from '../forecast/speak.ts'
import { type SpeakerApp, speakerFor } from '../forecast/speaker.ts'
import { endRun, failureOf, holdRun, noLongerOurs, type Taken, takeUpRun } from './take-up.ts'

/** Those who forecast, in a process that may never need them. */
export type Speakers = SpeakApp & SpeakerApp

export interface RunApp extends Pick<Core, 'db' | 'clock' | 'log'> {
  /** Made when they are first asked for. */
  readonly speakers: () => Promise<Speakers>
}

/** Series that are forecast together and stored by one transaction. */
const atOnce = 128

/**
 * Takes a run up, be it new or left behind by a worker that is gone, and brings it to its end: what it has stored already
 * is not forecast again. Throws what may pass, so that the queue tries again.
 */
export const runSchedule = (app: RunApp, runId: number, signal: AbortSignal): Promise<void> =>
  correlated(`schedule-run-${runId}`, async () => {
    const taken = await takeUpRun(app, runId)
    if (taken === null) return
    const { schedule } = taken
    app.log.info({ runId, scheduleId: schedule.id, attempt: taken.run.attempt }, 'a schedule runs')
    try {
      await forecastAll(app, taken, signal)
      await endRun(app, taken, ({ series, forecast }) => ({ state: series === 0 || forecast > 0 ? 'done' : 'failed' }))
    } catch (error) {
      const why = explained(error)
      if (why === noLongerOurs) return
      // What is not a fault of the schedule may be gone when it is taken up again.
      const passes = !(why instanceof Fault) || why.code === 'UNAVAILABLE' || why.code === 'TIMED_OUT'
      if (signal.aborted || passes) throw error
      await endRun(app, taken, () => ({ state: 'failed', ...failureOf(why) }))
    }
  })

async function forecastAll(app: RunApp, taken: Taken, signal: AbortSignal): Promise<void> {
  const { run, schedule } = taken
  const { horizon, forecaster, versionId } = schedule
  const request = requestForecast({ horizon, forecaster, versionId })
  const ids = await seriesOf(app.db, schedule)
  const stored = await forecastByRun(app.db, run.id)
  await transaction(app.db, async tx => {
    await holdRun(tx, taken)
    await changeRun(tx, run.id, { series: ids.length, forecast: stored.size })
  })
  const open = ids.filter(id => !stored.has(id))
  signal.throwIfAborted()
  const speakers = open.length === 0 ? null : await app.speakers()
  for (let i = 0; i < open.length; i += atOnce) {
    const some = await findSeriesByIds(app.db, open.slice(i, i + atOnce))
    const { made, failures } = await forecastSome(speakers!, some, request)
    // Of a worker that ends meanwhile what failed is no failure: whoever takes the run up does it again.
    await store(app, taken, { made, failures: signal.aborted ? [] : failures })
    signal.throwIfAborted()
  }
}

/** Numbers of the series it is for. */
async function seriesOf(db: Db, { seriesId, groupId }: Schedule): Promise<readonly number[]> {
  if (seriesId !== null) return [seriesId]
  const [group] = await findGroups(db, [groupId!])
  return group === undefined ? [] : memberIds(db, group)
}

interface Outcome {
  readonly made: readonly Made[]
  readonly failures: readonly Error[]
}

/** Those of one speaker together; one that fails costs no other. */
async function forecastSome(app: Speakers, all: readonly Series[], request: ForecastRequest): Promise<Outcome> {
  const made: Made[] = []
  const failures: Error[] = []
  const routed = await Promise.all(
    all.map(async series => ({ series, speaker: await speakerFor(app, series, request).catch(asError) })),
  )
  const bySpeaker = Map.groupBy(routed, ({ speaker }) =>
    speaker instanceof Error ? speaker : `${speaker.kind} ${speaker.versionId}`,
  )
  const ends = await Promise.all(
    [...bySpeaker.values()].map(async together => {
      const { speaker } = together[0]!
      if (speaker instanceof Error) return together.map(() => speaker)
      const series = together.map(one => one.series)
      const answers: readonly (Forecast | Error)[] = await speak(app, series, request, speaker)
      return answers.map((answer, i) =>
        answer instanceof Error ? answer : { series: series[i]!, asked: wantedKind(speaker), made: answer },
      )
    }),
  )
  for (const end of ends.flat()) {
    if (!(end instanceof Error)) made.push(end)
    else failures.push(end)
  }
  return { made, failures }
}

/** With what it makes of the run, by one transaction: nothing is stored of a run that is no longer this worker's. */
async function store(app: RunApp, taken: Taken, { made, failures }: Outcome): Promise<void> {
  const { run, schedule } = taken
  for (const err of failures)
    if (!(err instanceof Fault)) app.log.warn({ err, runId: run.id }, 'a scheduled forecast failed')
  await transaction(app.db, async tx => {
    const now = await holdRun(tx, taken)
    const stored = (await storeForecasts(tx, made, run.id)).filter(one => one !== null)
    await changeRun(tx, run.id, {
      forecast: now.forecast + stored.length,
      failed: now.failed + failures.length,
      ...(now.failure === null && failures.length > 0 && failureOf(failures[0]!)),
    })
    await announce(tx, [...stored.map(forecastMade), scheduleChanged(schedule, run.id)], app.clock())
  })
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
