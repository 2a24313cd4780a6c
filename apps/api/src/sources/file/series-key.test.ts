import { expect, test } from 'vitest'
import type { Layout } from './plan.ts'
import { createSeriesKeys } from './series-key.ts'

test('a key column makes so many series and no more, however many names it holds', () => {
  const keyOf = createSeriesKeys({ keyColumn: 1, columns: ['time', 'name', 'v'] } as unknown as Layout, 'p')
  for (let i = 0; i < 50_000; i++) expect(keyOf(`n${i}`)).toBe(`p_n${i}`)
  expect(() => keyOf('one_more')).toThrow(/name names more than 50000 series/)
  expect(keyOf('n7')).toBe('p_n7')
})
