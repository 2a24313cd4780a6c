export const statusKinds = [
  'SERIES_CREATED',
  'SERIES_UPDATED',
  'SERIES_DELETED',
  'GENERATOR_STARTED',
  'GENERATOR_STOPPED',
  'GENERATOR_RESET',
  'IMPORT_PROGRESSED',
  'SCORER_FELL_BACK',
  'FORECAST_FAILED',
] as const
export type StatusKind = (typeof statusKinds)[number]

export const eventKinds = ['points', 'anomalies', 'forecast', 'status'] as const
export type EventKind = (typeof eventKinds)[number]

/** At most this many points in one `points` event; an ingest of more announces several. */
export const pointsPerEvent = 2_000

/** Says where to look: a range of arrival numbers, ids, or the words of a status. */
export type Subject =
  | {
      readonly kind: 'points'
      /** First and last arrival number (`seq`), both inclusive: consecutive, at most `pointsPerEvent`. */
      readonly fromSeq: number
      readonly toSeq: number
      /** Whether these points came after later ones. */
      readonly late: boolean
      /** Whether these points took the place of others at the same instants. */
      readonly replaced: boolean
    }
  | { readonly kind: 'anomalies'; readonly ids: readonly number[] }
  | { readonly kind: 'forecast'; readonly forecastId: number }
  | {
      readonly kind: 'status'
      readonly status: StatusKind
      /** The key of the series concerned, which may be gone by now. */
      readonly key: string | null
      readonly message: string
      readonly importId: string | null
    }

/** An event about to be announced; `seriesId` is null where no series is concerned. */
export type NewEvent = { readonly seriesId: number | null } & Subject

/** An event as announced: `id` ascends in the order of commits, `at` is in epoch milliseconds. */
export type Event = NewEvent & { readonly id: number; readonly at: number }
