/** Whether the last point is where the clock is: no point is missing since, and it is no longer ago than an hour. */
export const isNow = (at: number, interval: number, now: number): boolean =>
  now - at <= Math.max(10_000, Math.min(1.5 * interval, 3_600_000))
