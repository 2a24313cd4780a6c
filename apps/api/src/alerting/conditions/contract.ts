import type { Observation } from '@seriema/domain/alert/signal'
import type { Setting, Settings } from '@seriema/domain/setting'
import type { EventKind, Item } from '../../events/event.ts'
import type { Db } from '../../store/database.ts'
import type { Series } from '../../store/series.ts'

/** What a rule asks a condition to watch. */
export interface Asked {
  readonly settings: Settings
  /** Name of the channel; null: each of them. */
  readonly channel: string | null
}

/** What was seen, with what is told of it. */
export interface Sighting extends Observation {
  /** In the unit of what is watched; null where there is no figure. */
  readonly value: number | null
  /** 0-based place of the channel; null where it is of none. */
  readonly channel: number | null
  /** An instant that is spoken of, such as when a forecast crosses a limit (epoch milliseconds). */
  readonly about: number | null
  /** In words, where the figures do not tell it all. */
  readonly detail: string | null
}

export const sighting = (at: number, holds: boolean, told: Partial<Omit<Sighting, 'at' | 'holds'>> = {}): Sighting => ({
  at,
  holds,
  value: null,
  channel: null,
  about: null,
  detail: null,
  ...told,
})

/** An event with what it points at, as one rule sees it. */
export interface Woken<K extends EventKind = EventKind> {
  readonly asked: Asked
  readonly item: Extract<Item, { readonly kind: K }>
  /** null: it is of no series. */
  readonly series: Series | null
}

/** A stretch of the past: from inclusive, to exclusive (epoch milliseconds). */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** What a rule can watch: one member of the family a file. */
export interface Condition {
  /** Stored with rules: it never changes. */
  readonly kind: string
  readonly title: string
  readonly description: string
  /** In the order of a form. */
  readonly settings: readonly Setting[]
  /** Whether it watches values, of a channel or each of them. */
  readonly ofChannels: boolean
  /** Whether it is about the system and no series. */
  readonly ofSystem: boolean
  /** Observations in a row that do not hold, after which it is over, where a rule says nothing. */
  readonly recoveryCount: number
  /** Events that it is seen by. */
  readonly wakes: readonly EventKind[]
  /** Throws INVALID_SETTINGS or INVALID_INPUT for what cannot be watched; `series` where it is for one alone. */
  check?(asked: Asked, series: Series | null): void
  /** What each of these events shows, in the order of time; with one statement at most, whatever their number. */
  see(db: Db, woken: readonly Woken[]): Promise<readonly (readonly Sighting[])[]>
  /** The same of what is stored, in the order of time; null: nothing is kept by which it could be told. */
  past: ((db: Db, asked: Asked, series: Series, stretch: Stretch) => Promise<readonly Sighting[]>) | null
  /** Of what is seen in an instant: milliseconds for which it holds. */
  lasts?(settings: Settings): number
  /**
   * Of what holds when no points come: after so many milliseconds; null: that cannot be said of this series. Whoever
   * evaluates sees to it, so it is woken by nothing.
   */
  silentAfter?(settings: Settings, series: Series): number | null
  /**
   * Of what is worked out elsewhere now and then: how each of these series is, by one statement; those of which nothing is
   * known are left out. What was seen before at the same instant counts once.
   */
  survey?(db: Db, asked: Asked, series: readonly Series[], now: number): Promise<ReadonlyMap<number, Sighting>>
  /** Of what is looked up now and then: how it is. */
  look?(db: Db, settings: Settings, now: number): Promise<Sighting>
  /** What is asked for, in words: `load above 10 kW`. */
  asks(asked: Asked, unit: string | null): string
  /** What was seen, in a sentence without its subject: `was 12.3 kW, above 10 kW`. */
  tells(asked: Asked, sighting: Sighting, unit: string | null): string
}
