import type { ImportPlan } from '../plan.ts'

/** What a file has to be read as; what is left out is not looked at. */
export interface Expected {
  readonly points?: number
  readonly first?: string
  readonly last?: string
  /** First and last value of each channel, in order. */
  readonly values?: readonly (readonly [
    name: string,
    first: number | null,
    last: number | null,
    unit?: string | null,
  ])[]
  readonly format?: string
  readonly series?: Readonly<Record<string, number>>
  /** Names left out, in any order. */
  readonly leftOut?: readonly string[]
  readonly zone?: string
  /** What is said to be a guess. */
  readonly guess?: RegExp
  readonly note?: RegExp
  /** Rows that are rejected; none where it is not said. */
  readonly rejected?: number
  /** From one point to the next, as `30 minutes` or `1 month`. */
  readonly step?: string
  /** Columns with what looks there like a mark for missing. */
  readonly suspicious?: readonly string[]
}

/** A file as people write it, and what it has to be read as. */
export type Case = readonly [what: string, file: string | Uint8Array, expected: Expected, plan?: ImportPlan]

export const monthly = { points: 24, first: '2024-01-01T00:00:00.000Z', last: '2025-12-01T00:00:00.000Z' }
export const hourly = { points: 24, first: '2026-01-13T22:00:00.000Z', last: '2026-01-14T21:00:00.000Z' }
export const daily = { points: 24, first: '2026-01-13T00:00:00.000Z', last: '2026-02-05T00:00:00.000Z' }
