'use client'
import { useState } from 'react'
import { type ScheduleFields, scheduleChanged, schedules } from '../../graphql/schedule.ts'
import { useStream } from '../../graphql/stream.ts'
import { useRead } from '../../graphql/use-read.ts'
import { useThrottled } from '../../ui/use-throttled.ts'

const page = 50
const mostShown = 500
/** Milliseconds between two looks because something happened, and because nothing was heard. */
const [gap, refreshEvery] = [300, 30_000]

export interface Schedules {
  /** null until they are known. */
  readonly all: readonly ScheduleFields[] | null
  readonly total: number
  readonly more: boolean
  readonly error: string | null
  /** Grows with whatever happens to any of them. */
  readonly revision: number
  readonly reload: () => void
  readonly loadMore: () => void
}

/** All schedules as they are now: runs are seen as they begin and end. */
export function useSchedules(): Schedules {
  const [first, setFirst] = useState(page)
  const [revision, setRevision] = useState(0)
  const { data, error, reload } = useRead(schedules, { first }, refreshEvery)
  const revise = useThrottled(() => {
    setRevision(before => before + 1)
    reload()
  }, gap)
  useStream(scheduleChanged, {}, ({ scheduleChanged: { changes } }) => changes.length > 0 && revise(), {
    onBegun: revise,
  })
  return {
    all: data?.schedules.edges.map(({ node }) => node) ?? null,
    total: data?.schedules.totalCount ?? 0,
    more: (data?.schedules.pageInfo.hasNextPage ?? false) && first < mostShown,
    error,
    revision,
    reload: revise,
    loadMore: () => setFirst(before => Math.min(mostShown, before + page)),
  }
}
