import { expect, test } from 'vitest'
import { createFleet } from './fleet.ts'
import { createFleetMemory } from './fleet-memory.ts'

const left = { fleet: createFleet(), keys: ['a', 'b'], total: 2, deleted: 0, more: false, cursor: null, scroll: 300 }

test('whoever comes back to the same question finds the page as it was left, and to another a new one', () => {
  const memory = createFleetMemory()
  expect(memory.recall('KEY ')).toBeNull()
  memory.leave('KEY ', left)
  expect(memory.recall('KEY ')).toBe(left)
  expect(memory.recall('KEY pump')).toBeNull()
  memory.leave('KEY pump', { ...left, scroll: 0 })
  expect(memory.recall('KEY ')).toBeNull()
})
