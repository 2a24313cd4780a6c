import type { ImportPlan } from './plan.ts'

/** A column of the file that goes nowhere. */
export interface LeftOut {
  readonly name: string
  /** 0-based. */
  readonly position: number
  readonly why: string
}

/** A reading that the file does not prove. */
export interface Guess {
  readonly about: 'numbers' | 'dates' | 'zone' | 'series' | 'hours' | 'time'
  readonly message: string
  /** What to set for the other reading; null where there is no single one. */
  readonly otherwise: ImportPlan | null
  /** Whether it should be looked at before anything is stored. */
  readonly doubtful: boolean
}

/** A number that looks like a mark for missing. It stays a number unless `missing` of the plan says otherwise. */
export interface SuspiciousValue {
  readonly column: string
  readonly value: number
  /** How often among the rows looked at. */
  readonly count: number
}

/** A column that could tell series apart. */
export interface KeyCandidate {
  readonly name: string
  /** Different values among the rows looked at. */
  readonly values: number
}

/** Something that was read another way, or not at all, and why: told once for all its lines. */
export interface Note {
  readonly kind:
    | 'preamble'
    | 'comment'
    | 'header'
    | 'blank'
    | 'footer'
    | 'date'
    | 'numbers'
    | 'encoding'
    | 'late'
    | 'word'
  readonly message: string
  readonly count: number
  /** The first line it holds for. */
  readonly line: number
}

export interface Notes {
  add(kind: Note['kind'], message: string, line: number, count?: number): void
  /** In the order they were first told, at most fifty. */
  list(): readonly Note[]
}

const kept = 50

/** Collects notes in bounded memory: the same message is counted, and what is beyond the fiftieth is not kept. */
export function createNotes(): Notes {
  const notes = new Map<string, { -readonly [K in keyof Note]: Note[K] }>()
  return {
    add(kind, message, line, count = 1) {
      const known = notes.get(message)
      if (known !== undefined) known.count += count
      else if (notes.size < kept) notes.set(message, { kind, message, count, line })
    },
    list: () => [...notes.values()],
  }
}
