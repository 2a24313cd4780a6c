import { expect, test } from 'vitest'
import { isOf, sections } from './sections.ts'

test.each([
  ['/', '/'],
  ['/series', '/series'],
  ['/series/boiler/models', '/series'],
  ['/groups/plants', '/models'],
  ['/models/abc', '/models'],
  ['/operations/schedules', '/operations/accuracy'],
  ['/seriesly', undefined],
])('%s lies in one section at most, the one that leads to it', (path, section) => {
  expect(sections.filter(it => isOf(it, path)).map(({ href }) => href)).toEqual(section === undefined ? [] : [section])
})
