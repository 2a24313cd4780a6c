import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatGrant, parseGrant } from './access/grant.ts'
import { accessRoles, covers, coversGroup, type Need, reachOf, suffices } from './access.ts'
import { Fault } from './fault.ts'
import { belongs } from './group.ts'

test('a writer sends points and sees nothing, a viewer sees and changes nothing, an admin may all', () => {
  const may = Object.fromEntries(
    accessRoles.map(role => [role, (['nothing', ...accessRoles] as Need[]).filter(need => suffices(role, need))]),
  )
  expect(may).toEqual({
    writer: ['nothing', 'writer'],
    viewer: ['nothing', 'viewer'],
    trainer: ['nothing', 'viewer', 'trainer'],
    admin: ['nothing', 'writer', 'viewer', 'trainer', 'admin'],
  })
})

test('grants add up, and one for all series is not narrowed by another', () => {
  const some = { role: 'viewer', only: [{ key: 'a*', attributes: [] }] } as const
  const others = { role: 'trainer', only: [{ key: 'b', attributes: [] }] } as const
  expect(reachOf([some, others], 'viewer')).toEqual([...some.only, ...others.only])
  expect(reachOf([some, others], 'trainer')).toEqual(others.only)
  expect(reachOf([some, { role: 'admin', only: null }], 'viewer')).toBeNull()
  expect(reachOf([some], 'trainer')).toBeUndefined()
})

test('a pattern of keys fits what a regular expression made of it fits', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', '_', '*'), { minLength: 1, maxLength: 8 }).map(all => all.join(''))
  const keys = fc.array(fc.constantFrom('a', 'b', '_'), { minLength: 1, maxLength: 8 }).map(all => all.join(''))
  fc.assert(
    fc.property(letters, keys, (pattern, key) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(key)
      expect(covers([{ key: pattern, attributes: [] }], { key, attributes: [] })).toBe(expected)
    }),
  )
})

const attributes = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('region', 'product'), value: fc.constantFrom('1', '2') }),
  { selector: ({ name }) => name },
)

test('whoever reaches a group reaches every series that could belong to it', () => {
  const conditions = fc.uniqueArray(
    fc.record({
      attribute: fc.constantFrom('region', 'product'),
      values: fc.uniqueArray(fc.constantFrom('1', '2')),
    }),
    { selector: ({ attribute }) => attribute, minLength: 1 },
  )
  const rule = fc.record({ key: fc.constantFrom(null, 'a*'), attributes })
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1 }), conditions, attributes, (reach, meets, own) => {
      if (coversGroup(reach, { conditions: meets }) && belongs({ conditions: meets }, own))
        expect(covers(reach, { key: 'zz', attributes: own })).toBe(true)
    }),
  )
})

test('a grant is written as it is read', () => {
  for (const text of ['admin', 'writer[plant_*]', 'trainer[region=SP,product=42]', 'viewer[a*,region=SP|b]'])
    expect(formatGrant(parseGrant(text))).toBe(text)
  for (const text of ['', 'root', 'viewer[]', 'viewer[a b]', 'viewer[a,b]', 'viewer[a', 'viewer]'])
    expect(() => parseGrant(text), text).toThrow(Fault)
})
