import type { Comparison } from '@seriema/api/sources/file/compare-case'
import { compare } from '@seriema/api/sources/file/compare-case'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
export const begin = Date.UTC(2024, 0, 1)

export const every = (step: number, count: number, from = begin): number[] =>
  Array.from({ length: count }, (_, i) => from + i * step)
export const flat = (count: number, value: number): number[] => Array<number>(count).fill(value)

/** Seeded draws from (0, 1). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}

/** Seeded draws of the standard normal distribution. */
export function normal(seed: number): () => number {
  const draw = uniform(seed)
  return () => Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw())
}

/** Where what is right is no one value: in words, with whether it holds. */
export const holds = (what: string, expected: string, got: unknown, same: boolean): Comparison => ({
  what,
  expected,
  got: JSON.stringify(got),
  same,
})
export const atMost = (what: string, most: number, got: number): Comparison =>
  holds(what, `${most} at most`, got, got <= most)

/** Each within a distance of what is right. */
export const near = (what: string, expected: readonly number[], got: readonly number[], within: number): Comparison =>
  holds(
    what,
    `${expected.slice(0, 5).join(', ')}${expected.length > 5 ? ' …' : ''} ± ${within}`,
    got.slice(0, 5).map(value => Number(value.toPrecision(6))),
    got.length === expected.length && got.every((value, i) => Math.abs(value - expected[i]!) <= within),
  )

export const instants = (what: string, expected: readonly string[], got: readonly number[]): Comparison =>
  compare(
    what,
    expected,
    got.map(at => new Date(at).toISOString().slice(0, expected[0]!.length)),
  )
