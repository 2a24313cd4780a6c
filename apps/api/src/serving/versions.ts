import type { Speaker } from '@seriema/domain/deployment'
import { Fault } from '@seriema/domain/fault'
import type { Role } from '@seriema/domain/role'
import { versionName } from '@seriema/domain/version'
import type { Detector } from '@seriema/ml/contract/detector'
import type { Member, VersionForecast } from '@seriema/ml/contract/trainable'
import { trainedDetector } from '@seriema/ml/versions/detector'
import { modelKind } from '@seriema/ml/versions/kinds'
import { LRUCache } from 'lru-cache'
import type { Version } from '../store/version.ts'
import { span } from '../telemetry/span.ts'
import { createGuards } from './versions/guards.ts'
import { createVersionThread, type ThreadVersion, wasInterrupted } from './versions/thread.ts'

/** A version that is loaded. */
export interface ServedVersion {
  readonly id: number
  /** For people: `v3 (ridge)`. */
  readonly name: string
  readonly speaker: Speaker
  readonly role: Role
  readonly recipe: Version['recipe']
  /** Channels it was trained on. */
  readonly channels: number
  readonly bytes: number
  readonly horizon: number
  /** Of one that watches. */
  readonly detector: Detector | null
  /** Of one that forecasts. */
  readonly forecaster: Pick<ThreadVersion, 'pointsNeeded' | 'forecast'> | null
  readonly close: () => void
}

export interface VersionFigures {
  /** Times a version was asked for that was loaded, and that was not. */
  readonly hits: number
  readonly misses: number
  /** Loaded now, and what they hold. */
  readonly loaded: number
  readonly bytes: number
  readonly capacity: number
}

/** Versions loaded for serving: those used last. */
export interface Versions {
  /** At once: null where it is not loaded; it is from then on, unless that fails, and `missing` says why. */
  held(id: number): ServedVersion | null
  /** Why it is not at hand, in words that can follow what speaks instead. */
  missing(id: number): string
  /** Loads it where it is not. Throws INVALID_VERSION, UNAVAILABLE, UNSUPPORTED_MODEL, UNREADABLE_FILE, TIMED_OUT. */
  get(id: number): Promise<ServedVersion>
  /** One per member, in order. Throws TIMED_OUT, UNAVAILABLE, HORIZON_TOO_LONG. */
  forecast(
    id: number,
    members: readonly Member[],
    horizon: number,
  ): Promise<readonly (VersionForecast | Fault | Error)[]>
  readonly figures: VersionFigures
  close(): Promise<void>
}

export interface VersionsOptions {
  /** null where there is none. */
  readonly find: (id: number) => Promise<Version | null>
  /** The ONNX file. Throws UNAVAILABLE. */
  readonly read: (hash: string) => Promise<Uint8Array>
  /** Bytes held at most. */
  readonly bytes?: number
  /** Milliseconds one is held that nobody asks for. */
  readonly idle?: number
  /** Milliseconds that loading, or a forecast of one series, may take. */
  readonly patience?: number
}

/** Milliseconds that each further series may take. */
const perSeries = 10

export function createVersions(options: VersionsOptions): Versions {
  const { find, read, bytes = 512 * 1_024 * 1_024, idle = 3_600_000, patience = 5_000 } = options
  let [hits, misses] = [0, 0]
  const cache = new LRUCache<number, ServedVersion>({
    maxSize: bytes,
    sizeCalculation: version => Math.max(1, version.bytes),
    ttl: idle,
    updateAgeOnGet: true,
    dispose: version => version.close(),
  })
  const loading = new Map<number, Promise<ServedVersion>>()
  const thread = createVersionThread(() => {
    for (const [id, { forecaster }] of [...cache.entries()]) if (forecaster !== null) cache.delete(id)
  })
  const guards = createGuards()

  const open = async (id: number): Promise<ServedVersion> => {
    const version = await find(id)
    if (version === null) throw new Fault('INVALID_VERSION', `there is no version ${id} (any more)`)
    const { kind, role, recipe } = version
    const name = `${versionName(version.number)} (${modelKind(kind).title})`
    const content = await read(version.artifact)
    const facts = { id, name, role, recipe, speaker: { kind, versionId: id }, channels: version.channels.length }
    if (role === 'watch') {
      const detector = { ...trainedDetector(content), versionId: id, name }
      return { ...facts, bytes: content.byteLength, horizon: 0, detector, forecaster: null, close: () => {} }
    }
    const forecaster = await thread.open(id, content)
    return {
      ...facts,
      bytes: forecaster.bytes,
      horizon: forecaster.horizon,
      detector: null,
      forecaster,
      close: forecaster.close,
    }
  }

  const load = (id: number): Promise<ServedVersion> => {
    const under = loading.get(id)
    if (under !== undefined) return under
    const made = guards
      .run(id, patience, () => span('load version', () => open(id), { attributes: { 'seriema.version.id': id } }))
      .then(version => {
        cache.set(id, version)
        return version
      })
      .finally(() => loading.delete(id))
    loading.set(id, made)
    return made
  }

  const get = (id: number): Promise<ServedVersion> => {
    const found = cache.get(id)
    if (found !== undefined) hits++
    else misses++
    return found === undefined ? load(id) : Promise.resolve(found)
  }

  const forecastOnce: Versions['forecast'] = async (id, members, horizon) => {
    const { forecaster, name, horizon: most } = await get(id)
    if (forecaster === null) throw new Fault('INVALID_VERSION', `${name} watches, it does not forecast`)
    if (horizon > most) throw new Fault('HORIZON_TOO_LONG', `${name} forecasts up to ${most} steps, not ${horizon}`)
    const allowed = patience + perSeries * members.length
    return guards.run(id, allowed, () => forecaster.forecast(members, horizon), thread.abandon)
  }

  return {
    held(id) {
      const found = cache.get(id)
      if (found !== undefined) {
        hits++
        return found
      }
      misses++
      load(id).catch(() => {})
      return null
    },
    missing: id => guards.lastFailure(id) ?? 'the version is being loaded',
    get,
    async forecast(id, members, horizon) {
      try {
        return await forecastOnce(id, members, horizon)
      } catch (error) {
        if (!wasInterrupted(error)) throw error
        return forecastOnce(id, members, horizon)
      }
    },
    get figures() {
      return { hits, misses, loaded: cache.size, bytes: cache.calculatedSize, capacity: bytes }
    },
    async close() {
      cache.clear()
      await thread.close()
    },
  }
}
