import { Cron } from 'croner'
import { Fault } from './fault.ts'
import { timeZone } from './time-zone.ts'

/** Due at whole multiples of so many minutes since 1970 in UTC: every 360 at 0, 6, 12 and 18 o'clock. */
export interface IntervalTiming {
  readonly everyMinutes: number
}

/** Due when the clocks of an IANA zone show what five fields of cron say. */
export interface CronTiming {
  readonly cron: string
  readonly zone: string
}

/** When a schedule is due. Plain data. */
export type Timing = IntervalTiming | CronTiming

/** As it arrives from outside: exactly one of `everyMinutes` and `cron`; a zone only beside the latter [UTC]. */
export interface TimingDraft {
  readonly everyMinutes?: number | null | undefined
  readonly cron?: string | null | undefined
  readonly zone?: string | null | undefined
}

/** Minutes between two runs: up to a year. */
export const minutesBetween = [1, 527_040] as const
const patternAtMost = 100

/** `now`: epoch milliseconds. Throws INVALID_INPUT, also for what is never due after `now`. */
export function defineTiming({ everyMinutes, cron, zone }: TimingDraft, now: number): Timing {
  if ((everyMinutes == null) === (cron == null))
    throw new Fault('INVALID_INPUT', 'say `everyMinutes` or `cron`, exactly one of the two')
  if (everyMinutes != null) {
    if (zone != null)
      throw new Fault('INVALID_INPUT', 'a time zone goes with `cron` alone: minutes are the same in all')
    return { everyMinutes: requireMinutes(everyMinutes) }
  }
  const timing = { cron: cron!.trim().replaceAll(/\s+/g, ' '), zone: timeZone(zone ?? 'UTC').name }
  if (nextDue(timing, now) === null)
    throw new Fault('INVALID_INPUT', `${timing.cron} is never due: it names a day that does not come`)
  return timing
}

function requireMinutes(everyMinutes: number): number {
  const [least, most] = minutesBetween
  if (Number.isInteger(everyMinutes) && everyMinutes >= least && everyMinutes <= most) return everyMinutes
  throw new Fault('INVALID_INPUT', `everyMinutes is a whole number from ${least} to ${most}, not ${everyMinutes}`)
}

/**
 * The first instant after another at which a schedule is due (epoch milliseconds); null: never more. Where clocks skip a
 * time of day that cron names by its hour it is due once they have leapt; where they show one twice, at the first of the
 * two. What cron has come every so many minutes or hours goes on by real time. Throws INVALID_INPUT.
 */
export const nextDue = (timing: Timing, after: number): number | null => clockOf(timing).next(after)

/** The next `count` instants after another; fewer where there are no more. Throws INVALID_INPUT. */
export function nextDues(timing: Timing, after: number, count: number): number[] {
  const { next } = clockOf(timing)
  const dues: number[] = []
  for (let at = next(after); at !== null && dues.length < count; at = next(at)) dues.push(at)
  return dues
}

/** What is to be done of a schedule that is due. */
export interface Turn {
  /** The latest instant at which it was due: the one that is run. */
  readonly dueAt: number
  /** Those before it that nobody ran, `missedAtMost` at most. */
  readonly missed: number
  /** null: never more. */
  readonly nextAt: number | null
}

/** A schedule that was due more often than this while nobody looked is said to have been due so often. */
export const missedAtMost = 1_000

/**
 * Of a schedule due since `dueAt`: all that was missed until `now` is caught up by one run, the latest. Instants in epoch
 * milliseconds, `dueAt` not after `now`.
 */
export function takeTurn(timing: Timing, dueAt: number, now: number): Turn {
  const { next, last } = clockOf(timing)
  let turn: Turn = { dueAt, missed: 0, nextAt: next(dueAt) }
  while (turn.nextAt !== null && turn.nextAt <= now) {
    if (turn.missed === missedAtMost) {
      const latest = last(now)
      return { dueAt: latest, missed: missedAtMost, nextAt: next(latest) }
    }
    turn = { dueAt: turn.nextAt, missed: turn.missed + 1, nextAt: next(turn.nextAt) }
  }
  return turn
}

interface Clock {
  /** Strictly after. */
  next(after: number): number | null
  /** At or before; there is one. */
  last(until: number): number
}

const [second, minute] = [1_000, 60_000]

function clockOf(timing: Timing): Clock {
  if ('everyMinutes' in timing) {
    const length = timing.everyMinutes * minute
    const last = (until: number) => Math.floor(until / length) * length
    return { next: after => last(after) + length, last }
  }
  const pattern = openPattern(timing)
  return {
    next: after => pattern.nextRun(new Date(after))?.getTime() ?? null,
    // Those before the end of its second: croner knows no finer time.
    last: until => pattern.previousRuns(1, new Date(Math.floor(until / second + 1) * second))[0]!.getTime(),
  }
}

function openPattern({ cron, zone }: CronTiming): Cron {
  // A question mark would stand for the time at which this is read, and one word for a date.
  const usable = cron.length <= patternAtMost && /^(@[a-z]+|([^\s?]+ ){4}[^\s?]+)$/i.test(cron)
  try {
    if (usable) return new Cron(cron, { timezone: zone, mode: '5-part', fixedTimeRule: 'no-wildcard', paused: true })
  } catch {
    // What is wrong is told by the way out.
  }
  throw new Fault(
    'INVALID_INPUT',
    `${cron} is not understood: cron has five fields, minute hour day month weekday, such as 30 6 * * 1-5`,
  )
}

/** What may follow each state of a run; one that nothing follows is an end. */
export const nextRunStates = {
  waiting: ['running', 'failed'],
  running: ['done', 'failed'],
  done: [],
  failed: [],
  skipped: [],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type ScheduleRunState = keyof typeof nextRunStates

const runStates = Object.keys(nextRunStates) as readonly ScheduleRunState[]
/** Those that a run under way is in: each schedule has one at a time. */
export const unfinishedRunStates = runStates.filter(state => nextRunStates[state].length > 0)
