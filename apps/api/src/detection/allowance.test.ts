import { expect, test } from 'vitest'
import { createAllowance } from './allowance.ts'

test('gives so many at once and so many a second, and never saves up more', () => {
  let now = 0
  const allowance = createAllowance(100, 10, () => now)
  expect([allowance.take(60), allowance.take(60), allowance.take(40), allowance.take(1)]).toEqual([
    true,
    false,
    true,
    false,
  ])
  now = 2_000
  expect([allowance.take(21), allowance.take(20)]).toEqual([false, true])
  now = 1e9
  expect([allowance.take(101), allowance.take(100)]).toEqual([false, true])
})
