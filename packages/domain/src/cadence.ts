import { after, type Step } from './step.ts'

/** A series is stale when nothing came for three steps, and at least this long (milliseconds). */
const shortestPatience = 10_000
/** A point is of the present when it comes within ten steps of its instant, or within this long (milliseconds). */
const shortestPresent = 3_600_000

/** ARCHIVE: it stands in the past by design, and was never followed as it happened. */
export type FreshnessState = 'EMPTY' | 'LIVE' | 'STALE' | 'ARCHIVE'

export interface Freshness {
  readonly state: FreshnessState
  /** When the next point is due at the latest (epoch milliseconds); null until a step is known. */
  readonly expectedBy: number | null
}

/** What freshness is judged by; instants in epoch milliseconds. */
export interface Standing {
  readonly lastAt: number | null
  /** When a point came last that was of the present; null where none ever did. */
  readonly liveAt: number | null
  /** null until known. */
  readonly step: Step | null
}

export function freshness({ lastAt, liveAt, step }: Standing, now: number): Freshness {
  if (lastAt === null) return { state: 'EMPTY', expectedBy: null }
  const late = liveAt === null ? 'ARCHIVE' : 'STALE'
  if (step === null) return { state: liveAt === null ? 'ARCHIVE' : 'LIVE', expectedBy: null }
  const expectedBy = Math.max(after(step, lastAt, 3), lastAt + shortestPatience)
  return { state: now > expectedBy ? late : 'LIVE', expectedBy }
}

/** Whether a newest point that comes at `now` is of the present, and not a piece of history. */
export const isOfThePresent = (lastAt: number, step: Step | null, now: number): boolean =>
  now <= Math.max(lastAt + shortestPresent, step === null ? 0 : after(step, lastAt, 10))
