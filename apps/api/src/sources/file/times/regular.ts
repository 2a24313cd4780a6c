import type { WrittenTime } from '../time-format.ts'

const day = 86_400_000

/** How unlike a series sampled at a steady pace a reading of times is. */
export interface Irregularity {
  /** Share of the cells that are times under it. */
  readonly share: number
  /** Steps against the direction of the most. */
  readonly violations: number
  /** Different steps, those of whole months counted as one kind. */
  readonly kinds: number
  /** The commonest step in milliseconds. */
  readonly step: number
}

export function measureIrregularity(
  texts: readonly string[],
  read: (text: string) => WrittenTime | null,
): Irregularity {
  let readable = 0
  let previous = Number.NaN
  const direction = [0, 0]
  const steps = new Map<string, { count: number; size: number }>()
  for (const text of texts) {
    const written = read(text)
    if (written === null) continue
    readable++
    const at = written.local
    const step = at - previous
    if (step < 0) direction[0]!++
    if (step > 0) direction[1]!++
    if (step !== 0 && !Number.isNaN(step)) count(steps, kindOf(previous, at), Math.abs(step))
    previous = at
  }
  const [step] = [...steps.values()].sort((a, b) => b.count - a.count)
  return {
    share: readable / Math.max(1, texts.length),
    violations: Math.min(direction[0]!, direction[1]!),
    kinds: steps.size,
    step: step?.size ?? 0,
  }
}

function count(steps: Map<string, { count: number; size: number }>, kind: string, size: number): void {
  const known = steps.get(kind)
  if (known !== undefined) known.count++
  else if (steps.size < 10_000) steps.set(kind, { count: 1, size })
}

/** A step from one day of a month to the same of another is one of months, 28 days or 31. */
function kindOf(from: number, to: number): string {
  const step = Math.abs(to - from)
  if (step < 28 * day || from % day !== to % day) return String(step)
  const [a, b] = [new Date(from), new Date(to)]
  const last = (date: Date) => new Date(date.getTime() + day).getUTCDate() === 1
  if (a.getUTCDate() !== b.getUTCDate() && !(last(a) && last(b))) return String(step)
  return `${Math.abs((b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth())} months`
}
