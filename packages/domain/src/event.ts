import type { RescoreProgress, RescoreState } from './rescore.ts'

/** What every event says, whatever its kind: that something was committed, in which order, and of which series. */
export interface EventEnvelope {
  /** Ascends in the order of commits. */
  readonly id: number
  /** When it was announced, in epoch milliseconds. */
  readonly at: number
  /** null where no series is concerned. */
  readonly seriesId: number | null
  /** Decides what else it says: where to look. */
  readonly kind: string
}

/** Milliseconds an event is kept, and with it the cursors that point at it. */
export const eventRetention = 7 * 86_400_000

/** At most this many points in one event; an ingest of more announces several. */
export const pointsPerEvent = 2_000

/** At most this many rows, such as points and anomalies, in one message to a subscriber. */
export const rowsPerMessage = 5_000

/** To one subscriber, at most. */
export const messagesPerSecond = 20

/** Series that one subscription names, at most; it may also hear of all. */
export const seriesPerSubscription = 1_000

/** The arrival numbers of `count` points from `first` on, both ends inclusive, in as many ranges as there are events. */
export function arrivalRanges(first: number, count: number): { readonly fromSeq: number; readonly toSeq: number }[] {
  return Array.from({ length: Math.ceil(count / pointsPerEvent) }, (_, i) => ({
    fromSeq: first + i * pointsPerEvent,
    toSeq: first + Math.min(count, (i + 1) * pointsPerEvent) - 1,
  }))
}

/** As many of the first events as one message holds, one at least. `weight` is the rows that an event points at. */
export function firstMessage<E>(events: readonly E[], weight: (event: E) => number): readonly E[] {
  let rows = 0
  const end = events.findIndex((event, place) => {
    rows += weight(event)
    return place > 0 && rows > rowsPerMessage
  })
  return end === -1 ? events : events.slice(0, end)
}

interface Named {
  readonly key: string
  readonly title: string | null
}

const nameOf = ({ title, key }: Named): string => title ?? key

interface Deleted extends Named {
  /** Epoch milliseconds; null where it is gone for good. */
  readonly restorableUntil: number | null
}

interface Generating {
  readonly key: string
  /** Milliseconds between two points. */
  readonly interval: number
}

interface Rescoring extends RescoreProgress {
  readonly key: string
  readonly state: RescoreState
  readonly points: number
}

const seconds = (milliseconds: number): string => `${milliseconds / 1_000} s`

/** What can be said of a series in words alone: what each status means, and the message about one case of it. */
export const seriesStatuses = {
  SERIES_CREATED: {
    meaning: 'A series was created.',
    message: (series: Named) => `${nameOf(series)} was created`,
  },
  SERIES_UPDATED: {
    meaning: 'What is said of a series was changed.',
    message: (series: Named) => `${nameOf(series)} was updated`,
  },
  SERIES_DELETED: {
    meaning:
      'A series was deleted, with everything that belongs to it; the message says until when it can be restored.',
    message: ({ restorableUntil, ...series }: Deleted) =>
      restorableUntil === null
        ? `${nameOf(series)} was deleted for good`
        : `${nameOf(series)} was deleted; it can be restored until ${new Date(restorableUntil).toISOString()}`,
  },
  POINTS_REMOVED: {
    meaning: 'Points of a series were taken back, and what was found in them.',
    message: ({ removed, ...series }: Named & { readonly removed: number }) =>
      `${removed} points of ${nameOf(series)} were taken back`,
  },
  GENERATOR_STARTED: {
    meaning: 'The generator of a series runs from now on.',
    message: ({ key, interval }: Generating) => `the generator of ${key} makes a point every ${seconds(interval)}`,
  },
  GENERATOR_STOPPED: {
    meaning: 'The generator of a series no longer runs.',
    message: ({ key, interval }: Generating) =>
      `the generator of ${key} has stopped making a point every ${seconds(interval)}`,
  },
  GENERATOR_RESET: {
    meaning: 'The generator of a series begins anew.',
    message: ({ key, interval }: Generating) =>
      `the generator of ${key} starts over with a point every ${seconds(interval)}`,
  },
  SCORER_FELL_BACK: {
    meaning: 'The scorer of a series could not speak, so the z-score baseline did.',
    message: ({ key, reason }: { readonly key: string; readonly reason: string }) =>
      `${key} is watched by the z-score for now: ${reason}`,
  },
  RESCORE_PROGRESSED: {
    meaning: "Judging a series' past anew came on, or ended.",
    message: ({ key, state, judged, points, stays, goes, comes }: Rescoring) =>
      `${key}, judged anew: ${state}, ${judged} of ${points} points; of the anomalies ${stays} stay, ${goes} go, ${comes} come`,
  },
  FORECAST_FAILED: {
    meaning: 'A series could not be forecast.',
    message: ({ key }: { readonly key: string }) => `no forecast of ${key} could be made: the log says why`,
  },
  SERIES_RESTORED: {
    meaning: 'A deleted series is there again, with everything that belonged to it.',
    message: (series: Named) => `${nameOf(series)} was restored`,
  },
}

interface Progress {
  readonly fileName: string
  readonly state: string
  readonly rowsRead: number
  readonly stored: number
}

/** The same of an import, which concerns no one series. */
export const importStatuses = {
  IMPORT_PROGRESSED: {
    meaning: 'The import of a file came on, or ended.',
    message: ({ fileName, state, rowsRead, stored }: Progress) =>
      `${fileName}: ${state}, ${rowsRead} rows read, ${stored} points stored`,
  },
  IMPORT_UNDONE: {
    meaning: 'The points of an import were taken back.',
    message: ({ fileName, removed }: { readonly fileName: string; readonly removed: number }) =>
      `${fileName}: ${removed} points were taken back`,
  },
}

export type SeriesStatus = keyof typeof seriesStatuses
export type ImportStatus = keyof typeof importStatuses
export type StatusKind = SeriesStatus | ImportStatus

/** What a status is said about: all that its message takes. */
export type AboutSeries<S extends SeriesStatus> = Parameters<(typeof seriesStatuses)[S]['message']>[0]
export type AboutImport<S extends ImportStatus> = Parameters<(typeof importStatuses)[S]['message']>[0]
