import type { TrainedVersion } from '@seriema/ml/contract/trainable'
import { findModel } from '@seriema/ml/runtime/hub'
import { dataHash, fingerprint } from '@seriema/ml/versions/hash'
import { apart } from '../concurrency/apart.ts'
import type { Config } from '../config.ts'
import type { Numbers } from '../flows/train.ts'
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
    return apart<TrainedVersion, NumbersNote>(
      new URL('./numbers/child.ts', import.meta.url),
      { request, about, from } satisfies NumbersTask,
      {
        signal,
        note: note => ('phase' in note ? onPhase(note.phase) : onEpoch(note.loss, note.epochs, note.checkpoint)),
      },
    )
  },
})

/** Where IBM's weights are; null where no setting says so. Throws what `findModel` does. */
async function ibmFolder({ ttmFolder, ttmModel, hub }: Pick<Config, 'ttmFolder' | 'ttmModel' | 'hub'>) {
  return ttmModel === null ? ttmFolder : (await findModel(ttmModel, hub)).directory
}
