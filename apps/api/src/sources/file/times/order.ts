import { compileWritten } from '../time-format.ts'
import type { Irregularity } from './regular.ts'
import { measureIrregularity } from './regular.ts'

/** Which of several patterns the cells are written in. */
export interface ChosenPattern {
  readonly format: string
  /** The other pattern that reads them too; null where the cells prove `format`. */
  readonly alternative: string | null
  /** Whether nothing, not even a steadier pace, speaks for `format`. */
  readonly undecided: boolean
}

/**
 * Days, months and two-digit years in any order: a pattern that cannot read the cells is out, the one that makes the
 * steadier series is taken, and of two steady ones that with the finer step. `formats` come in order of preference.
 */
export function chooseOrder(texts: readonly string[], formats: readonly string[]): ChosenPattern {
  const measured = formats.map(format => ({ format, ...measureIrregularity(texts, compileWritten(format)) }))
  const most = Math.max(...measured.map(each => each.share))
  const able = measured.filter(each => each.share === most && most > 0.5)
  if (able.length < 2) {
    const [best] = [...measured].sort((a, b) => b.share - a.share)
    return { format: best!.format, alternative: null, undecided: false }
  }
  const ranked = able.toSorted(steadier)
  const [best, next] = ranked
  return { format: best!.format, alternative: next!.format, undecided: steadier(best!, next!) === 0 }
}

function steadier(a: Irregularity, b: Irregularity): number {
  if (a.violations !== b.violations) return a.violations - b.violations
  const many = Math.min(a.kinds, b.kinds) > 5
  const alike = many && Math.abs(a.kinds - b.kinds) < 0.2 * Math.max(a.kinds, b.kinds)
  if (a.kinds !== b.kinds && !alike) return a.kinds - b.kinds
  return many ? 0 : a.step - b.step
}
