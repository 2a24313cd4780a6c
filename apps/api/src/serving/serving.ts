import {
  auto,
  bucketOf,
  type Deployment,
  kindSpeaks,
  type Routing,
  route,
  type Speaker,
  sameSpeaker,
  type Trial,
  trialsOf,
} from '@seriema/domain/deployment'
import { Fault } from '@seriema/domain/fault'
import type { ForecasterKind } from '@seriema/domain/forecast'
import type { Role } from '@seriema/domain/role'
import type { Detector } from '@seriema/ml/contract/detector'
import { defaultDetector, detectorOf } from '@seriema/ml/scorers/registry'
import type { Artifacts } from '../artifacts/artifacts.ts'
import type { Core } from '../core.ts'
import { mostUsedVersions } from '../store/deployment/groups.ts'
import type { Series } from '../store/series.ts'
import { findVersions } from '../store/version.ts'
import { followGroups } from './groups.ts'
import { createVersions, type Versions } from './versions.ts'
import { type Watcher, watcherOfKind } from './watcher.ts'

/** Who speaks where nobody was chosen. */
const builtIns: Readonly<Record<Role, Speaker>> = {
  watch: kindSpeaks(defaultDetector.kind),
  forecast: kindSpeaks(auto),
}

/** What is asked of a series here. */
export type SpokenSeries = Pick<Series, 'key' | 'attributes' | 'deployments'>

/** Whose choice a speaker is. */
export type ChosenFor = 'series' | 'group' | 'all'

/** Who speaks for a series, and how that came. */
export interface Routed extends Routing {
  readonly chosenFor: ChosenFor
  /** The group whose choices count for the series: null where none does, its own active one coming first. */
  readonly groupId: number | null
}

/** Who speaks for which series, and the versions that do. */
export interface Serving {
  /**
   * Own before group before what speaks for all. A canary of a group has its share of the series; one of a series alone
   * has its share of the points, by the instant `at` (epoch milliseconds) of what is spoken of.
   */
  routing(series: SpokenSeries, role: Role, at?: number): Routed
  speakerOf(series: SpokenSeries, role: Role, at?: number): Speaker
  /** Who is tried out on a series, and whom it is held against. */
  trialsOf(series: SpokenSeries, role: Role): readonly Trial[]
  /** Who watches. A version that is not loaded is loaded meanwhile: nobody waits for it here. */
  watcherOf(series: SpokenSeries, at?: number): Watcher
  /** Who watches these instants (columns of epoch milliseconds), that of the first first: two where a canary has some. */
  watchersOf(series: SpokenSeries, times: readonly Float64Array[]): readonly Watcher[]
  /** The same of a speaker, once it is loaded. Throws INVALID_VERSION, UNAVAILABLE, TIMED_OUT. */
  watcherBy(speaker: Speaker): Promise<Watcher>
  /** What watches a series, once it is loaded. Throws UNAVAILABLE, TIMED_OUT. */
  detectorFor(series: SpokenSeries): Promise<Detector>
  readonly versions: Versions
  /** Who speaks for groups as it is now, and not as it was a moment ago. */
  refresh(): Promise<void>
  close(): Promise<void>
}

export type ServingApp = Pick<Core, 'config' | 'db' | 'log'> & { readonly artifacts: Pick<Artifacts, 'get'> }

/** Versions loaded at start. */
const loadedAtStart = 100

export async function createServing({ config, db, log, artifacts }: ServingApp): Promise<Serving> {
  const versions = createVersions({
    find: async id => (await findVersions(db, [id]))[0] ?? null,
    read: hash => artifacts.get(hash),
  })
  /** One after the other, so that what is asked for meanwhile does not wait. */
  const warm = async (ids: readonly number[]) => {
    for (const id of ids)
      await versions.get(id).catch(error => log.warn({ err: error, versionId: id }, 'a version could not be loaded'))
  }
  const groups = await followGroups({ db, databaseUrl: config.databaseUrl, log, onDeployed: ids => void warm(ids) })
  void mostUsedVersions(db, loadedAtStart).then(warm, () => {})

  const routing = ({ key, attributes, deployments }: SpokenSeries, role: Role, at?: number) => {
    const own = deployments.filter(one => one.role === role)
    const choice = groups.of({ attributes }, role)
    const group = choice?.deployments ?? []
    const ofPoints = own.some(isCanary)
    // Of the series as a whole whoever is active speaks.
    const bucket = !ofPoints ? bucketOf(key) : at === undefined ? 1 : bucketOf(`${key} ${at}`)
    const routed = route(own, group, builtIns[role], bucket)
    const holds = ({ slot }: Deployment) => slot === routed.slot
    const chosenFor: ChosenFor = own.some(holds) ? 'series' : group.some(holds) ? 'group' : 'all'
    const counts = !own.some(({ slot }) => slot === 'active')
    return { ...routed, chosenFor, groupId: counts ? (choice?.groupId ?? null) : null }
  }
  const trials = ({ attributes, deployments }: SpokenSeries, role: Role) => {
    const own = deployments.filter(one => one.role === role)
    return trialsOf(own, groups.of({ attributes }, role)?.deployments ?? [], builtIns[role])
  }
  const speakerOf = (series: SpokenSeries, role: Role, at?: number): Speaker => routing(series, role, at).speaker

  const watcherBy = async (speaker: Speaker): Promise<Watcher> => {
    if (speaker.versionId === null) return watcherOfKind(speaker.kind)
    const { detector, name } = await versions.get(speaker.versionId)
    if (detector === null) throw new Fault('INVALID_VERSION', `${name} forecasts, it does not watch`)
    return { speaker, detector, missing: null }
  }

  const heldWatcher = (speaker: Speaker): Watcher => {
    if (speaker.versionId === null) return watcherOfKind(speaker.kind)
    const detector = versions.held(speaker.versionId)?.detector ?? null
    return { speaker, detector, missing: detector === null ? versions.missing(speaker.versionId) : null }
  }

  return {
    routing,
    speakerOf,
    trialsOf: trials,
    watcherBy,
    watcherOf: (series, at) => heldWatcher(speakerOf(series, 'watch', at)),
    watchersOf(series, times) {
      const first = speakerOf(series, 'watch', times.find(column => column.length > 0)?.[0])
      if (!series.deployments.some(one => one.role === 'watch' && isCanary(one))) return [heldWatcher(first)]
      for (const column of times)
        for (const at of column) {
          const second = speakerOf(series, 'watch', at)
          if (!sameSpeaker(second, first)) return [heldWatcher(first), heldWatcher(second)]
        }
      return [heldWatcher(first)]
    },
    async detectorFor(series) {
      const { kind, versionId } = speakerOf(series, 'watch')
      return versionId === null ? detectorOf(kind) : (await watcherBy({ kind, versionId })).detector!
    },
    versions,
    refresh: groups.refresh,
    async close() {
      await groups.close()
      await versions.close()
    },
  }
}

const isCanary = ({ slot }: Deployment): boolean => slot === 'canary'

/** As forecasts are asked for: null leaves it to a backtest. */
export const wantedKind = ({ kind }: Speaker): ForecasterKind | null => (kind === auto ? null : kind)
