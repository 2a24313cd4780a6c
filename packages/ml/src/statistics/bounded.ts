/**
 * No size a sensor reports: beyond it a value counts as this one. Fourth powers of it, and sums of thousands of these,
 * are finite numbers, so that no state and no score can cease to be one.
 */
export const largest = 2 ** 250

/** The value, or the nearest that can be reckoned with. NaN stays NaN. */
export const bounded = (value: number): number => Math.min(largest, Math.max(-largest, value))
