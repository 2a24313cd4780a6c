'use client'
import { useEffect, useRef, useState } from 'react'
import { pointsAdded } from '../../graphql/point.ts'
import { useStream } from '../../graphql/stream.ts'
import { createFrames } from '../../ui/frames.ts'

/** Newest instant of a series since the page was opened, whatever stretch its chart shows; null while none came. */
export function useNewest(key: string): number | null {
  const latest = useRef<number | null>(null)
  const [newest, setNewest] = useState<number | null>(null)
  const [frames] = useState(() => createFrames(() => setNewest(latest.current), 250))
  useEffect(() => frames.cancel, [frames])
  useStream(pointsAdded, { series: [key], counters: 'RATE' }, data => {
    for (const { times } of data.pointsAdded.added) latest.current = Math.max(latest.current ?? 0, times.at(-1) ?? 0)
    if (latest.current !== null) frames.request()
  })
  return newest
}
