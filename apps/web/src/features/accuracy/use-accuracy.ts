'use client'
import { useMemo } from 'react'
import {
  type AccuracyByDay,
  type AccuracyByLead,
  type AccuracyFigures,
  type AccuracyOwner,
  type AccuracySpeaker,
  accuracyOf,
} from '../../graphql/accuracy.ts'
import { useRead } from '../../graphql/use-read.ts'
import { useNow } from '../../ui/clock.ts'
import { daysBack } from './accuracy-view.ts'

/** Days over which the curve is taken. */
export const rollingDays = 30
/** Where there is nothing yet, the first is waited for. */
const [refreshEvery, untilTheFirst] = [30_000, 3_000]

export interface OwnAccuracy {
  /** null where nothing was compared. */
  readonly all: AccuracyFigures | null
  /** Who forecast. */
  readonly speakers: readonly AccuracySpeaker[]
  readonly leads: readonly AccuracyByLead[]
  readonly days: readonly AccuracyByDay[]
  /** When the first day of the window begins, epoch milliseconds. */
  readonly from: number
}

/** How accurate somebody's forecasts were over the last days; null until it is read. */
export function useAccuracy(owner: AccuracyOwner, days: number, lead: number | null) {
  const now = useNow()
  const [from, before] = [daysBack(now, days), daysBack(now, days + rollingDays)]
  const { data, error } = useRead(accuracyOf, { owner, from, before, lead }, known =>
    known === null || known.all.length === 0 ? untilTheFirst : refreshEvery,
  )
  const found = useMemo(
    (): OwnAccuracy | null =>
      data && {
        all: data.all[0]?.figures ?? null,
        speakers: data.speakers.flatMap(({ speaker }) => speaker ?? []),
        leads: data.leads,
        days: data.days,
        from: Date.parse(from),
      },
    [data, from],
  )
  return { found, error }
}
