import { defineGenerator } from '@seriema/domain/generator'
import type { GeneratorBatch, GeneratorPlaces } from '../../sources/generator.ts'
import { generator } from '../../sources/generator.ts'
import { claimed, openClaims } from '../../store/claims.ts'
import { insertTruth } from '../../store/generator/truth.ts'
import { advanceGenerators, listRunning } from '../../store/generator.ts'
import { inNewTrace } from '../../telemetry/trace.ts'
import type { IngestApp } from '../ingest.ts'
import type { Commit } from '../run-source.ts'
import { runSource } from '../run-source.ts'

/** Milliseconds until another process' changes are seen, or its death. */
const patience = 1_000

export interface Runner {
  /** Looks at once for what there is to run. */
  wake(): void
  /** Finishes the batch in hand and starts no other. */
  close(): Promise<void>
}

/**
 * Runs all running generators in whichever process holds the claim. Every second, and whenever woken, they are opened anew
 * from where they stand in the database; points, their truth and the generators' new places are committed together, so
 * nothing is made twice or left out, whoever dies or takes over.
 */
export function runGenerators(app: IngestApp): Runner {
  const claims = openClaims(app.config.databaseUrl)
  let closed = false
  let turn = new AbortController()

  const once = async (signal: AbortSignal): Promise<void> => {
    const running = (await claims.hold(claimed.generators, 0)) ? await listRunning(app.db) : []
    if (running.length === 0) return
    const generators = running.map(({ seriesId, key, channels, settings }) => ({
      seriesId,
      key,
      channels,
      settings: defineGenerator(settings),
    }))
    const places = Object.fromEntries(
      running.map(({ seriesId, startedAt, generated }) => [seriesId, { startedAt, generated }]),
    )
    await runSource(app, generator, { generators, clock: app.clock }, places, commit, signal)
  }

  const run = async (): Promise<void> => {
    while (!closed) {
      const { signal } = turn
      const timer = setTimeout(() => turn.abort(), patience)
      try {
        await inNewTrace(() => once(signal))
      } catch (error) {
        app.log.warn({ err: error }, 'generators could not store their points: trying again')
      }
      await aborted(signal)
      clearTimeout(timer)
      turn = new AbortController()
    }
  }
  const finished = run()

  return {
    wake: () => turn.abort(),
    async close() {
      closed = true
      turn.abort()
      await finished
      await claims.close()
    },
  }
}

/** Where not all stand where they did, somebody stopped, changed, ran or deleted one meanwhile. */
const commit: Commit<GeneratorPlaces, GeneratorBatch> = async (tx, { batch: { moves }, after, outcomes }) => {
  if (outcomes.some(({ fault }) => fault !== null)) return null
  const made = moves.map(({ generator: { settings, ...series }, from, to, truth }) => ({
    from: { ...series, settings: { ...settings }, running: true, ...from },
    startedAt: to.startedAt,
    generated: to.generated,
    truth,
  }))
  if ((await advanceGenerators(tx, made)) < made.length) return null
  await insertTruth(
    tx,
    moves.map(({ generator: { seriesId }, truth }, i) => {
      const { series, stored } = outcomes[i]!
      return { seriesId, afterSeq: series!.lastSeq - stored, truth }
    }),
  )
  return { cursor: after, news: [] }
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (signal.aborted) resolve()
  else signal.addEventListener('abort', () => resolve(), { once: true })
  return promise
}
