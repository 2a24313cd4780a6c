'use client'
import { useEffect, useRef, useState } from 'react'
import { describeError } from '../../graphql/fault.ts'
import type { CounterView } from '../../graphql/point.ts'
import { pointsAdded, pointWindow } from '../../graphql/point.ts'
import { useApi } from '../../graphql/provider.tsx'
import { useStream } from '../../graphql/stream.ts'
import { type Columns, toNumbers } from '../../ui/chart/columns.ts'
import { createFrames } from '../../ui/frames.ts'
import { useThrottled } from '../../ui/use-throttled.ts'
import { type Range, writeRange } from '../series/view.ts'
import { createLiveWindow, type Snapshot } from './live-window.ts'
import { keepOf, widened, windowOf } from './window-query.ts'

const maxPoints = 1_000
/** Points beyond which a window that only grows is asked for anew, thinned out by the API. */
const mostHeld = 2 * maxPoints
const drawGap = 80
const reloadGap = 2_000
const streamPatience = 500
/** A range that is being dragged is read once it rests. */
const restAfterDrag = 120

export interface LivePoints {
  readonly snapshot: Snapshot
  readonly status: 'loading' | 'ready'
  readonly error: string | null
  /** Stored points in the range when it was loaded, and whether fewer are drawn. */
  readonly total: number
  readonly downsampled: boolean
  /** Grows each time the window was loaded from the store. */
  readonly loads: number
  readonly reload: () => void
}

/**
 * The points of one series in `range`, live. The stream begins before the window is read, so that no point falls
 * between the two, and what both deliver is held once. Late and replaced points have the window read again.
 * `counters` says how channels that count are shown. `newestStored` is the newest instant known otherwise, -Infinity for none.
 */
export function useLivePoints(
  key: string,
  range: Range,
  mean: number | null,
  counters: CounterView,
  newestStored: number,
): LivePoints {
  const { client } = useApi()
  const [window] = useState(createLiveWindow)
  const [begun] = useState(() => Promise.withResolvers<void>())
  const [revision, setRevision] = useState(0)
  const [state, setState] = useState<Omit<LivePoints, 'reload'>>(() => ({
    snapshot: window.snapshot(),
    status: 'loading',
    error: null,
    total: 0,
    downsampled: false,
    loads: 0,
  }))
  const duringLoad = useRef<Columns[] | null>(null)
  const stored = useRef(newestStored)
  useEffect(() => {
    stored.current = newestStored
  }, [newestStored])

  const [frames] = useState(() =>
    createFrames(() => setState(before => ({ ...before, snapshot: window.snapshot() })), drawGap),
  )
  useEffect(() => frames.cancel, [frames])

  const reload = useThrottled(() => setRevision(before => before + 1), reloadGap)
  // What was read before the stream began may lack the points between.
  const readTooSoon = useRef(false)

  useStream(
    pointsAdded,
    { series: [key], counters },
    data => {
      begun.resolve()
      if (readTooSoon.current) reload()
      readTooSoon.current = false
      for (const added of data.pointsAdded.added) {
        const columns = { times: added.times, values: added.values.map(toNumbers) }
        duringLoad.current?.push(columns)
        if (added.late || added.replaced) reload()
        if (window.append(columns)) frames.request()
      }
      if (range.kind !== 'last' && window.size() > mostHeld) reload()
    },
    {
      onRefused: () => {
        readTooSoon.current = true
      },
    },
  )

  const wanted = writeRange(range)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` stands for the range, `revision` asks anew
  useEffect(() => {
    let abandoned = false
    const load = async () => {
      const inTime = await Promise.race([begun.promise.then(() => true), delay(streamPatience)])
      if (!inTime) readTooSoon.current = true
      if (range.kind === 'between') await delay(restAfterDrag)
      if (abandoned) return
      duringLoad.current = []
      const variables = {
        key,
        ...windowOf(widened(range), Math.max(stored.current, window.newest())),
        maxPoints,
        mean,
        // The first of a counter's has no rate.
        tail: mean === null ? 1 : mean + 1,
        counters,
      }
      const { data, error } = await client.query(pointWindow, variables).toPromise()
      if (abandoned) return
      const points = data?.seriesByKey?.points
      if (points) {
        window.load({
          columns: { times: points.times, values: points.values.map(toNumbers) },
          rollingMean: points.rollingMean?.map(toNumbers) ?? null,
          meanLength: mean,
          tail: data.seriesByKey?.tail.values.map(toNumbers) ?? [],
          keep: keepOf(widened(range)),
        })
        for (const columns of duringLoad.current) window.append(columns)
      }
      duringLoad.current = null
      setState(before => ({
        snapshot: window.snapshot(),
        status: 'ready',
        error: error ? describeError(error) : null,
        total: points?.total ?? before.total,
        downsampled: points?.downsampled ?? before.downsampled,
        loads: before.loads + 1,
      }))
      if (error) reload()
    }
    void load()
    return () => {
      abandoned = true
    }
  }, [client, window, begun, key, wanted, mean, counters, revision])

  return { ...state, reload }
}

const delay = (milliseconds: number) => new Promise<false>(resolve => setTimeout(() => resolve(false), milliseconds))
