import { expect, test } from 'vitest'
import { studentQuantile } from './student.ts'

test('quantiles of Student’s t are those of the tables', () => {
  const table = [
    [0.99, 4, 3.747],
    [0.99, 7, 2.998],
    [0.99, 15, 2.602],
    [0.975, 10, 2.228],
    [0.95, 30, 1.697],
    [0.01, 7, -2.998],
  ] as const
  for (const [p, freedom, value] of table) expect(Math.abs(studentQuantile(p, freedom) / value - 1)).toBeLessThan(0.01)
})
