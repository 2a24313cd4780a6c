import { Fault } from '@seriema/domain/fault'
import { type CachedModel, cachedModel } from './hub/cache.ts'
import { type HubModel, showHubModel } from './hub/model.ts'
import type { HubSettings } from './hub/settings.ts'

const modelFiles = ['config.json', 'model.safetensors']

/** A model that lies in the cache. */
export interface FoundModel {
  /** Holds its files, each with the checksum the hub has for it; `readModel` and `loadTtm` read it. */
  readonly directory: string
  readonly commit: string
  /** Whether it lay there before. */
  readonly from: 'cache' | 'hub'
}

export interface FindOptions {
  /** Bytes of a file that is fetched at most. Default 1 GB. */
  readonly largest?: number
  /** Milliseconds of silence after which the hub is given up. Default 10 s. */
  readonly patience?: number
}

/**
 * Finds a model by name and revision: in the cache, where the hub is not asked at all, or on the hub, from where it is
 * put into the cache. A branch that is cached stays what it was: name a commit, or delete its file under `refs`, for
 * another. Throws a Fault with a way out:
 *
 * - MODEL_NOT_FOUND: no such model, or one that is private; a file of it is missing; or not in the cache while offline
 * - INVALID_VERSION: no such revision
 * - ACCESS_DENIED: a model that asks for a token, or for another one
 * - TOO_LARGE: a file of more than `largest` bytes, before any of it is fetched
 * - INVALID_WEIGHTS: what came has another size or checksum, and nothing of it is kept; or damaged while offline
 * - UNAVAILABLE, TIMED_OUT, TOO_MANY_REQUESTS: the hub cannot be reached, fails, is silent, or wants a pause
 * - INVALID_CONFIGURATION: the cache cannot be written
 */
export async function findModel(
  model: HubModel,
  settings: HubSettings,
  { largest = 1_000_000_000, patience = 10_000 }: FindOptions = {},
): Promise<FoundModel> {
  const cache = cachedModel(settings.cache, model)
  const known = await cache.commitOf(model.revision)
  const state = known === null ? 'missing' : await cache.state(known, modelFiles)
  if (known !== null && state === 'whole') return { directory: cache.snapshot(known), commit: known, from: 'cache' }
  if (settings.offline) throw notHere(model, settings, state === 'damaged')
  const commit = await fetchModel(model, settings, cache, largest, patience)
  return { directory: cache.snapshot(commit), commit, from: 'hub' }
}

function notHere(model: HubModel, { cache }: HubSettings, damaged: boolean): Fault {
  const wayOut = 'unset HF_HUB_OFFLINE to fetch it'
  return damaged
    ? new Fault('INVALID_WEIGHTS', `${showHubModel(model)} in ${cache} is damaged; ${wayOut} again`)
    : new Fault('MODEL_NOT_FOUND', `${showHubModel(model)} is not in ${cache}; ${wayOut}, or set HF_HUB_CACHE`)
}

/** The commit that was fetched. What it is called is remembered last, when all of it is there. */
async function fetchModel(
  model: HubModel,
  settings: HubSettings,
  cache: CachedModel,
  largest: number,
  patience: number,
): Promise<string> {
  const { openHub } = await import('./hub/client.ts')
  const hub = openHub(model, settings, patience)
  try {
    const commit = await hub.commit()
    const files = await hub.files(commit, modelFiles)
    for (const { path, size } of files) {
      if (size > largest) {
        throw new Fault('TOO_LARGE', `${path} of ${showHubModel(model)} has ${size} bytes, at most ${largest} are read`)
      }
    }
    for (const file of files) await cache.keep(commit, file, () => hub.content(commit, file.path))
    if (commit !== model.revision) await cache.point(model.revision, commit)
    return commit
  } finally {
    hub.close()
  }
}
