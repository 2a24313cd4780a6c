import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Fault, faultCodes, faultMeaning, httpStatus, readable } from './fault.ts'

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

test('a message quotes no more than can be read of what was sent, and says the rest', () => {
  const key = 'k'.repeat(2_000_000)
  expect(new Fault('SERIES_NOT_FOUND', `there is no series named ${key}: create it first`).message).toBe(
    `there is no series named ${key.slice(0, 80)}… create it first`,
  )
})

test('whatever is quoted, a message is short, and a short one stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 5_000, size: 'max' }), text => {
      expect(readable(text).length).toBeLessThanOrEqual(1_001)
      if (text.length <= 80) expect(readable(text)).toBe(text)
    }),
  )
})
