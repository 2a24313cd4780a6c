import { type AccessRole, accessRoles, covers, coversGroup, type Grant, reachOf } from '@seriema/domain/access'
import { expect, test } from 'vitest'
import { mayBy, type Target } from '../../apps/web/src/features/access/may.ts'

const attribute = (name: string, value: string) => ({ name, value })
const inSp = attribute('region', 'SP')
const rules = [
  { key: 'plant_*', attributes: [] },
  { key: '*_a*_*', attributes: [] },
  { key: 'plant_a_1', attributes: [] },
  { key: '**', attributes: [inSp] },
  { key: null, attributes: [inSp] },
  { key: null, attributes: [inSp, attribute('product', '42')] },
]
const grants: readonly (readonly Grant[])[] = accessRoles.flatMap(role => [
  [],
  [{ role, only: null }],
  ...rules.map(rule => [{ role, only: [rule] }]),
  [
    { role, only: rules.slice(0, 3) },
    { role: 'viewer' as const, only: null },
  ],
  [
    { role, only: [rules[2]!] },
    { role: 'trainer' as const, only: [rules[4]!] },
  ],
])

const series = ['plant_a_1', 'plant_b', 'a_plant_', '_a_', '_a', 'plant_', 'Plant_a_1'].flatMap(key =>
  [[], [inSp], [inSp, attribute('product', '42')], [attribute('region', 'RJ')]].map(attributes => ({
    key,
    attributes,
  })),
)
const groups = [
  [],
  [{ attribute: 'region', values: ['SP'] }],
  [{ attribute: 'region', values: ['SP', 'RJ'] }],
  [{ attribute: 'region', values: [] }],
  [
    { attribute: 'product', values: ['42'] },
    { attribute: 'region', values: ['SP'] },
  ],
].map(conditions => ({ conditions }))

/** What the API would say. */
function allowed(held: readonly Grant[], role: AccessRole, target: Target): boolean {
  const reach = reachOf(held, role)
  if (reach === undefined || target === 'SOME') return reach !== undefined
  if (target === 'ALL') return reach === null
  return 'key' in target ? covers(reach, target) : coversGroup(reach, target as (typeof groups)[number])
}

test('the dashboard thinks that somebody may do what the API lets them do, and nothing else', () => {
  const targets: readonly Target[] = ['SOME', 'ALL', ...series, ...groups]
  for (const held of grants)
    for (const role of accessRoles)
      for (const target of targets)
        expect(mayBy(held, role, target), JSON.stringify([held, role, target])).toBe(allowed(held, role, target))
})
