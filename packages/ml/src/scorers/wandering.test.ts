import { expect, test } from 'vitest'
import { standIn } from './stand-in.ts'

/** Seeded standard normal draws. */
function normal(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}
const flagged = (values: Float64Array) => standIn.scoreColumn(standIn.initial(standIn.defaults), values).flagged

test('the first 150 points of a walk are hardly ever told, whatever its steps', () => {
  let told = 0
  for (let seed = 1; seed <= 200; seed++) {
    const draw = normal(seed * 7_919)
    let level = 50
    told += flagged(Float64Array.from({ length: 150 }, () => (level += draw() * (seed % 10)))).length
  }
  expect(told / 200).toBeLessThan(0.4)
})

test.each([12, 24, 48, 49])('of a square wave of %d points a side, no more than its first edge is', half => {
  const square = Float64Array.from({ length: 12 * half }, (_, i) => Math.floor(i / half) % 2)
  expect(flagged(square).map(({ index }) => index)).toEqual([half])
})

test('a level that holds still is measured by its standard deviation as before', () => {
  const draw = normal(5)
  const noise = Float64Array.from({ length: 2_000 }, (_, i) => draw() + (i % 200 === 150 ? 8 : 0))
  const found = flagged(noise).filter(({ index }) => index % 200 === 150)
  expect(found.length).toBe(10)
  for (const one of found) expect(one.score).toBeGreaterThan(4)
})

test('a jump out of a walk is told', () => {
  const draw = normal(9)
  let level = 0
  const walk = Float64Array.from({ length: 120 }, () => (level += draw()))
  walk[100] = walk[100]! + 60
  expect(flagged(walk).some(({ index }) => index === 100)).toBe(true)
})
