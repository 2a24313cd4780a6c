'use client'
import { useEffect, useRef, useState } from 'react'
import { pointsAdded } from '../../graphql/points.ts'
import { useStream } from '../../graphql/stream.ts'
import { createFrames } from '../../ui/frames.ts'

export interface Newest {
  /** Newest instant, and points that came since the page was opened. */
  readonly at: number | null
  readonly added: number
}

/** Keeps count of a series at most four times a second, whatever stretch the chart shows. */
export function useNewest(key: string): Newest {
  const latest = useRef<Newest>({ at: null, added: 0 })
  const [newest, setNewest] = useState(latest.current)
  const [frames] = useState(() => createFrames(() => setNewest(latest.current), 250))
  useEffect(() => frames.cancel, [frames])
  useStream(pointsAdded, { series: [key] }, data => {
    for (const { times } of data.pointsAdded.added) {
      const at = Math.max(latest.current.at ?? 0, times.at(-1) ?? 0)
      latest.current = { at, added: latest.current.added + times.length }
    }
    frames.request()
  })
  return newest
}
