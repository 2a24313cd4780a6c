import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCursor, toPage, writeCursor } from './page.ts'

test('a cursor is read as it was written; of another order, forged or anything else, it is refused', () => {
  const id = fc.integer({ min: 0 })
  const instant = fc.integer({ min: -1, max: 253_402_300_799_999 })
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), instant, fc.nat(), id, (text, at, count, id) => {
      expect(readCursor(writeCursor([text.replaceAll('\0', ''), id]), 'text')).toEqual([text.replaceAll('\0', ''), id])
      expect(readCursor(writeCursor([at, id]), 'instant')).toEqual([at, id])
      expect(readCursor(writeCursor([count, id]), 'count')).toEqual([count, id])
      expect(() => readCursor(writeCursor([text, id]), 'instant')).toThrow('cursor')
      expect(() => readCursor(writeCursor([at, id]), 'text')).toThrow('cursor')
    }),
  )
  const forged: readonly (readonly [unknown, unknown])[] = [
    [1e300, 1],
    [1, 1e300],
    [1, -1],
    [null, 1],
    ['\0', 1],
    [Number.MAX_VALUE, 0.5],
  ]
  for (const position of forged)
    for (const order of ['text', 'count', 'instant'] as const)
      expect(() => readCursor(writeCursor(position as never), order)).toThrow('cursor')
  fc.assert(
    fc.property(fc.string(), text => {
      expect(() => readCursor(text, 'text')).toThrow('cursor')
    }),
  )
})

test('one row too many says that there are more; backward pages come out in order', () => {
  const position = (row: number) => [row, row] as const
  expect(toPage({ first: 2 }, [1, 2, 3], position, 9)).toMatchObject({
    edges: [{ node: 1 }, { node: 2 }],
    totalCount: 9,
    hasNextPage: true,
    hasPreviousPage: false,
  })
  expect(toPage({ last: 2, before: 'x' }, [3, 2], position, 9)).toMatchObject({
    edges: [{ node: 2 }, { node: 3 }],
    hasNextPage: true,
    hasPreviousPage: false,
  })
})
