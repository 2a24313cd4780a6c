import { trainsOnSeries } from '@seriema/ml/models/kinds'
import type { NewEvent } from '../../events/event.ts'
import { speakerChanged } from '../../events/kinds/deployment.ts'
import type { Db } from '../../store/database.ts'
import { assign, heldIn } from '../../store/deployment.ts'
import { lockGroup } from '../../store/group.ts'
import { scopeOf } from '../../store/scope.ts'
import { lockSeriesByIds } from '../../store/series.ts'
import type { TrainedModel } from '../../store/training/subject.ts'
import { findVersions } from '../../store/version.ts'
import { auditChanges } from '../deploy/audit-change.ts'

/** Whether a version of this model may have to speak at once. */
const maySpeak = ({ kind, retraining }: TrainedModel): boolean => trainsOnSeries(kind) || retraining?.speaks === true

/** Nobody else changes who speaks, to the end of the transaction; before any other lock, as ingestion and deployments do. */
export async function holdSpeaker(tx: Db, model: TrainedModel): Promise<void> {
  if (!maySpeak(model)) return
  if (model.seriesId !== null) await lockSeriesByIds(tx, [model.seriesId])
  else await lockGroup(tx, model.groupId!)
}

/**
 * Lets a version speak where its kind was chosen and waited for it, or where the version before it of the same model spoke
 * and the model says so. Returns what is to be announced, next.
 */
export async function letSpeak(tx: Db, model: TrainedModel, versionId: number, now: number): Promise<NewEvent[]> {
  if (!maySpeak(model)) return []
  const { role, kind, retraining } = model
  const scope = scopeOf(model)
  const held = await heldIn(tx, scope, role, 'active')
  if (held === null) return []
  const { speaker } = held
  const awaited = speaker.versionId === null && speaker.kind === kind && trainsOnSeries(kind)
  const [before] = speaker.versionId === null ? [] : await findVersions(tx, [speaker.versionId])
  if (!awaited && !(retraining?.speaks === true && before?.modelId === model.id)) return []
  const reason = awaited ? 'trained, as it was chosen' : 'trained again'
  const why = { reason, automatic: true, by: null }
  const change = await assign(tx, { scope, role, slot: 'active', speaker: { kind, versionId }, share: 1, ...why }, now)
  if (change === null) return []
  await auditChanges(tx, 'letSpeak', [change], now)
  return [speakerChanged(change)]
}
