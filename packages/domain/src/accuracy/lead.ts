import { after, between, type Step } from '../step.ts'

/**
 * Leads, in steps, are told apart by doubling: 1, 2, 3–4, 5–8, 9–16 and so on, each named by its last. Errors grow with the
 * logarithm of the lead rather than with the lead, and one point is compared with a forecast of each, so that a horizon
 * twice as long costs one comparison more.
 */
export const leadOf = (steps: number): number => 2 ** Math.ceil(Math.log2(steps))

/** The fewest steps of a lead. */
export const fewestSteps = (lead: number): number => (lead === 1 ? 1 : lead / 2 + 1)

/** Up to the longest horizon. */
export const leads: readonly number[] = Array.from({ length: 15 }, (_, i) => 2 ** i)

/** Instants between which, inclusive, a forecast was made that says something of an instant with this lead. */
export function originsOf(step: Step, at: number, lead: number): readonly [from: number, to: number] {
  const [first, last] = [after(step, at, -lead), after(step, at, -fewestSteps(lead))]
  // A point counts for the step it lies nearest to, so its forecast may lie half a step beside.
  const half = (after(step, at, 1) - at) / 2
  return [Math.floor(first - half), Math.min(at - 1, Math.ceil(last + half))]
}

/** A forecast as far as it is told apart from others. */
export interface Candidate {
  readonly id: number
  readonly forecaster: string
  readonly versionId: number | null
  readonly origin: number
  readonly step: Step
  readonly horizon: number
}

/** A forecast that an instant is held against: the place of the instant in it is `steps` − 1. */
export interface Chosen<C extends Candidate> {
  readonly candidate: C
  readonly steps: number
  readonly lead: number
}

/**
 * What an instant is held against: of each forecaster and lead the forecast that was made first of those that reach it. One of
 * a series that is forecast at every point is so compared at 1, 2, 4, 8 … steps; one that is seldom forecast, at whatever
 * lead there is. A forecast that is kept later never takes the place of one that is compared already.
 */
export function chooseForecasts<C extends Candidate>(at: number, candidates: readonly C[]): readonly Chosen<C>[] {
  const chosen = new Map<string, Chosen<C>>()
  for (const candidate of candidates) {
    const { id, origin, step, horizon, forecaster, versionId } = candidate
    const steps = between(step, origin, at)
    if (steps < 1 || steps > horizon || origin >= at) continue
    const lead = leadOf(steps)
    const name = `${forecaster} ${versionId} ${lead}`
    const known = chosen.get(name)
    const earlier =
      known === undefined ||
      steps > known.steps ||
      (steps === known.steps &&
        (origin < known.candidate.origin || (origin === known.candidate.origin && id < known.candidate.id)))
    if (earlier) chosen.set(name, { candidate, steps, lead })
  }
  return [...chosen.values()]
}
