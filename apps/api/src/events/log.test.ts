import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor } from './log.ts'

test('a cursor leads back to its event', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 14 }), id => decodeCursor(encodeCursor(id)) === id))
})

test('any other text is refused as CURSOR_INVALID', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      fc.pre(!/^event:\d+$/.test(Buffer.from(text, 'base64url').toString()))
      expect(() => decodeCursor(text)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }))
    }),
  )
  for (const text of ['event:-1', 'event:1.5', 'event:1e9', 'event:', 'events:1', `event:${'9'.repeat(20)}`])
    expect(() => decodeCursor(Buffer.from(text).toString('base64url'))).toThrow()
})
