import { expect, test } from 'vitest'
import type { AuditEntry } from '../../graphql/audit.ts'
import { asCsv, asJsonLines } from './written.ts'

const entry = {
  number: 7,
  at: '2026-01-01T00:00:00.000Z',
  actor: '=cmd|"x"',
  operation: 'updateSeries',
  message: 'one, "two"\nthree',
  targets: [{ type: 'Series', name: null, series: 'kiln', version: null }],
  changes: [],
} as unknown as AuditEntry

test('an entry is one line of JSON, and gives itself back', () => {
  const lines = asJsonLines([entry, entry]).trimEnd().split('\n')
  expect(lines.map(line => JSON.parse(line))).toEqual([entry, entry])
})

test('a cell with what parts cells is quoted, and one that looks like a formula is none', () => {
  const csv = asCsv([entry])
  expect(csv).toContain('"one, ""two""\nthree"')
  expect(csv).toContain(`"'=cmd|""x"""`)
  expect(csv.split('\r\n')[0]).toMatch(/^number,at,actor,/)
})
