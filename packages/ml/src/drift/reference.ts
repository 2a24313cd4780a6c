import { joined } from '../statistics/joined.ts'
import { studentQuantile } from '../statistics/student.ts'
import { type Divergence, divergence } from './divergence.ts'
import { countsIn, edgesOf, type Histogram } from './histogram.ts'

/** A distribution that others are held against, with what chance makes of the figures. Plain data. */
export interface Reference extends Histogram {
  /** PSI and KL divergence that a window usually has without any drift. */
  readonly usual: { readonly psi: number; readonly kl: number }
  /** PSI that a window without drift reaches once in a hundred times. */
  readonly reach: number
}

/** Windows of the reference, and values of each, at least. */
export const fewestWindows = 4
export const fewestValues = 20

/** Windows without drift that are taken for one that has: one of so many. */
const falseOnes = 100

/**
 * The spread of ln PSI before any window is seen, as of independent values in ten bins, and how many windows that counts
 * for: a few windows may be alike by chance.
 */
const [expectedSpread, expectedFor] = [0.5, 4]
/** Below this a PSI says nothing, so that its logarithm does not either. */
const least = 1e-3

/**
 * What windows without drift say of the next. Values follow each other, so their number says little of how far a window
 * strays by chance: each window is held against the others instead, and ln PSI of the next one lies where a prediction
 * interval of Student's t has it. A level that wanders strays far in its own past, and is no drift.
 *
 * @param windows values of equal stretches in a row; missing ones are NaN
 * @returns null where too few have enough values
 */
export function referenceOf(windows: readonly Float64Array[]): Reference | null {
  const full = windows.map(values => values.filter(value => !Number.isNaN(value))).filter(v => v.length >= fewestValues)
  if (full.length < fewestWindows) return null
  const edges = edgesOf(joined(full).sort())
  return referenceOfCounts(
    edges,
    full.map(values => countsIn(edges, values)),
  )
}

/** The same of windows whose values are counted already. */
export function referenceOfCounts(edges: readonly number[], windows: readonly (readonly number[])[]): Reference | null {
  const each = windows.filter(one => sumOf(one) >= fewestValues)
  if (each.length < fewestWindows) return null
  const counts = edges.concat(0).map((_, i) => sumOf(each.map(one => one[i]!)))
  const strays = each.map(one =>
    divergence(
      counts.map((count, i) => count - one[i]!),
      one,
    ),
  )
  const logs = strays.map(({ psi }) => Math.log(Math.max(least, psi)))
  const mean = meanOf(logs)
  const squares = sumOf(logs.map(log => (log - mean) ** 2))
  const freedom = expectedFor + logs.length - 1
  const spread = Math.sqrt((expectedFor * expectedSpread ** 2 + squares) / freedom)
  const reach = Math.exp(mean + studentQuantile(1 - 1 / falseOnes, freedom) * spread * Math.sqrt(1 + 1 / logs.length))
  const usual = { psi: meanOf(strays.map(({ psi }) => psi)), kl: meanOf(strays.map(({ kl }) => kl)) }
  return { edges, counts, usual, reach }
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length

/** What a window says beside the reference, less what chance alone makes of it; null where it has too few values. */
export const driftOf = (reference: Reference, values: Float64Array): Divergence | null =>
  driftOfCounts(reference, countsIn(reference.edges, values))

/** The same of a window whose values are counted already. */
export function driftOfCounts(reference: Reference, counts: readonly number[]): Divergence | null {
  if (sumOf(counts) < fewestValues) return null
  const { psi, kl } = divergence(reference.counts, counts)
  return { psi: Math.max(0, psi - reference.usual.psi), kl: Math.max(0, kl - reference.usual.kl) }
}

/** What `driftOf` reaches without any drift once in a hundred times: a limit below it would raise false alarms. */
export const chanceOf = ({ reach, usual }: Reference): number => Math.max(0, reach - usual.psi)
