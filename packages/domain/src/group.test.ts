import { expect, test } from 'vitest'
import { belongs, defineConditions, narrower } from './group.ts'

const attributes = [
  { name: 'region', value: 'SP' },
  { name: 'product', value: '42' },
]

test('a series belongs where it meets every condition, with any value where none is named', () => {
  const group = (...conditions: { attribute: string; values: string[] }[]) => belongs({ conditions }, attributes)
  expect(group({ attribute: 'region', values: ['RJ', 'SP'] })).toBe(true)
  expect(group({ attribute: 'region', values: [] }, { attribute: 'product', values: ['42'] })).toBe(true)
  expect(group({ attribute: 'region', values: ['SP'] }, { attribute: 'product', values: ['7'] })).toBe(false)
  expect(group({ attribute: 'plant', values: [] })).toBe(false)
})

test('of two groups that claim a series the narrower speaks, of two alike the older', () => {
  const condition = { attribute: 'region', values: [] }
  const wide = { id: 1, conditions: [condition] }
  const narrow = { id: 9, conditions: [condition, { attribute: 'product', values: [] }] }
  const younger = { id: 5, conditions: [condition] }
  expect([younger, wide, narrow].sort(narrower)).toEqual([narrow, wide, younger])
})

test('conditions name each attribute once, and at least one', () => {
  expect(() => defineConditions([])).toThrow('1 to')
  expect(() => defineConditions([{ attribute: ' ', values: [] }])).toThrow('names an attribute')
  expect(() =>
    defineConditions([
      { attribute: 'a', values: [] },
      { attribute: 'a ', values: ['x'] },
    ]),
  ).toThrow('two conditions')
  expect(defineConditions([{ attribute: ' a', values: ['x', 'x'] }])).toEqual([{ attribute: 'a', values: ['x'] }])
})
