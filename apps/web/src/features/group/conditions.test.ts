import { expect, test } from 'vitest'
import { readConditions, writeConditions } from './conditions.ts'

test('conditions are read as they are written, a value that holds an equals sign too', () => {
  const conditions = [
    { attribute: 'product', values: ['milk', 'a = b'] },
    { attribute: 'region', values: [] },
  ]
  expect(readConditions(writeConditions(conditions))).toEqual(conditions)
  expect(readConditions('\n  product=milk ,\n')).toEqual([{ attribute: 'product', values: ['milk'] }])
})
