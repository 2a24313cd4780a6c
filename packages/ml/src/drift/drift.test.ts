import { usualDriftLimit } from '@seriema/domain/drift'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { divergence } from './divergence.ts'
import { measureDrift, referencesOf, seasonOf } from './drift.ts'
import { countsIn, edgesOf } from './histogram.ts'
import { driftOf, referenceOf } from './reference.ts'
import { seasonChanged } from './season-change.ts'

const counts = fc.array(fc.nat(1_000), { minLength: 10, maxLength: 10 })

test('divergence is 0 of the same, never negative, finite with empty bins, and PSI is the same both ways', () => {
  fc.assert(
    fc.property(counts, counts, (a, b) => {
      expect(divergence(a, a)).toEqual({ psi: 0, kl: 0 })
      const { psi, kl } = divergence(a, b)
      expect(Number.isFinite(psi) && Number.isFinite(kl)).toBe(true)
      expect(psi).toBeGreaterThanOrEqual(0)
      expect(kl).toBeGreaterThanOrEqual(0)
      expect(divergence(b, a).psi).toBeCloseTo(psi, 9)
      expect(psi).toBeCloseTo(kl + divergence(b, a).kl, 9)
    }),
  )
})

test('a shift of a normal distribution has the PSI of theory, but for what bins hide', () => {
  const draw = normal(1)
  const values = Float64Array.from({ length: 200_000 }, draw)
  const edges = edgesOf(values.toSorted())
  const { psi, kl } = divergence(
    countsIn(edges, values),
    countsIn(
      edges,
      values.map(value => value + 0.5),
    ),
  )
  expect(psi).toBeGreaterThan(0.2)
  expect(psi).toBeLessThan(0.25)
  expect(kl).toBeCloseTo(psi / 2, 1)
})

test('every value lies in one bin, missing ones in none, and of a channel that never moved everything else is new', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.double({ noDefaultInfinity: true, noNaN: true }), fc.constant(Number.NaN)), {
        minLength: 1,
      }),
      drawn => {
        const values = Float64Array.from([0, ...drawn])
        const edges = edgesOf(values.filter(value => !Number.isNaN(value)).sort())
        expect(edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > edges[i - 1]!))).toBe(true)
        const sum = countsIn(edges, values).reduce((all, count) => all + count, 0)
        expect(sum).toBe(values.filter(value => !Number.isNaN(value)).length)
      },
    ),
  )
  const edges = edgesOf(new Float64Array(50).fill(7))
  expect(countsIn(edges, Float64Array.of(7, 7, 6.9, 7.1))).toEqual([1, 2, 1])
})

/** Stationary series of about unit variance. */
const families: Readonly<Record<string, (count: number, seed: number) => Float64Array>> = {
  'white noise': autoregressive(0),
  'weakly autocorrelated': autoregressive(0.5),
  'strongly autocorrelated': autoregressive(0.9),
  'all but wandering': autoregressive(0.97),
  'with a season': (count, seed) =>
    autoregressive(0.3)(count, seed).map((value, i) => (value + 3 * Math.sin((2 * Math.PI * i) / 24)) / 2.35),
  'with a day and a week': (count, seed) =>
    autoregressive(0.7)(count, seed).map(
      (value, i) => (value + 2 * Math.sin((2 * Math.PI * i) / 24) + 2 * Math.sin((2 * Math.PI * i) / 168)) / 2.24,
    ),
  'with a heavy tail': (count, seed) => autoregressive(0.3)(count, seed).map(value => Math.exp(value) / 2.16),
  'of few unlike values': (count, seed) => autoregressive(0)(count, seed).map(value => Math.round(value)),
}

test('what chance makes of PSI is taken off: of what stays as it is little is left on average', () => {
  const windows = Array.from({ length: 40 }, (_, i) => autoregressive(0.5)(168, i + 1))
  const reference = referenceOf(windows.slice(0, 12))!
  const left = windows.slice(12).map(values => driftOf(reference, values)!)
  const mean = (of: (one: { readonly psi: number; readonly kl: number }) => number) =>
    left.reduce((sum, one) => sum + of(one), 0) / left.length
  expect(reference.usual.psi).toBeGreaterThan(0.05)
  expect(mean(({ psi }) => psi)).toBeLessThan(reference.usual.psi / 2)
  expect(mean(({ kl }) => kl)).toBeLessThan(reference.usual.kl / 2)
})

/** 12 weeks of hours, and one a week later, shifted by `shift` standard deviations: how many of so many have drifted. */
function drifted(
  make: (count: number, seed: number) => Float64Array,
  shift: number,
  seeds: number,
  week = 168,
): number {
  let found = 0
  for (let seed = 1; seed <= seeds; seed++) {
    const values = make(14 * week, 7_919 * seed)
    const windowAt = (i: number) => {
      const from = i * week
      const channel = values.slice(from, from + week).map(value => (i < 13 ? value : value + shift))
      return { times: channel.map((_, k) => from + k), channels: [channel] }
    }
    const past = { from: 0, to: 12 * week, window: week, season: 24, interval: 1 }
    const channels = referencesOf(Array.from({ length: 12 }, (_, i) => windowAt(i)))!
    const present = { points: windowAt(13), at: 0, season: 24, seasonChanged: false, interval: 1, predictions: [] }
    if (measureDrift({ ...past, channels }, present, null).channels[0]!.drifted) found++
  }
  return found
}

describe('by the default limit', () => {
  const seeds = 200
  test.each(Object.keys(families))('what is %s and stays so is not called drifted, but for one of a hundred', name => {
    // Of 200 about two; six would come by chance in one run of sixty.
    expect(drifted(families[name]!, 0, seeds)).toBeLessThanOrEqual(6)
  })

  test.each([
    ['white noise', 0.98],
    ['weakly autocorrelated', 0.95],
    ['with a season', 0.98],
    ['with a day and a week', 0.98],
    ['with a heavy tail', 0.98],
    ['of few unlike values', 0.98],
  ])('of what is %s a shift by one standard deviation is found', (name, share) => {
    expect(drifted(families[name]!, 1, seeds)).toBeGreaterThanOrEqual(share * seeds)
  })

  test('where values stay alike for long, a week says less: longer windows find what it cannot', () => {
    const found = drifted(families['strongly autocorrelated']!, 1, 100)
    expect(found).toBeGreaterThan(25)
    expect(drifted(families['strongly autocorrelated']!, 1, 100, 672)).toBeGreaterThan(90)
    expect(drifted(families['strongly autocorrelated']!, 3, 100)).toBeGreaterThan(95)
  })
})

test('a reference needs four windows of twenty values, and chance decides where a level wanders', () => {
  const window = (seed: number) => Float64Array.from({ length: 20 }, normal(seed))
  expect(referenceOf([1, 2, 3].map(window))).toBeNull()
  expect(referenceOf([1, 2, 3, 4].map(window).map(values => values.subarray(1)))).toBeNull()
  expect(referenceOf([1, 2, 3, 4].map(window))).not.toBeNull()
  const walk = Float64Array.from({ length: 1_200 }, sum(normal(5)))
  const wandering = referenceOf(Array.from({ length: 12 }, (_, i) => walk.slice(100 * i, 100 * i + 100)))!
  expect(wandering.reach).toBeGreaterThan(10 * usualDriftLimit)
})

test('another season is told, a multiple of the old one or noise is not', () => {
  const step = { unit: 'millisecond', count: 1 } as const
  const noise = normal(9)
  const cycle = (period: number, size = 3) => {
    const values = Float64Array.from({ length: 600 }, (_, i) => size * Math.sin((2 * Math.PI * i) / period) + noise())
    return seasonOf({ times: values.map((_, i) => i), channels: [values] }, step)
  }
  const day = cycle(24)
  expect(day.season).toBe(24)
  expect(seasonChanged(day, cycle(17))).toBe(true)
  expect(seasonChanged(day, cycle(24, 0))).toBe(true)
  expect(seasonChanged(cycle(24, 0), day)).toBe(true)
  expect(seasonChanged(day, { ...cycle(24), season: 48 })).toBe(false)
  expect(seasonChanged({ ...day, season: 1 }, cycle(24))).toBe(false)
  // Of a season that has not been seen three times nothing is said.
  expect(seasonChanged({ ...day, season: 250 }, cycle(17))).toBe(false)
})

test('of values that stay alike for long no season is taken for another by chance', () => {
  const step = { unit: 'millisecond', count: 1 } as const
  let changed = 0
  for (let seed = 1; seed <= 60; seed++) {
    const values = autoregressive(0.97)(1_400, 7_919 * seed)
    const [was, is] = [values.slice(0, 672), values.slice(728)].map(channel =>
      seasonOf({ times: channel.map((_, i) => i), channels: [channel] }, step),
    )
    if (seasonChanged(was!, is!)) changed++
  }
  expect(changed).toBeLessThanOrEqual(1)
})

/** Normal deviates of mean 0 and variance 1, the same for a seed. */
function normal(seed: number): () => number {
  let state = seed >>> 0
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}

function sum(draw: () => number): () => number {
  let total = 0
  return () => {
    total += draw()
    return total
  }
}

function autoregressive(share: number): (count: number, seed: number) => Float64Array {
  const scale = Math.sqrt(1 - share ** 2)
  return (count, seed) => {
    const draw = normal(seed)
    let value = draw()
    return Float64Array.from({ length: count }, () => {
      value = share * value + scale * draw()
      return value
    })
  }
}
