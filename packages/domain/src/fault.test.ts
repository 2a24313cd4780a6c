import { expect, test } from 'vitest'
import { faultCodes, faultMeaning, httpStatus } from './fault.ts'

test.each([
  ['SERIES_NOT_FOUND', 404],
  ['SERIES_EXISTS', 409],
  ['INVALID_INPUT', 400],
  ['TOO_LARGE', 413],
  ['TOO_MANY_REQUESTS', 429],
  ['UNAVAILABLE', 503],
  ['ACCESS_DENIED', 403],
] as const)('%s is answered with the status of its class, %i', (code, status) => {
  expect(httpStatus(code)).toBe(status)
})

test('every code says what it means in a sentence', () => {
  for (const code of faultCodes) expect(faultMeaning(code)).toMatch(/^[A-Z].*\.$/)
})
