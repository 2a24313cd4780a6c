import { Fault } from '@seriema/domain/fault'
import { openTimeZone } from '@seriema/domain/time-zone'
import type { ChosenTime } from '../detect-time.ts'
import type { ImportPlan } from '../plan.ts'
import { compileWritten } from '../time-format.ts'
import { measureIrregularity } from '../times/regular.ts'
import { goesBackwards, isYearless, settleFrom, splitYearless } from '../times/without-year.ts'

/** In which order a file is, and what its format lacks where dates have no year. */
export interface FoundYears {
  readonly newestFirst: boolean
  /** ` from 2025-11` to be put behind the format; empty where it says the year. */
  readonly suffix: string
  /** Where the year is a guess, the instant that no row can be after, if it is right; epoch milliseconds. Else null. */
  readonly latest: number | null
}

/** How far the clock of whoever wrote a file may be ahead of ours, in milliseconds. */
const ahead = 3_600_000

/**
 * `texts` are the times row by row, `keysOf` gives what tells their series. Throws INVALID_INPUT where dates have no year and
 * neither the format nor `readAt` of the plan tells it.
 */
export function yearsOf(
  { format }: ChosenTime,
  texts: readonly string[],
  keysOf: () => readonly string[],
  timeZone: string,
  { readAt }: ImportPlan,
): FoundYears {
  if (!isYearless(format)) return { newestFirst: isNewestFirst(texts, format), suffix: '', latest: null }
  const read = compileWritten(format)
  const keys = keysOf()
  const rows = texts.flatMap((text, row) => {
    const local = read(text)?.local
    return local === undefined ? [] : [{ key: keys[row]!, local }]
  })
  const newestFirst = goesBackwards(rows.map(({ local }) => local))
  if (splitYearless(format).from !== null) return { newestFirst, suffix: '', latest: null }
  if (readAt == null)
    throw new Fault('INVALID_INPUT', `the times have no year: give timeFormat as '${format} from 2026-01'`)
  const until = readAt + openTimeZone(timeZone).offset(readAt) + ahead
  return { newestFirst, suffix: ` from ${settleFrom(rows, newestFirst, until)}`, latest: readAt + ahead }
}

function isNewestFirst(times: readonly string[], format: string): boolean {
  const read = compileWritten(format)
  const first = times.find(time => read(time) !== null)
  const last = times.findLast(time => read(time) !== null)
  if (first === undefined || last === undefined) return false
  return read(first)!.local > read(last)!.local && measureIrregularity(times, read).violations * 2 < times.length
}
