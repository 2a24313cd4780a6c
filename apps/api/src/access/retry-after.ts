import type { Fault } from '@seriema/domain/fault'
import { currentTrace, type Trace } from '../telemetry/trace.ts'

const told = new WeakMap<Trace, number>()

/** Seconds that a Fault says to wait; undefined where it says nothing of it. */
export const retryAfterOf = ({ details }: Pick<Fault, 'details'>): number | undefined =>
  typeof details.retryAfter === 'number' ? details.retryAfter : undefined

/** Remembers, for the request this runs for, how long its caller is told to wait: the longest counts. */
export function noteWait(fault: Pick<Fault, 'details'>): void {
  const [seconds, trace] = [retryAfterOf(fault), currentTrace()]
  if (seconds !== undefined && trace !== undefined) told.set(trace, Math.max(seconds, told.get(trace) ?? 0))
}

/** Seconds that the caller of the request this runs for was told to wait, wherever in its answer; undefined: none. */
export function waitTold(): number | undefined {
  const trace = currentTrace()
  return trace && told.get(trace)
}
