import { expect, test } from 'vitest'
import { pageSize } from './page.ts'

test('first and last are for one direction each, and bounded', () => {
  expect(pageSize({})).toEqual({ size: 50, backward: false })
  expect(pageSize({ last: 3 })).toEqual({ size: 3, backward: true })
  for (const request of [
    { first: -1 },
    { first: 0 },
    { first: 501 },
    { last: 501 },
    { first: 1.5 },
    { first: 1, last: 1 },
  ])
    expect(() => pageSize(request)).toThrow()
})
