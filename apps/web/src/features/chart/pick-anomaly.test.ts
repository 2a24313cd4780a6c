import { expect, test } from 'vitest'
import { nearestAnomaly, nextAnomalyAt } from './pick-anomaly.ts'

const found = (at: number, score = 3) => ({ at: new Date(at).toISOString(), score })
const all = [found(1_000), found(5_000, 4), found(5_000, 9), found(9_000)]

test('the anomaly nearest to the pointer is picked, of two at one instant the stronger', () => {
  expect(nearestAnomaly(all, 4_200)?.score).toBe(9)
  expect(nearestAnomaly(all, 8_000)).toBe(all[3])
  expect(nearestAnomaly([], 0)).toBeNull()
})

test('going from one anomaly to the next stays within what is shown, and ends', () => {
  expect(nextAnomalyAt(all, 1_000, 1, [0, 10_000])).toBe(5_000)
  expect(nextAnomalyAt(all, 5_000, 1, [0, 10_000])).toBe(9_000)
  expect(nextAnomalyAt(all, 5_000, 1, [0, 8_000])).toBeNull()
  expect(nextAnomalyAt(all, 5_000, -1, [0, 10_000])).toBe(1_000)
})
