import { Fault } from '@seriema/domain/fault'
import type { Scope } from '@seriema/domain/role'
import type { VersionDescription } from '@seriema/ml/versions/describe'
import { modelKind } from '@seriema/ml/versions/kinds'
import type { Artifacts } from '../artifacts/artifacts.ts'
import { apart } from '../concurrency/apart.ts'
import { createPlaces } from '../concurrency/places.ts'
import type { Core } from '../core.ts'
import { receiveUpload } from '../sources/file/upload.ts'
import { type Db, transaction } from '../store/database.ts'
import { createModel, saveModel } from '../store/model.ts'
import { findSeriesByIds } from '../store/series.ts'
import { lockVersions, versionOfArtifact } from '../store/version/register.ts'
import { requireVersion, type Version } from '../store/version.ts'
import { holdScope, resolveScope, type ScopeDraft } from './model.ts'
import { addVersion, keep } from './train/register.ts'

export interface Uploads {
  /**
   * A file that was made elsewhere as a new version of a series or group, once it has done what it says of itself; the same
   * file again is the version it became. Throws INVALID_INPUT, SERIES_NOT_FOUND, GROUP_NOT_FOUND, TOO_LARGE, TIMED_OUT,
   * UNREADABLE_FILE, UNSUPPORTED_MODEL, UNAVAILABLE.
   */
  receive(scope: ScopeDraft, body: AsyncIterable<Uint8Array>, by?: string | null): Promise<Version>
}

type UploadApp = Pick<Core, 'db' | 'clock' | 'log' | 'config'> & { readonly artifacts: Artifacts }

/** Milliseconds a sender may be silent, the bytes a second it must manage, and milliseconds it may take in all. */
const manners = { patience: 30_000, slowest: 4_096, longest: 3_600_000 }
/** Milliseconds a file may take to show what it does. */
const trialAtMost = 60_000
/** Files in memory at once. */
const atOnce = 2

export function createUploads(app: UploadApp): Uploads {
  const inPlace = createPlaces(atOnce)
  return {
    async receive(draft, body, by = null) {
      await resolveScope(app.db, draft)
      return inPlace(async () => {
        const content = await contentOf(body, app.config.limits.artifactBytes)
        const description = await tried(content)
        return transaction(app.db, tx => add(app, tx, draft, content, description, by))
      })
    },
  }
}

async function contentOf(body: AsyncIterable<Uint8Array>, bytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const limits = { bytes, instead: 'raise SERIEMA_LIMIT_ARTIFACT_BYTES', ...manners }
  for await (const chunk of receiveUpload(body, limits, new AbortController().signal, () => {})) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** In a process of its own: whatever is in a file, it harms nobody else. */
function tried(content: Uint8Array): Promise<VersionDescription> {
  const ending = new AbortController()
  const late = new Fault('TIMED_OUT', `the file did not show within ${trialAtMost / 1_000} s what it does`)
  const timer = setTimeout(() => ending.abort(late), trialAtMost)
  return apart<VersionDescription>(new URL('./upload/trial.ts', import.meta.url), content, { signal: ending.signal })
    .catch(error => {
      if (error instanceof Fault && error.code === 'UNAVAILABLE')
        throw new Fault('UNREADABLE_FILE', 'the file ended the process in which it was tried')
      throw error
    })
    .finally(() => clearTimeout(timer))
}

async function add(
  app: UploadApp,
  tx: Db,
  draft: ScopeDraft,
  content: Uint8Array,
  made: VersionDescription,
  by: string | null,
): Promise<Version> {
  // Before any lock: it may be sent far.
  const artifact = await keep(app, tx, content)
  const scope = await holdScope(tx, draft)
  await requireFitting(tx, scope, made)
  await lockVersions(tx, scope)
  const same = await versionOfArtifact(tx, scope, artifact.hash)
  if (same !== null) return requireVersion(tx, same)
  const { role, kind, settings, recipe } = made
  const { title } = modelKind(kind)
  const description = `From a file that Seriema ${made.madeBy} wrote${made.scope === null ? '' : ` for ${made.scope}`}.`
  const now = app.clock()
  const model = await createModel(
    tx,
    scope,
    { name: `${title}, uploaded`, description, role, kind, settings, recipe },
    now,
  )
  await saveModel(tx, model.id, { trainedAt: now }, now)
  const id = await addVersion(tx, now, {
    scope,
    fingerprint: artifact.hash,
    row: {
      modelId: model.id,
      role,
      kind,
      settings,
      recipe,
      origin: 'uploaded',
      dataHash: null,
      createdAt: now,
      createdBy: by,
      points: made.points,
      dataFrom: made.from,
      dataTo: made.to,
      channels: made.channels,
      statistics: made.statistics,
      metrics: made.metrics,
      losses: made.losses,
      bestEpoch: made.bestEpoch,
      took: null,
      lookback: made.lookback,
      horizon: made.horizon,
      sample: made.sample,
    },
    artifact,
  })
  return requireVersion(tx, id)
}

/** Throws INVALID_INPUT for a file that cannot be for this series or group. */
async function requireFitting(tx: Db, scope: Scope, { kind, channels }: VersionDescription): Promise<void> {
  const { title, ofGroups } = modelKind(kind)
  if ('groupId' in scope) {
    if (!ofGroups) throw new Fault('INVALID_INPUT', `${title} is for one series at a time: name a series, not a group`)
    return
  }
  const [series] = await findSeriesByIds(tx, [scope.seriesId])
  if (series !== undefined && series.channels.length !== channels.length)
    throw new Fault(
      'INVALID_INPUT',
      `the file knows ${channels.length} channels, and ${series.key} has ${series.channels.length}`,
    )
}
