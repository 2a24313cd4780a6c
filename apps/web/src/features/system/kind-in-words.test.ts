import { expect, test } from 'vitest'
import { kindInWords } from './kind-in-words.ts'

test('a kind can be read while its title is not known', () => {
  expect(['SEASONAL_NAIVE', 'ETS', 'ISOLATION_FOREST'].map(kindInWords)).toEqual([
    'Seasonal naive',
    'Ets',
    'Isolation forest',
  ])
})
