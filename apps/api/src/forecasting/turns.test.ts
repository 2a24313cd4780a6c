import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

interface Piece {
  readonly owner: number
  readonly light: boolean
  readonly id: number
}
const turns = () => createTurns<Piece>({ ownerOf: one => one.owner, isLight: one => one.light, together: 3 })
const piece = fc.record({ owner: fc.nat(5), light: fc.boolean() })

test('everything gets its turn once; heavy pieces alone, light ones a few together', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
      const queue = turns()
      pieces.forEach((one, id) => {
        queue.add({ ...one, id })
      })
      const done: number[] = []
      for (let batch = queue.next(); batch.length > 0; batch = queue.next()) {
        if (batch.some(one => !one.light)) expect(batch).toHaveLength(1)
        expect(batch.length).toBeLessThanOrEqual(3)
        done.push(...batch.map(one => one.id))
      }
      expect(done.sort((a, b) => a - b)).toEqual(pieces.map((_, id) => id))
      expect(queue.waiting).toBe(0)
    }),
  )
})

test("one owner's flood delays another by a piece at most, and light work waits for no queue of heavy work", () => {
  const queue = turns()
  for (let id = 0; id < 50; id++) queue.add({ owner: 1, light: false, id })
  queue.add({ owner: 2, light: false, id: 100 })
  queue.add({ owner: 3, light: true, id: 101 })
  const order = Array.from({ length: 4 }, () => queue.next().map(one => one.id)).flat()
  expect(order).toContain(100)
  expect(order).toContain(101)
})

test('what has to be begun again comes first, each alone', () => {
  const queue = turns()
  queue.add({ owner: 1, light: true, id: 3 })
  queue.back([
    { owner: 1, light: true, id: 1 },
    { owner: 2, light: true, id: 2 },
  ])
  expect([queue.next(), queue.next(), queue.next()].map(batch => batch.map(one => one.id))).toEqual([[1], [2], [3]])
})
