import { expect, test } from 'vitest'
import { nameOf } from './claims.ts'
import { isShown, shown } from './shown-name.ts'

test.each([
  ['a new line', 'Ana\nadmin'],
  ['an escape of a terminal', 'Ana\u001b[31m'],
  ['a mark that turns the direction', 'Ana\u202enimda'],
  ['a separator of lines', 'Ana\u2028admin'],
])('%s is in no name of a key, and left out of the name that a provider gives', (_what, name) => {
  expect(isShown(name)).toBe(false)
  expect(isShown(shown(name))).toBe(true)
  expect(isShown(nameOf({ name }))).toBe(true)
})

test.each(['Ana Souza', 'Ätna 7', '张伟', 'مريم', '👩‍🔬 lab', 'plant-1 (north)'])('%s is a name', name => {
  expect(isShown(name)).toBe(true)
  expect(nameOf({ name })).toBe(name)
})

test('of a name that is made of nothing to be seen another claim is taken', () => {
  expect(nameOf({ name: '\u202e\n', email: 'ana@example.org' })).toBe('ana@example.org')
})
