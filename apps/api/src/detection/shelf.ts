import { setImmediate } from 'node:timers/promises'
import type { Detector } from '@seriema/ml/contract/detector'
import { detectorOf, detectors } from '@seriema/ml/scorers/registry'
import { copied } from '@seriema/ml/statistics/plain-data'
import { LRUCache } from 'lru-cache'
import type { Db, Pool } from '../store/database.ts'
import { transaction } from '../store/database.ts'
import { findState, forgetStates, type StoredState, saveStates } from '../store/detector-state.ts'
import type { Log } from '../telemetry/log.ts'
import { madeBy } from './made-by.ts'
import { packed, unpacked } from './packed.ts'
import type { Dated } from './rebuild.ts'

/** Where states go that there is no room for in memory, for whichever process asks for them next. */
export interface Shelf {
  /** Puts a state away in its own time; it is not to be changed any more. */
  put(seriesId: number, state: Dated): void
  /** What was put away last, to be changed at will; null where nothing was. */
  find(db: Db, seriesId: number, detector: Detector): Promise<Dated | null>
  /** Once few enough states are on their way. */
  room(): Promise<void>
  /** What was put away of a series is worth nothing any more. */
  forget(seriesId: number): void
  /** Once all is put away, or after so many milliseconds. */
  close(patience: number): Promise<void>
}

export interface ShelfOptions {
  readonly db: Pool
  readonly log: Log
}

/** States on their way that nobody has to wait for. */
const roomFor = 128
/** States that one transaction stores. */
const together = 16
/** What has learnt no more points than this since it was stored is not stored again: it catches up faster than that. */
const worthIt = 16
/** Series of which it is known what is stored; the others are stored once too often. */
const seriesKnown = 200_000

export function createShelf({ db, log }: ShelfOptions): Shelf {
  const onTheWay = new Map<string, { readonly seriesId: number; readonly state: Dated }>()
  /** The last point that the stored state knows. */
  const stored = new LRUCache<string, number>({ max: seriesKnown })
  const forgotten = new Set<number>()
  let under: Promise<void> | null = null
  let waiting = Promise.withResolvers<void>()

  const nameOf = (seriesId: number, kind: string): string => `${seriesId} ${kind}`

  /** Null where the detector fails on anything: what it makes of points later says so, and costs them nothing. */
  const codeOf = (detector: Detector): string | null => {
    try {
      return madeBy(detector)
    } catch (error) {
      log.debug(
        { err: error, detector: detector.kind },
        'a detector failed on a sample: its stored states are not read',
      )
      return null
    }
  }

  const storeSome = async () => {
    for (const seriesId of forgotten) {
      await forgetStates(db, seriesId)
      forgotten.delete(seriesId)
    }
    const some = [...onTheWay].slice(0, together)
    const rows: StoredState[] = []
    for (const [, { seriesId, state }] of some) {
      const { kind } = state.state
      rows.push({ seriesId, kind, madeBy: madeBy(detectorOf(kind)), lastSeq: state.at.lastSeq, state: packed(state) })
      await setImmediate()
    }
    if (rows.length > 0) await transaction(db, tx => saveStates(tx, rows))
    for (const [name, one] of some) {
      if (onTheWay.get(name) !== one) continue
      onTheWay.delete(name)
      stored.set(name, one.state.at.lastSeq)
    }
  }

  const work = async () => {
    while (onTheWay.size > 0 || forgotten.size > 0) {
      try {
        await storeSome()
      } catch (error) {
        log.debug({ err: error, states: onTheWay.size }, 'states of detectors could not be stored: they are made again')
        onTheWay.clear()
        return
      } finally {
        waiting.resolve()
        waiting = Promise.withResolvers()
      }
    }
  }

  const wake = () => {
    under ??= work().finally(() => {
      under = null
    })
  }

  return {
    put(seriesId, state) {
      const name = nameOf(seriesId, state.state.kind)
      const known = stored.get(name)
      if (known !== undefined && state.at.lastSeq >= known && state.at.lastSeq - known <= worthIt) return
      onTheWay.delete(name)
      onTheWay.set(name, { seriesId, state })
      wake()
    },
    async find(by, seriesId, detector) {
      const name = nameOf(seriesId, detector.kind)
      const held = onTheWay.get(name)
      if (held !== undefined) return copied(held.state)
      if (forgotten.has(seriesId)) return null
      const made = codeOf(detector)
      const bytes = made === null ? null : await findState(by, seriesId, detector.kind, made)
      if (bytes === null) return null
      try {
        const state = unpacked(bytes)
        stored.set(name, state.at.lastSeq)
        return state
      } catch (error) {
        log.debug({ err: error, seriesId }, 'a stored state could not be read: it is made again')
        return null
      }
    },
    async room() {
      while (onTheWay.size > roomFor) await waiting.promise
    },
    forget(seriesId) {
      for (const { kind } of detectors) {
        onTheWay.delete(nameOf(seriesId, kind))
        stored.delete(nameOf(seriesId, kind))
      }
      forgotten.add(seriesId)
      wake()
    },
    async close(patience) {
      const late = setTimeout(() => {
        onTheWay.clear()
        forgotten.clear()
      }, patience)
      try {
        await under
      } finally {
        clearTimeout(late)
      }
    },
  }
}
