import { expect, test } from 'vitest'
import { merge, newestFirst, strongestFirst } from './merge.ts'

const found = (id: string, second: number) => ({ id, at: new Date(second * 1_000).toISOString() })

test('lists that overlap give each anomaly once, newest first, and never more than asked for', () => {
  const fresh = [found('d', 40), found('c', 30)]
  const known = [found('c', 30), found('b', 20), found('a', 10)]
  expect(merge(fresh, known, 10, newestFirst).map(it => it.id)).toEqual(['d', 'c', 'b', 'a'])
  expect(merge(fresh, known, 2, newestFirst).map(it => it.id)).toEqual(['d', 'c'])
})

test('one that was found late takes its place', () => {
  expect(merge([found('late', 15)], [found('b', 20), found('a', 10)], 3, newestFirst).map(it => it.id)).toEqual([
    'b',
    'late',
    'a',
  ])
})

test('where there are too many to mark, the strongest stay', () => {
  const scored = (id: string, score: number) => ({ ...found(id, 0), score })
  const kept = merge([scored('weak', 3), scored('strong', 9)], [scored('middle', 5)], 2, strongestFirst)
  expect(kept.map(it => it.id)).toEqual(['strong', 'middle'])
})
