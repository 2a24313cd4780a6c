import { type Counts, type CountsOptions, createCounts } from './counts.ts'
import { createPrometheus, type Prometheus } from './prometheus.ts'

/** A count of things over the last minute. */
export interface Rate {
  add(count: number): void
  /** Mean per second over the last minute, or since the start where that is shorter. */
  perSecond(): number
}

/** How long things take, in milliseconds; the figures are of the last 1,024 of them. */
export interface Latency {
  record(milliseconds: number): void
  /** `count` is of all since the start; mean and p95 are null until there was one. */
  summary(): { readonly count: number; readonly mean: number | null; readonly p95: number | null }
}

/** How many there are now. */
export interface Gauge {
  add(change: number): void
  value(): number
}

/** Figures of this process alone, kept in memory. */
export interface Meters {
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly points: Rate
  readonly inference: Latency
  readonly subscriptions: Gauge
  /** What is counted for Prometheus, and how it reads it. */
  readonly counts: Counts
  readonly prometheus: Prometheus
  /** Milliseconds since the start. */
  uptime(): number
}

/** `elapsed`: milliseconds of a clock that nobody sets; the time of day may go back. `detail`: of how many there are figures of their own. */
export function createMeters(
  clock: () => number,
  elapsed: () => number = () => performance.now(),
  detail: CountsOptions = { series: 0, versions: 0 },
): Meters {
  const began = elapsed()
  const prometheus = createPrometheus()
  return {
    startedAt: clock(),
    points: rate(elapsed),
    inference: latency(),
    subscriptions: gauge(),
    counts: createCounts(prometheus.meter, elapsed, detail),
    prometheus,
    uptime: () => elapsed() - began,
  }
}

/** One bucket a second in a ring of sixty; a bucket is emptied when its second comes round again. */
function rate(clock: () => number): Rate {
  const counts = new Float64Array(60)
  const seconds = new Float64Array(60).fill(-1)
  const first = clock()
  return {
    add(count) {
      const second = Math.floor(clock() / 1_000)
      const bucket = second % 60
      if (seconds[bucket] !== second) {
        seconds[bucket] = second
        counts[bucket] = 0
      }
      counts[bucket]! += count
    },
    perSecond() {
      const now = clock()
      const second = Math.floor(now / 1_000)
      let total = 0
      for (let bucket = 0; bucket < 60; bucket++) {
        if (seconds[bucket]! > second - 60) total += counts[bucket]!
      }
      return total / Math.min(60, Math.max(1, (now - first) / 1_000))
    },
  }
}

function latency(): Latency {
  const last = new Float64Array(1_024)
  let count = 0
  return {
    record(milliseconds) {
      last[count % last.length] = milliseconds
      count++
    },
    summary() {
      if (count === 0) return { count, mean: null, p95: null }
      const sorted = last.slice(0, Math.min(count, last.length)).sort()
      const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length
      return { count, mean, p95: sorted[Math.ceil(0.95 * sorted.length) - 1]! }
    },
  }
}

function gauge(): Gauge {
  let now = 0
  return {
    add(change) {
      now += change
    },
    value: () => now,
  }
}
