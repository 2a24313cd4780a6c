import type { TrainedVersion } from '@seriema/ml/contract/trainable'
import { findModel } from '@seriema/ml/runtime/hub'
import { dataHash, fingerprint } from '@seriema/ml/versions/hash'
import { apart } from '../concurrency/apart.ts'
import type { Config } from '../config.ts'
import type { Numbers } from '../flows/train.ts'
import { codeOf } from '../telemetry/code.ts'
import { spansOf, wantedTrace } from '../telemetry/span.ts'
import { instant } from '../telemetry/stretch.ts'
import { version } from '../version.ts'
import type { NumbersNote, NumbersTask } from './numbers/child.ts'

/** Each batch is shared by so many threads on every machine: another number would give other weights. */
const threads = 4

/** Trains in processes of their own, so that whoever waits for one goes on meanwhile. */
export const createNumbers = (config: Pick<Config, 'ttmFolder' | 'ttmModel' | 'hub' | 'limits'>): Numbers => ({
  dataHash,
  fingerprint,
  async train(request, known, { from, signal, onPhase, onEpoch }) {
    const ibm = request.settings.start === 'ibm' ? await ibmFolder(config) : null
    const mostPoints = config.limits.trainingPoints
    const about = { ...known, version, mostPoints, threads, ...(ibm !== null && { ibm }) }
    const phases = tellPhases()
    return apart<TrainedVersion, NumbersNote>(
      new URL('./numbers/child.ts', import.meta.url),
      { request, about, from } satisfies NumbersTask,
      {
        signal,
        note: note => {
          if (!('phase' in note)) return onEpoch(note.loss, note.epochs, note.checkpoint)
          phases.next(note.phase, note.at)
          onPhase(note.phase)
        },
      },
    ).then(...phases.ended)
  },
})

/** Each phase of a training as a span of the trace that it is a part of, by the clock of whoever computes. */
function tellPhases() {
  const trace = wantedTrace()
  let under: { readonly name: string; readonly from: number } | null = null
  const end = (to: number, failed: string | null) => {
    if (under !== null) spansOf(trace, [{ ...under, to, failed }])
    under = null
  }
  const done = <T>(result: T): T => {
    end(instant(), null)
    return result
  }
  const failed = (error: unknown): never => {
    end(instant(), codeOf(error))
    throw error
  }
  return {
    next(name: string, at: number) {
      end(at, null)
      under = { name, from: at }
    },
    ended: [done, failed] as const,
  }
}

/** Where IBM's weights are; null where no setting says so. Throws what `findModel` does. */
async function ibmFolder({ ttmFolder, ttmModel, hub }: Pick<Config, 'ttmFolder' | 'ttmModel' | 'hub'>) {
  return ttmModel === null ? ttmFolder : (await findModel(ttmModel, hub)).directory
}
