/**
 * The pace of a series, told from the instants of its values alone, so that whoever replays them finds the same: the time
 * from one value to the next, and which silences are out of the ordinary. Plain data of constant size; O(1) a value.
 */
export interface Pace {
  /** Epoch milliseconds of the value before; NaN before the first. */
  at: number
  /** Milliseconds from value to value; 0 while none prevails. */
  step: number
  /** What the step may be, and how many more values keep it than do not. */
  candidate: number
  votes: number
  kept: number
  /** The longest gap of late, in milliseconds. */
  longest: number
  /** Of the value noted last: steps that should have brought a value before it, and brought none. */
  missed: number
  /** What the clocks where it is lived with showed beyond the instant, in milliseconds. */
  offset: number
  /** Of the value noted last: steps that clocks were put forward before it; negative where they were put back. */
  turned: number
  /** Whether the silence before it was far longer than any of late, and long enough to forget what was before it. */
  broken: boolean
  /** Whether the step has just become another, or has just become known. */
  changed: boolean
}

/** Votes that make a candidate the step, and the most that have to be outvoted. */
const [enough, mostVotes] = [8, 25]
/** Gaps this much off the step, as a share of it, still keep it: months, days of 23 hours, jitter. */
const tolerance = 0.25
/** Gaps a step is the mean of. */
const averaged = 64
/** Fewer steps than this without a value are no silence: to know a spread anew takes more values than were missed. */
const shortest = 10
/** Share of its length that the longest gap of late loses with each value. */
const forgetting = 0.01

export const noPace = (): Pace => ({
  at: Number.NaN,
  step: 0,
  candidate: 0,
  votes: 0,
  kept: 0,
  longest: 0,
  missed: 0,
  offset: Number.NaN,
  turned: 0,
  broken: false,
  changed: false,
})

/**
 * Notes the instant of a value. True where time went by that should have brought others (`missed`), where it was a silence
 * nothing is to be compared across (`broken`), where the pace has become another (`changed`), or where clocks were put
 * forward or back (`turned`).
 *
 * @param offset what clocks show beyond the instant, in milliseconds
 */
export function note(pace: Pace, at: number, offset = 0): boolean {
  const gap = at - pace.at
  pace.missed = 0
  pace.turned = 0
  pace.broken = false
  pace.changed = false
  if (!(gap <= 0)) pace.at = at
  if (!(gap > 0)) return false
  pace.broken = pace.longest > 0 && gap > Math.max(2 * pace.longest, shortest * pace.step)
  // No more than twice as long as before: one outage does not make the next ordinary.
  pace.longest = Math.max(pace.broken ? 2 * pace.longest : gap, (1 - forgetting) * pace.longest)
  vote(pace, gap)
  if (pace.step > 0) {
    pace.missed = Math.max(0, Math.round(gap / pace.step) - 1)
    if (offset !== pace.offset && !Number.isNaN(pace.offset))
      pace.turned = Math.round((offset - pace.offset) / pace.step)
  }
  pace.offset = offset
  return pace.missed > 0 || pace.broken || pace.changed || pace.turned !== 0
}

function vote(pace: Pace, gap: number): void {
  if (Math.abs(gap - pace.candidate) <= tolerance * pace.candidate) {
    pace.kept = Math.min(averaged, pace.kept + 1)
    pace.candidate += (gap - pace.candidate) / pace.kept
    pace.votes = Math.min(mostVotes, pace.votes + 1)
    if (pace.votes < enough) return
    pace.changed = Math.abs(pace.step - pace.candidate) > tolerance * pace.step
    pace.step = pace.candidate
  } else if (pace.votes > 0) {
    pace.votes--
  } else {
    pace.candidate = gap
    pace.kept = 1
    pace.votes = 1
  }
}
