import { expect, test } from 'vitest'
import { draftsOf, grantsOf } from './grant-drafts.ts'
import { grantInWords, stateOf } from './in-words.ts'

const region = { name: 'region', value: 'SP' }
const product = { name: 'product', value: '42' }
const rules = [
  { key: 'plant_*', attributes: [] },
  { key: null, attributes: [region, product] },
  { key: 'oven_*', attributes: [region] },
]

test('a grant is told in words, whatever it is for', () => {
  expect(grantInWords({ role: 'VIEWER', only: null })).toBe('Viewer of all series')
  expect(grantInWords({ role: 'TRAINER', only: rules })).toBe(
    'Trainer of plant_*, or series with region SP and product 42, or oven_* with region SP',
  )
})

test('grants that go through a form unchanged are the same', () => {
  const grants = [
    { role: 'TRAINER' as const, only: rules },
    { role: 'WRITER' as const, only: null },
  ]
  expect(grantsOf(draftsOf(grants))).toEqual(grants)
})

test('what matters most about a key is what its state says', () => {
  const now = Date.parse('2026-01-10T00:00:00Z')
  const key = (fields: { revokedAt?: string; expiresAt?: string; formerUntil?: string }) => ({
    id: '1',
    name: 'one',
    handle: 'x',
    grants: [],
    createdAt: '2026-01-01T00:00:00Z',
    createdBy: 'test',
    lastUsedAt: null,
    revokedAt: null,
    expiresAt: null,
    formerUntil: null,
    ...fields,
  })
  const [before, tomorrow] = ['2026-01-09T00:00:00Z', '2026-01-11T00:00:00Z']
  expect(stateOf(key({ revokedAt: before, expiresAt: before }), now)).toBe('REVOKED')
  expect(stateOf(key({ expiresAt: before, formerUntil: tomorrow }), now)).toBe('EXPIRED')
  expect(stateOf(key({ expiresAt: tomorrow, formerUntil: tomorrow }), now)).toBe('ROTATED')
  expect(stateOf(key({ expiresAt: tomorrow, formerUntil: before }), now)).toBe('ENDING')
  expect(stateOf(key({ expiresAt: '2027-01-01T00:00:00Z' }), now)).toBe('ACTIVE')
  expect(stateOf(key({}), now)).toBe('ACTIVE')
})
