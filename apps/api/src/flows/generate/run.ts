import { Fault } from '@seriema/domain/fault'
import { addUp, generate } from '../../sources/generator/components.ts'
import { defineGenerator } from '../../sources/generator/settings.ts'
import { claimed, openClaims } from '../../store/claims.ts'
import type { Db } from '../../store/database.ts'
import { insertTruth } from '../../store/generator/truth.ts'
import type { GeneratorMove, RunningGenerator } from '../../store/generator.ts'
import { advanceGenerators, listRunning } from '../../store/generator.ts'
import { inNewTrace } from '../../telemetry/trace.ts'
import type { IngestApp } from '../ingest.ts'

/** Points missed for longer than this (milliseconds) stay missed, and a generator goes on from now. */
const catchUp = 60_000

/** How many points before now a new generator may begin with. */
export const longestHistory = 5_000

/** Milliseconds between two rounds, at least: what falls due meanwhile goes in together. */
const shortestPause = 100
/** Milliseconds until another process' changes are seen, or its death. */
const patience = 1_000
const pointsPerRound = 5_000

export interface Runner {
  /** Looks at once for what there is to run. */
  wake(): void
  /** Finishes the round in hand and starts no other. */
  close(): Promise<void>
}

/**
 * Runs all running generators, with one timer, in whichever process holds the claim. A point's instant is counted from
 * the first one, so nothing drifts; points, their truth and the generator's new place are committed together, so nothing
 * is made twice or left out, whoever dies or takes over.
 */
export function runGenerators(app: IngestApp): Runner {
  const claims = openClaims(app.config.databaseUrl)
  let running: readonly RunningGenerator[] = []
  let readAt = Number.NEGATIVE_INFINITY
  let closed = false
  let rest = Promise.withResolvers<void>()

  const round = async (): Promise<void> => {
    if (performance.now() - readAt >= patience) {
      readAt = performance.now()
      running = (await claims.hold(claimed.generators, 0)) ? await listRunning(app.db) : []
    }
    const now = app.clock()
    const due = running.map(generator => nextMove(generator, now)).filter(move => move !== null)
    if (due.length === 0) return
    await store(app, due)
    const moved = new Map(
      due.map(({ from, startedAt, generated }) => [from.seriesId, { ...from, startedAt, generated }]),
    )
    running = running.map(generator => moved.get(generator.seriesId) ?? generator)
  }

  /** Until the next point is due, within bounds. */
  const pause = async (): Promise<void> => {
    const next = Math.min(...running.map(dueAt)) - app.clock()
    const timer = setTimeout(rest.resolve, Math.min(patience, Math.max(shortestPause, next)))
    await rest.promise
    clearTimeout(timer)
    rest = Promise.withResolvers()
  }

  const run = async (): Promise<void> => {
    while (!closed) {
      try {
        await inNewTrace(round)
      } catch (error) {
        running = []
        readAt = Number.NEGATIVE_INFINITY
        if (error !== overtaken) app.log.warn({ err: error }, 'generators could not store their points: trying again')
      }
      if (!closed) await pause()
    }
  }
  const finished = run()

  return {
    wake() {
      readAt = Number.NEGATIVE_INFINITY
      rest.resolve()
    },
    async close() {
      closed = true
      rest.resolve()
      await finished
      await claims.close()
    },
  }
}

const dueAt = ({ startedAt, generated, settings }: RunningGenerator): number =>
  startedAt + generated * defineGenerator(settings).interval

/** The points due by `now`, in columns, and where the generator stands after them; null where none is due. */
function nextMove(from: RunningGenerator, now: number): GeneratorMove | null {
  const settings = defineGenerator(from.settings)
  const { interval } = settings
  const missed = now - dueAt(from)
  if (missed < 0) return null
  const bound = from.generated === 0 ? catchUp + longestHistory * interval : catchUp
  const skipped = missed > bound ? Math.floor(missed / interval) : 0
  const count = Math.min(pointsPerRound, Math.floor(missed / interval) + 1 - skipped)
  const startedAt = from.startedAt + skipped * interval
  const times = Float64Array.from({ length: count }, (_, k) => startedAt + (from.generated + k) * interval)
  const channels = generate(settings, from.channels, from.generated, count)
  return { from, startedAt, generated: from.generated + count, truth: { times, channels } }
}

/** Someone stopped, changed or ran a generator meanwhile: the points of this round are not stored. */
const overtaken = new Fault('UNAVAILABLE', 'a generator was changed while its points were on their way')

async function store(app: IngestApp, moves: readonly GeneratorMove[]): Promise<void> {
  const batches = moves.map(({ from: { key }, truth: { times, channels } }) => ({
    key,
    raw: { times: Array.from(times), values: addUp(channels).map(column => Array.from(column)) },
  }))
  const alongside = async (tx: Db) => {
    if ((await advanceGenerators(tx, moves)) < moves.length) throw overtaken
    await insertTruth(
      tx,
      moves.map(({ from: { seriesId }, truth }) => ({ seriesId, truth })),
    )
  }
  await app.ingest(batches, { replace: false, alongside })
}
