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
 * Moves the windows on by a value and adds to the verdict how rare their levels and variations are. Windows are judged at
 * every value, and remembered where they do not overlap, so that a window is not familiar for being its own neighbour.
 */
export function look(views: readonly View[], value: number, verdict: Verdict): void {
  // All places are looked up before anything is made of them: the processor does several such searches at once.
  for (let i = 0; i < views.length; i++) {
    const { moments, level, variation } = views[i]!
    slide(moments, value)
    if (moments.count < moments.block.length) continue
    levels[i] = placeOf(level.memory, moments.mean)
    if (variation === null) continue
    spreads[i] = Math.sqrt(moments.squares / moments.count)
    variations[i] = placeOf(variation.memory, spreads[i]!)
  }
  for (let i = 0; i < views.length; i++) {
    const view = views[i]!
    const { moments, level, variation } = view
    if (moments.count < moments.block.length) {
      abstain(level, verdict)
      if (variation !== null) abstain(variation, verdict)
      continue
    }
    const next = view.untilNext === 0
    judge(level, moments.mean, levels[i]!, next, verdict)
    if (variation !== null) judge(variation, spreads[i]!, variations[i]!, next, verdict)
    view.untilNext = next ? moments.block.length - 1 : view.untilNext - 1
  }
}

/** Views looked at by one value at most. */
const viewsAtMost = 16
const levels = new Int32Array(viewsAtMost)
const variations = new Int32Array(viewsAtMost)
const spreads = new Float64Array(viewsAtMost)

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

function judge(novelty: Novelty, value: number, at: number, next: boolean, verdict: Verdict): void {
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
