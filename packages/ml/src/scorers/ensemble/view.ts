import { distance, type Memory, noMemory, placeOf, remember } from '../../statistics/memory.ts'
import { empty, noMomentsYet, type SlidingMoments, slide } from '../../statistics/sliding-moments.ts'
import { fewestForTail, noTail, rarity, type Tail } from '../../statistics/tail.ts'

/** A series looked at over windows of one width: how unlike the past is the level there, and how much it varies. */
export interface View {
  readonly moments: SlidingMoments
  readonly level: Novelty
  /** Null at width 1, where nothing varies, and where only levels are asked for. */
  readonly variation: Novelty | null
  /** Values until the next window that shares none with the one remembered last. */
  untilNext: number
}

interface Novelty {
  readonly memory: Memory
  readonly tail: Tail
}

const noNovelty = (capacity: number): Novelty => ({ memory: noMemory(capacity), tail: noTail() })

export const newView = (width: number, capacity: number, withVariation: boolean): View => ({
  moments: noMomentsYet(width),
  level: noNovelty(capacity),
  variation: withVariation && width > 1 ? noNovelty(capacity) : null,
  untilNext: 0,
})

/** Rarities above it say no more: one view alone does not decide. */
export const highestRarity = 6

/** What the views of one step add up to; kept by the caller, so that a step allocates nothing. */
export interface Verdict {
  sum: number
  views: number
}

/**
 * Moves the window on by a value and adds to the verdict how rare its level and its variation are. Windows are judged at
 * every value, and remembered where they do not overlap, so that a window is not familiar for being its own neighbour.
 */
export function look(view: View, value: number, verdict: Verdict): void {
  const { moments, level, variation } = view
  slide(moments, value)
  if (moments.count < moments.block.length) {
    abstain(level, verdict)
    if (variation !== null) abstain(variation, verdict)
    return
  }
  const next = view.untilNext === 0
  judge(level, moments.mean, next, verdict)
  if (variation !== null) judge(variation, Math.sqrt(moments.squares / moments.count), next, verdict)
  view.untilNext = next ? moments.block.length - 1 : view.untilNext - 1
}

/** Lets the window go on by a value that did not come: nothing is judged, and nothing remembered. */
export function passOver(view: View, value: number): void {
  slide(view.moments, value)
  view.untilNext = Math.max(0, view.untilNext - 1)
}

/** Begins a new window: what comes is not beside what was. */
export function breakOff(view: View): void {
  empty(view.moments)
  view.untilNext = 0
}

/** Whoever has spoken before and cannot now is of no opinion, so that the few who can do not decide alone. */
function abstain({ tail }: Novelty, verdict: Verdict): void {
  if (tail.total < fewestForTail) return
  // The mean of −log₁₀ of a share between 0 and 1.
  verdict.sum += Math.LOG10E
  verdict.views++
}

function judge(novelty: Novelty, value: number, next: boolean, verdict: Verdict): void {
  const at = placeOf(novelty.memory, value)
  const far = distance(novelty.memory, value, at)
  if (!Number.isNaN(far)) {
    const rare = rarity(novelty.tail, far)
    if (!Number.isNaN(rare)) {
      verdict.sum += Math.min(rare, highestRarity)
      verdict.views++
    }
  }
  if (next) remember(novelty.memory, value, at)
}
