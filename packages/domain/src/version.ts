import { Fault } from './fault.ts'

/** How a version is called in its scope: v1, v2, v3 …; numbers are never used again. */
export const versionName = (number: number): string => `v${number}`

/** null for a name that is not `v` and a number from 1 on. */
export function versionNumber(name: string): number | null {
  const digits = /^v([1-9]\d{0,8})$/.exec(name)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** Throws INVALID_VERSION for a name that is not `v` and a number from 1 on. */
export function parseVersionName(name: string): number {
  const number = versionNumber(name)
  if (number === null)
    throw new Fault('INVALID_VERSION', `a version is called v1, v2, v3 and so on, not ${name}`, { version: name })
  return number
}

/** Versions of a scope that stay live; older ones are archived. */
export const liveVersions = 10

/** Which of the live versions of a scope are to be archived: all but the newest `kept`; one that is deployed, never. */
export const toArchive = <V extends { readonly number: number; readonly deployed: boolean }>(
  live: readonly V[],
  kept = liveVersions,
): readonly V[] =>
  live
    .toSorted((a, b) => b.number - a.number)
    .slice(kept)
    .filter(({ deployed }) => !deployed)

export const versionOrigins = ['trained', 'uploaded'] as const
export type VersionOrigin = (typeof versionOrigins)[number]

export interface VersionChannel {
  readonly name: string
  readonly unit: string | null
}

/** What a channel of the training data was like, in its own unit. */
export interface ChannelFigures {
  readonly mean: number
  /** Standard deviation over all n values. */
  readonly deviation: number
  readonly least: number
  readonly greatest: number
  /** The values below which 5, 25, 50, 75 and 95 % lie. */
  readonly quantiles: readonly [number, number, number, number, number]
}

/** One per channel. */
export type VersionStatistics = readonly ChannelFigures[]

/**
 * How a version did on data it had not seen, in the units of the channels and the mean over them; null where it cannot be
 * said. `naive` is the same of repeating the last season, beside which they mean something.
 */
export interface VersionMetrics {
  readonly own: MetricFigures
  readonly naive: MetricFigures | null
}

export interface MetricFigures {
  readonly mse: number | null
  readonly mae: number | null
  readonly rmse: number | null
  /** Over values whose size is above 1e-8, as a share. */
  readonly mape: number | null
  readonly r2: number | null
  readonly theilsU: number | null
  readonly mase: number | null
  /** Share of values within the interval of the highest level. */
  readonly coverage: number | null
}

/** The last points of the training data, columnar: epoch milliseconds, and one array per channel with null for a gap. */
export interface VersionSample {
  readonly times: readonly number[]
  readonly channels: readonly (readonly (number | null)[])[]
}

const [tagsAtMost, longestTag] = [20, 50]

/** Without surrounding space, each once. Throws INVALID_INPUT. */
export function defineTags(tags: readonly string[]): readonly string[] {
  const named = [...new Set(tags.map(tag => tag.trim()).filter(tag => tag !== ''))]
  if (named.length > tagsAtMost || named.some(tag => tag.length > longestTag))
    throw new Fault('INVALID_INPUT', `a version has at most ${tagsAtMost} tags of at most ${longestTag} characters`)
  return named
}
